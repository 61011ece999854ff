/** Questions that came ahead as closed boxes; a key that got lost on its way is asked for. */

/**
 * @typedef {import("./frames.js").Stage} Stage
 * @typedef {import("./frames.js").Content} Content
 */

// How long after its opening a question may stay closed before we ask for it.
const UNOPENED_MS = 1500;

/**
 * @param {{ later: (fn: () => void, ms: number) => () => void, again: () => void,
 *   now: () => number, random: () => number,
 *   unseal: (box: string, key: string) => Content | null }} deps
 */
export function openSealed({ later, again, now, random, unseal }) {
  let opened = { box: "", inside: /** @type {Content | null} */ (null) };
  let cancel = () => {};

  return {
    /** The question of a stage, if it is open. @param {Stage} stage @returns {Content | null} */
    content({ q, order = [], target_order, box, opens_at }) {
      cancel();
      if (q) return target_order ? { q, order, target_order } : { q, order };
      if (!box) return null;
      if (box === opened.box) return opened.inside;
      const wait = Math.max(0, (opens_at ?? 0) - now()) + UNOPENED_MS * (1 + random());
      cancel = later(again, wait);
      return null;
    },

    /** @param {string} box @param {string} key @returns {Content | null} */
    open(box, key) {
      opened = { box, inside: unseal(box, key) };
      if (opened.inside) cancel();
      else again();
      return opened.inside;
    },
  };
}
