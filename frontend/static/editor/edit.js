/** Writing a question: read while it is typed, saved by keyboard. The form works without this. */

import { byId, fill } from "../shared/dom.js";
import { drawAreas, openAreas } from "./areas.js";
import { tryAreas } from "./areas_try.js";
import { addTag, chips } from "./edit_chips.js";
import { fillFields, fit, mark } from "./edit_fields.js";
import { changed, early, form, input, inputs } from "./edit_form.js";
import { bringOthers, goOn, ready, stop, touched } from "./edit_keep.js";
import { pictures } from "./edit_picture.js";
import { behind, carry, forget, remember, typedSince } from "./edit_texts.js";
import { parsed } from "./parsed.js";
import { ask as request } from "./signed_in.js";

// A short breath between words; likenesses are looked for after a longer one.
const READ_MS = 120;
const NEAR_MS = 700;
const fields = byId("fields");
const byFields = /** @type {HTMLInputElement} */ (input("by_fields"));
/** @type {AbortController | undefined} */
let asking;
/** @type {number[]} */
const timers = [0, 0];
/** Whether a save has begun, and whether the form may go. */
let saving = false;
let free = false;

/** @param {HTMLElement} place @param {string} html a part of a page, made by the server */
function take(place, html) {
  fill(place, ...Array.from(parsed(html).childNodes));
}

/** A text that cannot hold the question must not be taken for it. @param {boolean} it */
function writable(it) {
  byId("unsaid").hidden = it;
  /** @type {HTMLTextAreaElement} */ (input("text")).readOnly = !it;
}

/** From now on what is in the texts counts, and is read anew. */
function byTexts() {
  forget();
  byFields.checked = false;
  touched();
  askSoon();
}

/** @param {any} told */
function show(told) {
  take(byId("typed"), told.card);
  if (told.near !== undefined) take(byId("near"), told.near);
  if (told.fields) fillFields(told.fields);
  writable(told.keeps !== false);
  // The question for likenesses is answered late: its text must not go over what is typed since.
  if (told.text !== undefined && byFields.checked) {
    if (carry([told.text, told.english])) byTexts();
  }
  fit();
  drawAreas();
  tryAreas(byId("typed"));
  mark(byId("typed"));
}

/** @param {boolean} near @returns {Promise<boolean>} whether the next one has overtaken it */
async function ask(near) {
  if (asking) asking.abort();
  asking = new AbortController();
  const body = new FormData(form);
  if (near) body.set("near", "1");
  const wanted = { method: "POST", body, signal: asking.signal };
  try {
    const answer = await request(form.dataset.parse || "", wanted);
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
  } catch {
    if (wanted.signal.aborted) return true;
    // No line: the form can still be saved, and is read then.
    if (typedSince()) byTexts();
  }
  return false;
}

function askSoon() {
  timers.forEach(clearTimeout);
  timers[0] = window.setTimeout(ask, READ_MS, false);
  timers[1] = window.setTimeout(ask, NEAR_MS, true);
}

/** @param {Element} target */
function isText(target) {
  return target === input("text") || target === input("english");
}

form.addEventListener("input", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target === byFields) forget();
  else if (isText(target)) {
    if (!behind()) byFields.checked = false;
  } else if (fields.contains(target) && !target.closest(".picture")) {
    asking?.abort(); // its answer knows nothing of this
    byFields.checked = true;
    remember();
  }
  touched();
  askSoon();
});

form.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-take]");
  if (!(button instanceof HTMLElement)) return;
  addTag(button.dataset.take || "", button.dataset.code || "");
});

form.addEventListener("submit", (event) => {
  if (free) {
    free = false;
    stop();
    return;
  }
  event.preventDefault();
  if (!saving) send(event.submitter);
});
addEventListener("pageshow", () => {
  saving = false;
  goOn();
});

/** What was typed and the fields are brought together first. @param {HTMLElement | null} button */
async function send(button) {
  saving = true;
  timers.forEach(clearTimeout);
  if (typedSince()) {
    // Who types on has the text read anew, and this question was for nothing.
    for (let overtaken = true; overtaken; ) overtaken = await ask(false);
    forget();
  }
  free = await ready();
  saving = free;
  if (free) (button || form.querySelector(":scope > .acts button"))?.click();
}

/** @param {boolean} next */
function save(next) {
  const named = next ? '[name="next"]' : ":not([name])";
  const button = form.querySelector(`.acts button[type="submit"]${named}`);
  if (button) /** @type {HTMLButtonElement} */ (button).click();
}

/** @param {string} code of a key such as "Digit3" @returns {boolean} whether it chose one */
function level(code) {
  const at = /^Digit[1-5]$/.test(code) ? Number(code.slice(5)) : 0;
  const radio = at && inputs("difficulty")[at];
  if (!radio) return false;
  /** @type {HTMLInputElement} */ (radio).checked = true;
  changed(radio);
  return true;
}

/** @param {KeyboardEvent} event @returns {boolean} whether the key meant something here */
function pressed(event) {
  if (event.altKey) return !event.ctrlKey && level(event.code);
  if (!event.ctrlKey && !event.metaKey) return false;
  if (event.key === "Enter") save(true);
  else if (event.key === "s") save(false);
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (pressed(event)) event.preventDefault();
});

/** What was typed while this was on its way is not read yet; else one writes on behind what is. */
function start() {
  const text = /** @type {HTMLTextAreaElement} */ (input("text"));
  if (early) {
    touched();
    askSoon();
  } else if (document.activeElement === text && !text.selectionEnd) {
    text.setSelectionRange(text.value.length, text.value.length);
  }
}

start();
chips();
pictures();
openAreas();
tryAreas(byId("typed"));
fit();
mark(byId("typed"));
bringOthers();
