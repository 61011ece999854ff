/**
 * The server's time on a phone whose own clock may be a year off.
 *
 * Only the phone's monotonic clock is used. Every pong says: the server's `now` fell within this
 * round trip. The quickest round trip is believed, until one contradicts it (a phone that slept may
 * have stopped its monotonic clock).
 *
 * @param {() => number} monotonic milliseconds since any fixed moment
 */
export function openClock(monotonic) {
  let offset = 0;
  let best = Number.POSITIVE_INFINITY;

  return {
    /** Milliseconds since 1970 by the server's clock. */
    now: () => monotonic() + offset,

    /** @param {number} now of a frame that just came: the server's clock is at least there */
    hint(now) {
      const least = now - monotonic();
      if (best === Number.POSITIVE_INFINITY || least > offset) offset = least;
    },

    /**
     * @param {number} sent our monotonic time when the ping left
     * @param {number} now the server's time in its pong
     */
    pong(sent, now) {
      const trip = monotonic() - sent;
      const middle = now + trip / 2 - monotonic();
      if (trip <= best || Math.abs(middle - offset) > trip / 2 + best) {
        best = trip;
        offset = middle;
      }
    },
  };
}

/**
 * Tells the whole seconds that are left, then calls `zero` once.
 *
 * @param {number} closesAt server time
 * @param {{ now: () => number, every: (fn: () => void, ms: number) => () => void,
 *   tick: (seconds: number, left_ms: number) => void, zero: () => void }} deps
 * @returns {() => void} stops it
 */
export function countDown(closesAt, { now, every, tick, zero }) {
  const stop = every(look, 100);

  function look() {
    const left = Math.max(0, closesAt - now());
    tick(Math.ceil(left / 1000), left);
    if (left) return;
    stop();
    zero();
  }

  look();
  return stop;
}
