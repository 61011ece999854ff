/**
 * The boards that the screen follows: asks for them, puts changes in, asks again after a gap.
 *
 * @typedef {import("./board.js").Board} Board
 * @typedef {import("./board.js").Change} Change
 */
import { after, order } from "./board.js";

const AGAIN_MS = 3000;

/**
 * @param {{ send: (frame: object) => void, show: (board: Board) => void,
 *   later: (fn: () => void, ms: number) => () => void }} deps
 */
export function openFeed({ send, show, later }) {
  /** @type {Set<string>} */
  let wanted = new Set();
  /** @type {Map<string, Board>} */
  const boards = new Map();
  let cancel = () => {};

  /** Asks for every board; what comes back also proves that the line lives. */
  function ask() {
    for (const board of wanted) send({ t: "watch", board, seen: seen(board) });
  }

  /** @param {string} name */
  function seen(name) {
    const board = boards.get(name);
    return board ? board.v : null;
  }

  /** @param {Board} board */
  function keep(board) {
    boards.set(board.board, board);
    show(board);
  }

  /** @param {Change} change */
  function take(change) {
    const board = boards.get(change.board);
    const which = order(board, change);
    if (board && which === "next") keep(after(board, change));
    else if (which === "gap") send({ t: "watch", board: change.board, seen: null });
  }

  return {
    ask,

    /** @param {string[]} names the boards to follow from now on, in place of all earlier ones */
    want(names) {
      for (const board of wanted) if (!names.includes(board)) send({ t: "unwatch", board });
      wanted = new Set(names);
      for (const name of boards.keys()) if (!wanted.has(name)) boards.delete(name);
      ask();
    },

    /** @param {any} frame one that came; of a board nobody wants any more it changes nothing */
    hear(frame) {
      if (frame.t === "error") {
        // A server that has just started may not know its boards yet.
        cancel();
        cancel = later(ask, frame.retry_ms || AGAIN_MS);
      } else if (wanted.has(frame.board)) {
        if (frame.t === "board") keep(frame);
        if (frame.t === "frame") take(frame);
      }
    },
  };
}
