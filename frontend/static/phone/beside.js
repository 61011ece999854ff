/** What pages beside the phone's own share: its storage and token, one call, one line that tells. */

import { byId } from "../shared/dom.js";
import { openStore } from "../shared/storage.js";

const told = byId("told");
export const store = openStore(
  () => localStorage,
  () => {},
);

/** @param {string | undefined} contest @returns {string} where the token of its contestant is kept */
export const tokenKey = (contest) => `token:${contest}`;

/**
 * @param {string} method @param {string} path @param {string | null} token "" or null = nobody's
 * @param {object} [body]
 * @returns {Promise<{ ok: boolean, body: any }>} rejects without a network
 */
export async function call(method, path, token, body) {
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : null });
  return { ok: answer.ok, body: await answer.json() };
}

/** @param {string | undefined} text @param {boolean} [wrong] */
export function say(text, wrong = false) {
  told.textContent = text || "";
  told.className = wrong ? "problem" : "";
}
