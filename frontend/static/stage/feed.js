/**
 * Keeps the newest of all that a screen hears; a question is held when it is open, never before.
 *
 * @typedef {import("./frames.js").Seen} Seen
 * @typedef {import("./frames.js").Stage} Stage
 */
import { open } from "../shared/cipher.js";

/** @param {(seen: Seen, kind: string) => void} changed told after each frame that changed something */
export function openFeed(changed) {
  /** @type {Seen} */
  const seen = { hall: null, stage: null, asked: null, crowd: null, board: null };
  // After a new connection the first of each counts whatever its version: a backup may be back.
  let anew = new Set();

  /** @type {Record<string, (frame: any) => boolean>} each says whether it changed anything */
  const take = {
    showing({ hall }) {
      seen.hall = hall;
      anew = new Set(["stage", "board"]);
      return true;
    },
    stage(frame) {
      if (old(seen.stage, frame)) return false;
      seen.asked = askedIn(seen, frame);
      seen.stage = frame;
      return true;
    },
    unseal({ slot, key }) {
      const { stage } = seen;
      if (!stage?.box || stage.slot !== slot) return false;
      seen.asked = open(stage.box, key);
      return seen.asked !== null;
    },
    crowd(frame) {
      seen.crowd = frame;
      return true;
    },
    board(frame) {
      if (old(seen.board, frame)) return false;
      seen.board = { pending: 0, opening: null, ...frame };
      return true;
    },
  };

  /** @param {{ v: number } | null} held @param {{ t: string, v: number }} frame */
  function old(held, frame) {
    return !anew.delete(frame.t) && held !== null && frame.v < held.v;
  }

  return {
    seen,
    /** @param {any} frame */
    hear(frame) {
      if (take[frame.t]?.(frame)) changed(seen, frame.t);
    },
  };
}

/**
 * The open question after a stage: a stage with `q` holds it, one with a box closes what was seen
 * (the opening was moved), and one of another slot forgets it.
 *
 * @param {Seen} seen
 * @param {Stage} frame
 */
function askedIn(seen, frame) {
  const { q, order = [], target_order, box, slot } = frame;
  if (q) return { q, order, target_order };
  return box || !seen.stage || seen.stage.slot !== slot ? null : seen.asked;
}
