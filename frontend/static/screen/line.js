/**
 * The screen's connection. It comes back by itself, for ever: nobody stands beside a projector.
 *
 * @typedef {{ send(text: string): void, close(): void, onopen: ((event: any) => void) | null,
 *   onmessage: ((event: any) => void) | null,
 *   onclose: ((event: any) => void) | null }} Wire the part of WebSocket that we use
 * @typedef {"connecting" | "live" | "lost"} LineState
 */
import { wait } from "../shared/socket.js";

const ASK_MS = 5000;
const SILENCE_MS = 6000;

/**
 * "Live" is said when the server has said something, not when a socket opens. Every ASK_MS `ask`
 * must make it answer; SILENCE_MS without a word is a dead line.
 *
 * @param {{ connect: () => Wire, ask: () => void, hear: (frame: any) => void,
 *   state: (state: LineState) => void, random: () => number,
 *   later: (fn: () => void, ms: number) => () => void }} deps
 */
export function openLine({ connect, ask, hear, state, random, later }) {
  /** @type {Wire | null} */
  let wire = null;
  let open = false;
  let live = false;
  let tries = 0;
  let cancel = () => {};

  /** @param {() => void} fn @param {number} ms the one thing that is waited for */
  function then(fn, ms) {
    cancel();
    cancel = later(fn, ms);
  }

  function start() {
    drop();
    then(lost, SILENCE_MS);
    const mine = connect();
    wire = mine;
    mine.onopen = () => {
      open = true;
      question();
    };
    mine.onmessage = (event) => heard(event.data);
    mine.onclose = lost;
  }

  /** Lets go of the wire; what it may still say is not ours any more. */
  function drop() {
    cancel();
    open = live = false;
    if (!wire) return;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close();
    wire = null;
  }

  function question() {
    then(lost, SILENCE_MS);
    ask();
  }

  /** @param {string} text */
  function heard(text) {
    then(question, ASK_MS);
    if (!live) {
      live = true;
      tries = 0;
      state("live");
    }
    hear(JSON.parse(text));
  }

  function lost() {
    drop();
    state("lost");
    then(start, wait(tries++, random));
  }

  state("connecting");
  start();
  return {
    /** @param {object} frame goes nowhere while there is no line: `ask` sends all that matters */
    send(frame) {
      if (wire && open) wire.send(JSON.stringify(frame));
    },

    /** We slept, or the network came back: what is open may be dead, so begin afresh. */
    wake() {
      tries = 0;
      start();
    },

    /** The server is known to be there: do not sit out the wait. */
    hurry: () => {
      if (!wire) start();
    },
  };
}
