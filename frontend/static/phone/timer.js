/** The time of the open question, counted down beside it by the server's clock. */

import { countDown } from "../shared/countdown.js";
import { byId } from "../shared/dom.js";
import { clock, every } from "./page.js";

/** Hidden while no question's time runs. */
export const timer = byId("timer");

/**
 * Counts down to the end of a question, then calls `zero`; without a limit nothing is counted.
 * @param {import("./frames.js").Shown} shown @param {() => void} zero @returns {() => void} stops it
 */
export function countTo({ opened_at, closes_at }, zero) {
  if (!closes_at) return () => {};
  const bar = /** @type {HTMLProgressElement} */ (timer.firstElementChild);
  const tick = (/** @type {number} */ left, /** @type {number} */ left_ms) => {
    byId("seconds").textContent = String(left);
    bar.value = left_ms / (closes_at - opened_at);
    timer.classList.toggle("soon", left <= 5);
  };
  timer.hidden = false;
  if (!history.state) history.pushState(1, "");
  return countDown(closes_at, { now: clock.now, every, tick, zero });
}
