/** Time, chance and a wire for the screen's modules: nothing happens until a test says so. */

/** Timers that run when `pass` is called, in order of their time. */
export function fakeTime() {
  let now = 0;
  /** @type {{ at: number, fn: () => void }[]} */
  let waiting = [];
  return {
    now: () => now,
    /** @param {() => void} fn @param {number} ms */
    later(fn, ms) {
      const one = { at: now + ms, fn };
      waiting.push(one);
      return () => {
        waiting = waiting.filter((other) => other !== one);
      };
    },
    /** @param {number} ms */
    pass(ms) {
      const end = now + ms;
      for (;;) {
        waiting.sort((a, b) => a.at - b.at);
        const next = waiting[0];
        if (!next || next.at > end) break;
        waiting.shift();
        now = next.at;
        next.fn();
      }
      now = end;
    },
  };
}

/** Makes wires and remembers them. */
export function fakeWires() {
  /** @type {any[]} */
  const made = [];
  function connect() {
    const wire = {
      sent: /** @type {any[]} */ ([]),
      closed: false,
      send(/** @type {string} */ text) {
        wire.sent.push(JSON.parse(text));
      },
      close() {
        wire.closed = true;
      },
      onopen: /** @type {any} */ (null),
      onmessage: /** @type {any} */ (null),
      onclose: /** @type {any} */ (null),
      opens: () => wire.onopen({}),
      says: (/** @type {object} */ frame) => wire.onmessage({ data: JSON.stringify(frame) }),
      breaks: () => wire.onclose({ code: 1006 }),
    };
    made.push(wire);
    return wire;
  }
  return { connect, made, last: () => made[made.length - 1] };
}

/**
 * @param {string | number} id
 * @param {object} [more]
 */
export function row(id, more = {}) {
  return { id, rank: null, same: false, ranked: true, name: `n${id}`, ...more };
}

/**
 * @param {number} v
 * @param {any[]} rows
 * @param {object} [more]
 */
export function board(v, rows, more = {}) {
  const counts = { people: v, attempts: v, divisor: 1 };
  return { t: "board", board: "b", v, as_of: v, late: false, ...counts, rows, ...more };
}

/**
 * @param {number} from
 * @param {number} v
 * @param {object} [more]
 */
export function change(from, v, more = {}) {
  const counts = { people: v, attempts: v };
  return {
    t: "frame",
    board: "b",
    from,
    v,
    as_of: v,
    late: false,
    ...counts,
    gone: [],
    rows: [],
    ...more,
  };
}
