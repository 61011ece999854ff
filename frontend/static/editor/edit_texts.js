/** The form's texts while a field has been changed that they do not hold yet: who goes on typing in
 * them loses neither the field nor what was typed. */

import { input } from "./edit_form.js";
import { carriedOver } from "./edit_merge.js";

const NAMES = ["text", "english"];
/** The texts as they were when the field was changed. @type {string[] | undefined} */
let before;

function texts() {
  return NAMES.map((name) => input(name).value);
}

/** A field was changed. */
export function remember() {
  before = before || texts();
}

/** The texts need not follow the fields any more. */
export function forget() {
  before = undefined;
}

/** Whether the texts do not hold yet what is in the fields. */
export function behind() {
  return before !== undefined;
}

/** Whether somebody typed in the texts meanwhile. */
export function typedSince() {
  const typed = texts();
  return Boolean(before?.some((text, at) => text !== typed[at]));
}

/**
 * The fields' words go into the texts, beside what was typed there meanwhile.
 * @param {string[]} told what the texts would be by the fields alone
 * @returns {boolean} whether there was something typed
 */
export function carry(told) {
  const typed = texts();
  const meanwhile = typedSince();
  const was = before || typed;
  NAMES.forEach((name, at) => {
    const theirs = (told[at] || "").replace(/\r\n?/g, "\n");
    const made = carriedOver(was[at] || "", typed[at] || "", theirs);
    const box = /** @type {HTMLTextAreaElement} */ (input(name));
    if (made) box.setRangeText(made.by, made.from, made.to, "preserve");
  });
  forget();
  return meanwhile;
}
