/** The one clock of the page: it counts down to a moment of the server's time. */

import { countDown } from "../shared/countdown.js";
import { byId } from "../shared/dom.js";

/** @typedef {ReturnType<typeof openCount>} Count */

/**
 * @param {{ now: () => number, every: (fn: () => void, ms: number) => () => void,
 *   hush: () => void }} deps `hush`: what was said of the time that is left holds no longer
 */
export function openCount({ now, every, hush }) {
  const timer = byId("timer");
  let stop = () => {};
  let counted = 0;

  /**
   * @param {number | null | undefined} until nothing, or what is counted already, changes nothing
   * @param {(left: number, left_ms: number) => void} tick @param {() => void} zero
   */
  function to(until, tick, zero) {
    if (!until || counted === until) return;
    stop();
    counted = until;
    stop = countDown(until, { now, every, tick, zero });
  }

  return {
    to,

    /**
     * The bar of a question.
     *
     * @param {number} opens_at @param {number} closes_at
     * @param {(seconds: number) => void} warn at ten and at five
     * @param {() => void} zero
     */
    bar(opens_at, closes_at, warn, zero) {
      const bar = /** @type {HTMLProgressElement} */ (timer.firstElementChild);
      let last = Number.POSITIVE_INFINITY;
      const tick = (/** @type {number} */ left, /** @type {number} */ left_ms) => {
        byId("seconds").textContent = String(left);
        bar.value = left_ms / (closes_at - opens_at);
        timer.classList.toggle("soon", left <= 5);
        if ((left === 10 || left === 5) && left < last) warn(left);
        last = Math.min(last, left);
      };
      timer.hidden = false;
      to(closes_at, tick, zero);
    },

    end() {
      stop();
      counted = 0;
      if (!timer.hidden) hush();
      timer.hidden = true;
    },
  };
}
