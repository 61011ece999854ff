/**
 * Calls `woke` when this page has not run for a while: a sleeping projector tells nobody that it
 * slept, but its timers come late.
 */

const LOOK_MS = 2000;
const SLEPT_MS = 6000;

/**
 * @param {{ now: () => number, every: (fn: () => void, ms: number) => void,
 *   woke: () => void }} deps `now`: a clock that goes on in sleep
 */
export function watchSleep({ now, every, woke }) {
  let last = now();
  every(() => {
    const passed = now() - last;
    last = now();
    if (passed > SLEPT_MS) woke();
  }, LOOK_MS);
}
