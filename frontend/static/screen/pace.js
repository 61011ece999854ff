/**
 * Lets things happen at once, but no oftener than every `beat_ms`: eyes must be able to follow.
 * What comes in between is dropped for the newest, which is shown at the end of the beat.
 *
 * @param {{ now: () => number, later: (fn: () => void, ms: number) => () => void }} deps
 * @param {number} beat_ms
 */
export function openPace({ now, later }, beat_ms) {
  let last = Number.NEGATIVE_INFINITY;
  /** @type {(() => void) | null} */
  let next = null;

  function run() {
    const job = next;
    next = null;
    last = now();
    if (job) job();
  }

  /** @param {() => void} job */
  return (job) => {
    const waits = next !== null;
    next = job;
    if (waits) return;
    const left = last + beat_ms - now();
    if (left > 0) later(run, left);
    else run();
  };
}
