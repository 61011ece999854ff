/** What the page is made of, given its real clock, storage and network; main.js uses it. */

import { openClock } from "../shared/countdown.js";
import { byId, el } from "../shared/dom.js";
import { openStore } from "../shared/storage.js";

export const data = JSON.parse(byId("data").textContent ?? "{}");
export const words = JSON.parse(byId("words").textContent ?? "{}");
export const { contest, lang } = data;
export const boards = `/boards/${contest.code}/`;
const saved = byId("saved");
export const store = openStore(
  () => localStorage,
  () => {
    byId("notice").textContent = t("no_storage");
  },
);
export const clock = openClock(() => performance.now());

/** @param {string} word @param {...(string | number)} parts fill the gaps in order */
export function t(word, ...parts) {
  let at = 0;
  return String(words[word] ?? word).replace(/\{\}/g, () => String(parts[at++]));
}

/** @param {() => void} fn @param {number} ms */
export function later(fn, ms) {
  const id = setTimeout(fn, ms);
  return () => clearTimeout(id);
}

/** @param {() => void} fn @param {number} ms */
export function every(fn, ms) {
  const id = setInterval(fn, ms);
  return () => clearInterval(id);
}

/** @param {string} name of something kept for this contest */
export const key = (name) => `${name}:${contest.code}`;

/** Whether somebody has joined here: a token that none can be would be refused for ever, in silence. */
export const joined = () => /^[\w-]{20,100}$/.test(store.get(key("token")) ?? "");

/** What was not sent here can be sent by nobody any more: its token is gone. */
export function dropUnsent() {
  try {
    const kept = Object.keys(localStorage);
    for (const name of kept) if (name.startsWith(`${key("outbox")}:`)) store.drop(name);
  } catch {
    // Where there is no storage nothing was kept.
  }
}

/** Somebody is forgotten, or has gone, in another tab: this one would keep what it has not sent. */
export function leaveTogether() {
  addEventListener("storage", (event) => {
    if (event.key !== key("token") || event.newValue) return;
    dropUnsent();
    location.reload();
  });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<{ ok: boolean, body: any }>} never rejects: no network is an answer too
 */
export async function call(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = body ? { "Content-Type": "application/json" } : {};
  if (joined()) headers.Authorization = `Bearer ${store.get(key("token"))}`;
  try {
    const answer = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : null });
    return { ok: answer.ok, body: answer.status === 204 ? null : await answer.json() };
  } catch {
    return { ok: false, body: { code: "offline", message: t("failed") } };
  }
}

/** @param {string} path */
export async function get(path) {
  const { ok, body } = await call("GET", path);
  return ok ? body : null;
}

export const privacy = () =>
  el(
    "details",
    {},
    el("summary", {}, t("privacy")),
    el(
      "ol",
      {},
      ...t("privacy_lines")
        .split("|")
        .map((text) => el("li", {}, text)),
    ),
  );

/** @param {string} kind "sending", "saved", "warn" or nothing @param {string} text */
export function status(kind, text) {
  saved.className = kind;
  saved.textContent = text;
}

/** @param {string} message */
export function say(message) {
  status("warn", message);
}
