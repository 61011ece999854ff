/** What the modules are given instead of a phone: time that a test moves, storage that may fail. */

/** Timers and a monotonic clock that stand still until `pass` is called. */
export function fakeTime() {
  let now = 0;
  let last = 0;
  const timers = new Map();

  function later(fn, ms) {
    const id = ++last;
    timers.set(id, { at: now + ms, fn });
    return () => timers.delete(id);
  }

  function every(fn, ms) {
    let stop = later(again, ms);
    function again() {
      stop = later(again, ms);
      fn();
    }
    return () => stop();
  }

  /** Lets `ms` pass; timers run in their order, at their moment. */
  function pass(ms) {
    const end = now + ms;
    for (;;) {
      const due = [...timers]
        .filter(([, { at }]) => at <= end)
        .sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      timers.delete(due[0]);
      now = due[1].at;
      due[1].fn();
    }
    now = end;
  }

  return { now: () => now, later, every, pass, waiting: () => timers.size };
}

/** A storage as browsers have it; `broken` makes every access throw, as a private window may. */
export function fakeStorage() {
  const kept = new Map();
  const self = {
    broken: false,
    kept,
    getItem: (key) => use(() => kept.get(key) ?? null),
    setItem: (key, value) => use(() => kept.set(key, String(value))),
    removeItem: (key) => use(() => kept.delete(key)),
  };
  function use(fn) {
    if (self.broken) throw new Error("QuotaExceededError");
    return fn();
  }
  return self;
}

/** Numbers that look random and are the same in every run. */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** An element that only takes in what is put into it. */
function element() {
  const kids = [];
  return {
    setAttribute() {},
    addEventListener() {},
    append: (...more) => kids.push(...more),
    get textContent() {
      return kids.map((kid) => kid.textContent ?? kid).join("");
    },
    set textContent(text) {
      kids.splice(0, kids.length, text);
    },
  };
}

/** As much of a page as drawing needs; every element that it has from the start says `data`. */
export function fakePage(data) {
  return {
    createElement: element,
    createElementNS: element,
    getElementById: () => ({ textContent: JSON.stringify(data) }),
  };
}
