/** The edit page's form: its fields by name, and what they hold as an address would say it. */

import { byId } from "../shared/dom.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Input */

export const form = /** @type {HTMLFormElement} */ (byId("edit"));
const words = byId("words").dataset;

/** @param {string} name @returns {string} a text of the page in the reader's language */
export const word = (name) => words[name] || "";

/** @param {string} name @returns {Input[]} */
export function inputs(name) {
  return Array.from(form.querySelectorAll(`[name="${CSS.escape(name)}"]`));
}

/** @param {string} name @returns {Input} */
export function input(name) {
  return /** @type {Input} */ (inputs(name)[0]);
}

/** Whether somebody typed, or the browser brought something back, before any script ran. */
export const early = ["text", "english"]
  .map((name) => /** @type {HTMLTextAreaElement} */ (input(name)))
  .some((text) => text.value !== text.defaultValue);

/** @returns {URLSearchParams} all that is in the form, but for the token of the page */
export function content() {
  // @ts-expect-error URLSearchParams takes a FormData of strings, which the types do not say
  const found = new URLSearchParams(new FormData(form));
  found.delete("csrfmiddlewaretoken");
  return found;
}

/** The page's token, or the newer one of who signed in again meanwhile, in another tab. */
export function token() {
  const kept = /(?:^|; )csrftoken=([A-Za-z0-9]+)/.exec(document.cookie);
  return kept?.[1] || input("csrfmiddlewaretoken").value;
}

/** @param {Element} element after a script changed it: whoever listens hears of it */
export function changed(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}
