/** The review queue by keyboard: the next card is loaded while this one is read. */

import { byId, fill } from "../shared/dom.js";
import { parsed } from "./parsed.js";
import { ahead, fetchCard, preload, send } from "./review_load.js";
import { SignedOut } from "./signed_in.js";

const card = byId("card");
let busy = false;

/** @param {string} selector @returns {HTMLElement | null} */
const find = (selector) => card.querySelector(selector);

/** @param {string} html of a card */
function show(html) {
  fill(card, ...Array.from(parsed(html).childNodes));
  settle();
}

function settle() {
  const place = find("[data-focus]");
  const field = /** @type {HTMLElement | null} */ (find("#blind .number input"));
  if (field) field.focus();
  else if (place) place.focus({ preventScroll: true });
  scrollTo(0, 0);
  const spot = find(".spot");
  // We measure where it is clicked; without scripts it must keep the size that the server knows.
  if (spot) spot.classList.add("wide");
  const skip = find("[data-skip]");
  if (skip) ahead(after(skip));
}

/** @param {HTMLElement} skip @returns {string} the address part behind this card */
function after(skip) {
  return new URL(/** @type {HTMLAnchorElement} */ (skip).href).search;
}

/** @param {string} text */
function complain(text) {
  byId("why").textContent = text;
}

/** @param {() => Promise<void>} work one thing at a time: a second press does nothing */
async function once(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SignedOut)) complain(card.dataset.gone || "");
  } finally {
    busy = false;
  }
}

/** @param {HTMLElement} skip @param {boolean} judged the card that is left waits no more */
async function next(skip, judged) {
  const left = count();
  let html = await ahead(after(skip));
  // Loaded ahead it counted what was judged since among the skipped.
  if (judged && !html.includes('id="blind"')) html = await fetchCard(after(skip));
  show(html);
  if (!left) return;
  for (const shown of document.querySelectorAll(".waiting b, .rooms [aria-current] .count")) {
    shown.textContent = (judged ? left - 1 : left).toLocaleString("en");
  }
}

/** The number has its thousands apart. */
function count() {
  const shown = card.querySelector(".waiting b")?.textContent ?? "0";
  return Number(shown.replace(/,/g, ""));
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function judge(form, button) {
  const skip = find("[data-skip]");
  const answer = await send(form, button, "application/json");
  const told = await answer.json();
  if (!answer.ok) complain(told.message);
  else if (skip) {
    byId("said").textContent = told.said;
    await next(skip, true);
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function reload(form, button) {
  const answer = await send(form, button, "*/*");
  show(await answer.text());
  const said = find("#comment [name=text]");
  if (form.id === "comment" && said) said.focus();
}

card.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  event.preventDefault();
  const button = /** @type {HTMLElement | null} */ (
    /** @type {SubmitEvent} */ (event).submitter || document.activeElement
  );
  once(() => (form.id === "judge" ? judge(form, button) : reload(form, button)));
});

card.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  // Enter in a field clicks the picture, too, but with no finger on it: the fields say the point.
  const skip = /** @type {HTMLElement | null} */ (target.closest("[data-skip]"));
  if (skip) {
    event.preventDefault();
    once(() => next(skip, false));
  } else if (target.matches(".spot") && event.detail) {
    const { offsetX, offsetY } = event;
    event.preventDefault();
    point(target, offsetX / target.clientWidth, offsetY / target.clientHeight);
  }
});

/** @param {HTMLElement} spot @param {number} x @param {number} y as parts of its sides */
function point(spot, x, y) {
  for (const [name, part] of Object.entries({ x, y })) {
    const field = /** @type {HTMLInputElement} */ (find(`#blind [name=${name}]`));
    field.value = String(Math.round(1000 * Math.min(1, Math.max(0, part))));
  }
  const button = find('#blind [data-press="Enter"]');
  if (button) button.click();
  else spot.blur();
}

/** @param {EventTarget | null} target */
function writing(target) {
  const fields = "textarea, select, input:not([type=radio]):not([type=checkbox])";
  return target instanceof Element && target.matches(fields);
}

/** A letter is no part of a whole number, so it is a key there, too. @param {KeyboardEvent} event */
function plain(event) {
  const number = event.target instanceof Element && event.target.matches("[type=number]");
  return number && /^[a-df-z]$/i.test(event.key);
}

/** @param {number} nth counted from 0 */
function choose(nth) {
  const chips = /** @type {HTMLElement[]} */ (Array.from(card.querySelectorAll("[name=why]")));
  const back = /** @type {HTMLDetailsElement | null} */ (find("#back"));
  if (back?.open && chips[nth]) chips[nth].click();
  const choices = /** @type {HTMLElement[]} */ (
    Array.from(card.querySelectorAll("#blind [name=choice]"))
  );
  if (choices[nth]) choices[nth].click();
  const lists = /** @type {HTMLSelectElement[]} */ (
    Array.from(card.querySelectorAll("#blind select"))
  );
  const list = lists[nth];
  if (list) place(list, lists);
}

/** @param {HTMLSelectElement} list @param {HTMLSelectElement[]} lists */
function place(list, lists) {
  const form = find("#blind");
  if (form?.dataset.kind !== "ordering") list.focus();
  else if (list.value) list.value = "";
  else {
    const taken = lists.map((one) => one.value);
    list.value = taken.map((_, at) => String(at)).find((at) => !taken.includes(at)) || "";
  }
}

/** @param {KeyboardEvent} event @returns {HTMLElement | null} the button that the key means */
function pressed(event) {
  const back = /** @type {HTMLDetailsElement | null} */ (find("#back"));
  const onButton = document.activeElement?.matches("button, a, summary");
  if (event.key === "Enter") {
    if (onButton || (back && !back.open)) return null;
    return find('[data-press="Enter"]');
  }
  return find(`[data-press="${CSS.escape(event.key.toLowerCase())}"]`);
}

/** @param {KeyboardEvent} event */
function elsewhere(event) {
  const held = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
  return held || document.querySelector("dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (elsewhere(event)) return;
  if (writing(event.target) && !plain(event)) {
    if (event.key === "Escape") /** @type {HTMLElement} */ (event.target).blur();
    return;
  }
  const said = find("#comment [name=text]");
  if (event.key >= "1" && event.key <= "9") choose(Number(event.key) - 1);
  else if (event.key === "c" && said) {
    said.focus();
    event.preventDefault();
  } else {
    const button = pressed(event);
    if (!button) return;
    event.preventDefault();
    button.click();
  }
});

preload(card);
settle();
