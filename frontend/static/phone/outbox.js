/**
 * Answers on their way to the server.
 *
 * An answer stays here, in the phone's own storage, until its receipt comes back; so it survives a
 * lost connection, a reload and a flat battery. Sending the whole outbox again is always safe: the
 * server stores each slot once.
 *
 * @typedef {import("./frames.js").Answer} Answer
 * @typedef {import("../shared/storage.js").Store} Store
 */

/**
 * @param {Store} store
 * @param {string} contest
 * @param {number} attempt two attempts on one phone never share an outbox
 */
export function openOutbox(store, contest, attempt) {
  const key = `outbox:${contest}:${attempt}`;
  let waiting = read(store.get(key));

  /** @param {Answer[]} answers */
  function keep(answers) {
    waiting = answers;
    if (answers.length) store.set(key, JSON.stringify(answers));
    else store.drop(key);
  }

  return {
    /** Answers without a receipt, oldest first. */
    waiting: () => waiting,

    /** @param {Answer} answer the first one for a slot stays */
    put(answer) {
      if (!waiting.some((one) => one.slot === answer.slot)) keep([...waiting, answer]);
    },

    /** @param {number} slot one we do not know changes nothing */
    settle(slot) {
      const rest = waiting.filter((answer) => answer.slot !== slot);
      if (rest.length < waiting.length) keep(rest);
    },
  };
}

/**
 * @param {string | null} text what another version of this page may have left there
 * @returns {Answer[]}
 */
function read(text) {
  try {
    const kept = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}
