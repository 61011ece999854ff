/** One's own line of a published result: the pseudonym from the server, the row from the file. */

import { openStore } from "../shared/storage.js";

/**
 * @typedef {{ rank: number, score: number, took_ms: number }} Row
 */

/**
 * @param {string} contest
 * @param {string} address
 * @returns {Promise<string | null>} the pseudonym; null for a phone that did not take part
 */
export async function ownCode(contest, address) {
  const store = openStore(
    () => localStorage,
    () => {},
  );
  const token = store.get(`token:${contest}`);
  if (!token) return null;
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) return null;
  return /** @type {{ code: string }} */ (await answer.json()).code;
}

/**
 * Look through the packed file as it comes, and stop at the row.
 *
 * @param {string} address
 * @param {string} code
 * @returns {Promise<Row | null>} null where there is none, or the browser cannot unpack
 */
export async function ownRow(address, code) {
  if (!("DecompressionStream" in window)) return null;
  const answer = await fetch(address);
  if (!answer.ok || !answer.body) return null;
  const reader = answer.body.pipeThrough(new DecompressionStream("gzip")).getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return null;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() || "";
    const found = lines.find((line) => line.includes(`"code":"${code}"`));
    if (found) {
      reader.cancel().catch(() => {});
      return JSON.parse(found);
    }
  }
}
