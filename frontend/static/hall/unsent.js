/**
 * Answers of whoever is here that have no receipt yet: they stay on this phone, and the next person
 * who comes in on it has others.
 *
 * @typedef {ReturnType<typeof openUnsent>} Unsent
 */

/**
 * @param {{ outboxFor: (attempt: number) => ReturnType<typeof
 *   import("../phone/outbox.js").openOutbox>, send: (frame: object) => boolean }} deps
 */
export function openUnsent({ outboxFor, send }) {
  /** @type {ReturnType<typeof outboxFor> | null} */
  let outbox = null;
  const all = () => outbox?.waiting() ?? [];

  return {
    /** Oldest first. */
    all,

    /** @param {number} slot */
    has: (slot) => all().some((answer) => answer.slot === slot),

    /** @param {number} attempt of who is here from now on, with what they left unsent before */
    of(attempt) {
      outbox = outboxFor(attempt);
    },

    /** Nobody is here any more. */
    forget() {
      outbox = null;
    },

    /** @param {import("../phone/frames.js").Answer} answer */
    put: (answer) => outbox?.put(answer),

    /** @param {number} slot */
    settle: (slot) => outbox?.settle(slot),

    send() {
      for (const answer of all()) send(answer);
    },
  };
}
