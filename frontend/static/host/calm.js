/**
 * A button whose meaning has just changed under the finger does nothing for a moment: who meant
 * "lock" must not have revealed because the clock was quicker, and a double tap is one tap.
 */

const CALM_MS = 700;

/** @param {{ now: () => number, later: (fn: () => void, ms: number) => () => void,
 *   changed: () => void }} deps `changed` is called when it is calm again */
export function openCalm({ now, later, changed }) {
  let meaning = "";
  let until = 0;

  return {
    /** @param {string} means what the button would do now */
    see(means) {
      if (means === meaning) return;
      const first = meaning === "";
      meaning = means;
      if (first) return;
      until = now() + CALM_MS;
      later(changed, CALM_MS + 1);
    },
    still: () => now() < until,
  };
}
