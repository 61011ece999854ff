/**
 * A ring that empties clockwise: two half discs that turn behind two windows, so that nothing but
 * `transform` changes. The number in it says the same.
 */
const LAST_S = 5;

/** @param {HTMLElement} ring as in the page's template */
export function openRing(ring) {
  const [late, early] = [".late i", ".early i"].map(
    (name) => /** @type {HTMLElement} */ (ring.querySelector(name)),
  );
  const number = /** @type {HTMLElement} */ (ring.querySelector("b"));

  /** @param {{ part: number, seconds: number } | null} left null hides it */
  return (left) => {
    ring.hidden = left === null;
    if (!left || !late || !early) return;
    const gone = 360 * (1 - left.part);
    early.style.transform = `rotate(${Math.min(180, gone)}deg)`;
    late.style.transform = `rotate(${Math.max(0, gone - 180)}deg)`;
    ring.classList.toggle("last", left.seconds <= LAST_S);
    const text = String(left.seconds);
    if (number.textContent !== text) number.textContent = text;
  };
}
