/**
 * Commands on their way to the server, one at a time.
 *
 * A command carries the version that the host saw and an id, so it is done once or not at all. One
 * whose answer was lost is asked about again, with the same id and version, when the line comes
 * back soon; nothing is ever given anew by itself.
 *
 * @typedef {import("./frames.js").Fields} Fields
 * @typedef {import("./frames.js").Trouble} Trouble
 * @typedef {"sending" | "done" | "refused" | "lost"} Phase
 * @typedef {{ id: string, v: number, do: string } & Fields} Order
 * @typedef {(phase: Phase, order: Order, trouble: Trouble | null) => void} Tell
 */

import { randomHex } from "../shared/random.js";

// A host who has waited longer looks again and decides anew.
const ANSWER_MS = 8000;
const ID_BYTES = 12;

/** @returns {string} 24 hexadecimal digits */
export function freshId() {
  return randomHex(ID_BYTES);
}

/**
 * @param {{ send: (frame: object) => boolean, version: () => number, id: () => string,
 *   later: (fn: () => void, ms: number) => () => void,
 *   tell: Tell }} deps
 */
export function openOrders({ send, version, id, later, tell }) {
  /** @type {Order | null} */
  let pending = null;
  let cancel = () => {};

  /** @param {Phase} phase @param {Trouble | null} trouble */
  function over(phase, trouble) {
    const order = pending;
    cancel();
    pending = null;
    if (order) tell(phase, order, trouble);
  }

  /** @param {Order} order */
  function post(order) {
    return send({ t: "do", ...order });
  }

  return {
    busy: () => pending !== null,

    /**
     * @param {string} does @param {Fields} [fields]
     * @returns {boolean} whether it went off: one at a time, and never without a line
     */
    give(does, fields = {}) {
      if (pending) return false;
      const order = { id: id(), v: version(), do: does, ...fields };
      if (!post(order)) return false;
      pending = order;
      cancel = later(() => over("lost", null), ANSWER_MS);
      tell("sending", order, null);
      return true;
    },

    /** @param {any} frame done or error */
    heard(frame) {
      if (!pending || frame.id !== pending.id) return false;
      if (frame.t === "done") over("done", null);
      else over("refused", frame);
      return true;
    },

    /** The line is back: what became of the command? The same one again is done once. */
    online() {
      if (pending) post(pending);
    },
  };
}
