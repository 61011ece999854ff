/**
 * What is typed is kept: on this computer at once, on the server after a moment of silence.
 *
 * The local copy goes once the server has it; one that is found later goes up then. It belongs to
 * whoever typed it: another editor at this computer neither sees it nor sends it.
 */

import { byId, el, fill } from "../shared/dom.js";
import { openStore } from "../shared/storage.js";
import { content, early, form, input, token, word } from "./edit_form.js";
import { ask, SignedOut } from "./signed_in.js";

const PREFIX = `bank-unsaved:${form.dataset.user}:`;
const SILENCE_MS = 2000;
const address = form.dataset.scratch || "";
const own = PREFIX + input("name").value;
const store = openStore(
  () => localStorage,
  () => fill(byId("kept"), word("full")),
);
let kept = early ? "" : content().toString();
let timer = 0;
let stopped = false;

/** Why it is on this computer only. @param {unknown} error */
function complain(error) {
  fill(byId("kept"), word(error instanceof SignedOut ? "out" : "offline"));
}

/**
 * @param {string} body of an address: a Chinese sign is nine characters there, and three in a form
 */
function signed(body) {
  const sent = new FormData();
  for (const [name, value] of new URLSearchParams(body)) sent.append(name, value);
  sent.set("csrfmiddlewaretoken", token());
  return sent;
}

/**
 * @param {string} body
 * @returns {Promise<boolean>} false for a form that is saved by now. Throws when it is not taken.
 */
async function send(body) {
  const answer = await ask(address, { method: "POST", body: signed(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).kept;
}

/** @returns {string} the form's content, when it is not kept yet */
function fresh() {
  const body = content().toString();
  return body === kept || stopped ? "" : body;
}

async function keep() {
  const body = fresh();
  if (!body) return;
  try {
    await send(body);
    kept = body;
    if (!fresh()) store.drop(own);
    const now = new Date();
    const time = now.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    fill(byId("kept"), `${word("kept")} ${time}`);
  } catch (error) {
    complain(error);
    clearTimeout(timer);
    timer = window.setTimeout(keep, 5 * SILENCE_MS);
  }
}

/** Called with every change. */
export function touched() {
  const body = fresh();
  if (!body) return;
  store.set(own, body);
  clearTimeout(timer);
  timer = window.setTimeout(keep, SILENCE_MS);
}

/**
 * Before the page is left for what the server answers.
 *
 * @returns {Promise<boolean>} false when nobody would take the form now; the page says why
 */
export async function ready() {
  const body = content().toString();
  store.set(own, body);
  try {
    await send(body);
  } catch (error) {
    // A refusal with a reason is told by the page that comes.
    if (!(error instanceof SignedOut || error instanceof TypeError)) return true;
    complain(error);
    return false;
  }
  /** @type {HTMLInputElement} */ (input("csrfmiddlewaretoken")).value = token();
  return true;
}

/** The form is on its way to be saved: nothing of it is unsaved. The local copy stays till later. */
export function stop() {
  stopped = true;
  clearTimeout(timer);
}

/** The form is still here after all. */
export function goOn() {
  stopped = false;
}

// Whoever signed in again in another tab comes back to this one.
addEventListener("focus", keep);

addEventListener("pagehide", () => {
  const body = fresh();
  if (!body) return;
  navigator.sendBeacon(address, signed(body));
});

/** @returns {string[]} this editor's forms of other visits that may never have reached the server */
function others() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key !== own);
  } catch {
    return [];
  }
}

/** Whether the page offers it already. @param {string} key */
function offered(key) {
  const link = `.left [href="?scratch=${CSS.escape(key.slice(PREFIX.length))}"]`;
  return document.querySelector(link) !== null;
}

/** @param {string} key */
async function bring(key) {
  const body = store.get(key);
  const unsaved = Boolean(body) && (await send(body || ""));
  store.drop(key);
  return unsaved;
}

/** What an earlier visit left on this computer goes to the server, which offers it from then on. */
export async function bringOthers() {
  let found = false;
  for (const key of others()) {
    try {
      found = ((await bring(key)) && !offered(key)) || found;
    } catch {
      return;
    }
  }
  if (found) fill(byId("kept"), el("a", { href: location.pathname }, word("found")));
}
