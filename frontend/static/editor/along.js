/**
 * From one question of a list to the next without the list between them.
 *
 * The list leaves its address and the questions of its page in the tab; the page of one of them
 * finds itself there.
 *
 * @typedef {{ query: string, rows: string[] }} Trail
 */

import { openStore } from "../shared/storage.js";

const KEY = "bank:trail";
const store = openStore(
  () => sessionStorage,
  () => {},
);

/** @param {Trail} trail */
export function leave(trail) {
  store.set(KEY, JSON.stringify(trail));
}

/** @returns {Trail} */
export function trail() {
  return JSON.parse(store.get(KEY) ?? '{"query":"","rows":[]}');
}

/** What is before and behind an address, its place from 1 and of how many; null where it is not in.
 *
 * @param {Trail} left @param {string} path
 */
export function around(left, path) {
  const at = left.rows.indexOf(path);
  if (at < 0) return null;
  return {
    before: left.rows[at - 1],
    after: left.rows[at + 1],
    place: at + 1,
    of: left.rows.length,
  };
}
