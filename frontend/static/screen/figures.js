/** Numbers as a hall reads them. */

const MINUTE_MS = 60000;
const HOUR_MS = 3600000;
const DAY_MS = 86400000;
// The contest lives by one clock, wherever the projector stands.
const CLOCK = new Intl.DateTimeFormat("zh-CN", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: "Asia/Shanghai",
});

/**
 * 18676605 -> 18,676,605.
 *
 * @param {number} n
 */
export function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * A round number in little room: 5000000 -> 5M or 500万.
 *
 * @param {number} n
 * @param {string} lang
 */
export function rounded(n, lang) {
  return n < 10000 ? grouped(n) : n.toLocaleString(lang, { notation: "compact" });
}

/**
 * A sum of points over its divisor, with at most two decimals.
 *
 * @param {number} points
 * @param {number} divisor
 */
export function score(points, divisor) {
  return String(Math.round((100 * points) / divisor) / 100);
}

/**
 * Hundredths with two decimals: 8642 -> 86.42.
 *
 * @param {number} x100
 */
export function hundredths(x100) {
  return (x100 / 100).toFixed(2);
}

/**
 * Time used: 83456 -> 1:23.45 (not rounded up: nobody's time gets worse by showing it).
 *
 * @param {number} ms
 * @param {number} places that ranks compare: 2 on boards, 3 in a hall
 */
export function took(ms, places) {
  const steps = Math.floor((ms % MINUTE_MS) / 10 ** (3 - places));
  const text = String(steps).padStart(2 + places, "0");
  return `${Math.floor(ms / MINUTE_MS)}:${text.slice(0, 2)}.${text.slice(2)}`;
}

/**
 * Time left, in full seconds, begun ones counted.
 *
 * @param {number} ms
 * @returns {{ days: number, clock: string }}
 */
export function left(ms) {
  const whole = Math.ceil(ms / 1000) * 1000;
  const hours = Math.floor((whole % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((whole % HOUR_MS) / MINUTE_MS);
  const seconds = (whole % MINUTE_MS) / 1000;
  return {
    days: Math.floor(whole / DAY_MS),
    clock: `${two(hours)}:${two(minutes)}:${two(seconds)}`,
  };
}

/**
 * The time of day of a moment in milliseconds since 1970.
 *
 * @param {number} moment
 */
export function clock(moment) {
  return CLOCK.format(moment);
}

/** @param {number} n */
function two(n) {
  return String(n).padStart(2, "0");
}
