/**
 * What this phone saw of a sitting: each question with its key and one's own answer, for reading
 * them again at the end. Kept in the phone's storage, so that a reload loses nothing.
 *
 * @typedef {import("../frames.js").Content & { choice: number[], text: string, points: number,
 *   told: import("../frames.js").Told }} Row
 * @typedef {ReturnType<typeof openSeen>} Seen
 */

/** @param {import("../../shared/storage.js").Store} store @param {number} attempt */
export function openSeen(store, attempt) {
  const key = `hall:${attempt}`;
  /** @type {Record<string, Row>} by slot */
  let rows = {};
  try {
    rows = JSON.parse(store.get(key) ?? "{}");
  } catch {
    store.drop(key);
  }

  return {
    /** Rows in the order of the slots. @returns {[slot: number, row: Row][]} */
    rows: () => Object.entries(rows).map(([slot, row]) => [Number(slot), row]),

    /** @param {import("../stand.js").Standing} at of a question whose key is out */
    keep({ stage, mine, content, stored }) {
      if (!content || !stage.told) return;
      const { choice = [], text = "" } = stored ?? {};
      rows[stage.slot] = { ...content, choice, text, points: mine.points ?? 0, told: stage.told };
      store.set(key, JSON.stringify(rows));
    },
  };
}
