/** Going on with another phone: the old one shows a link that works once, the new one follows it. */

import { byId, el, fill } from "../shared/dom.js";
import { qrView } from "../shared/qr.js";
import { randomHex } from "../shared/random.js";
import { call, say, store, tokenKey } from "./beside.js";

const TICKET = "#move=";
const PATH = "/api/move";
// How often an old phone that shows its link asks whether it is still the one; for as long as the
// link is good (quiz/handover.py).
const ASK_MS = 3000;
const GOOD_FOR_MS = 300000;
const page = byId("move");
const words = page.dataset;
const key = tokenKey(words.contest);
const roundKey = `round:${words.contest}`;
const complain = (/** @type {string | undefined} */ text) => say(text, true);

/** Answers that are not sent yet would stay behind, with a token that is good for nothing. */
function unsent() {
  const kept = Object.keys(localStorage);
  return kept.some((name) => name.startsWith(`outbox:${words.contest}:`));
}

/** @param {string} text @param {() => Promise<void>} act */
function button(text, act) {
  const node = el("button", { type: "button", class: "main", click: once }, text);
  async function once() {
    node.disabled = true;
    say("");
    await act().catch(() => complain(words.failed));
    node.disabled = false;
  }
  return node;
}

async function give() {
  if (unsent()) return complain(words.unsent);
  const { ok, body } = await call("POST", PATH, store.get(key), {});
  if (!ok) return complain(body.message);
  const link = el("a", { href: body.url }, body.url);
  const how = el("p", {}, words.how || "");
  fill(page, how, clock(), qrView(body.qr), el("p", { class: "link" }, link));
  watch(Date.now() + GOOD_FOR_MS);
}

/** A question's time does not wait for anybody who moves. This phone knows of a paper that was begun,
 * not whether the server has closed it since. */
function clock() {
  const running = store.get(`open:${words.contest}`);
  return running ? el("p", { class: "problem" }, words.goes || "") : "";
}

/** What was used, or is too old, is not shown any longer. @param {number} until */
function watch(until) {
  const asking = setInterval(async () => {
    const found = await call("GET", "/api/me", store.get(key)).catch(() => null);
    if (found?.body.code === "moved") end(el("p", {}, el("b", {}, words.moved || "")));
    else if (Date.now() > until) end(el("p", {}, words.late || ""), button(words.give || "", give));
  }, ASK_MS);

  /** @param {...Node} kids */
  function end(...kids) {
    clearInterval(asking);
    fill(page, ...kids);
  }
}

/** @param {string} ticket */
function openTaking(ticket) {
  // Sent again after a lost answer it must be the same: the first one may have been taken.
  const token = randomHex(16);
  return async () => {
    const { ok, body } = await call("PUT", PATH, null, { ticket, token });
    if (!ok) return complain(body.message);
    store.set(key, token);
    const { round, ...me } = body;
    store.set("me", JSON.stringify(me));
    store.drop(`open:${words.contest}`);
    // The page begins with the round that it was in: whoever moves has no second to lose.
    if (round) store.set(roundKey, round);
    else store.drop(roundKey);
    location.replace(words.back || "/");
  };
}

const { hash } = location;
if (hash.startsWith(TICKET)) {
  const take = button(words.take || "", openTaking(hash.slice(TICKET.length)));
  const other = store.get(key) ? el("p", { class: "problem" }, words.other || "") : "";
  const more = el("p", {}, words.more || "");
  fill(page, more, el("p", {}, words.goes || ""), other, take);
} else if (store.get(key)) {
  fill(page, clock(), el("p", {}, words.warning || ""), button(words.give || "", give));
} else complain(words.nobody);
