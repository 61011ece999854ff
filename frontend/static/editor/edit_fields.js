/** The single fields below the text: filled by what was understood, marked where it is wrong. */

import { byId, el } from "../shared/dom.js";
import { input } from "./edit_form.js";

/** @typedef {import("./edit_form.js").Input} Input */

const box = /** @type {HTMLDetailsElement} */ (byId("fields"));
const PICTURES = /^(by_fields|option\.(picture|alt\..*))$/;

/** @returns {Input[]} */
const all = () => Array.from(box.querySelectorAll("input[name], textarea, select"));

/** @param {{ [name: string]: string[] }} fields by name, each with all its values */
export function fillFields(fields) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const one of all()) {
    const at = counts.get(one.name) || 0;
    counts.set(one.name, at + 1);
    if (PICTURES.test(one.name) || one === document.activeElement) continue;
    one.value = (fields[one.name] || [])[at] || "";
  }
}

/** @param {Element} row */
function filled(row) {
  const texts = /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("input[name]"));
  return Array.from(texts).some((one) => one.value);
}

/** Only what the kind of question has, and one empty row below the last that is filled. */
export function fit() {
  const kind = input("kind").value;
  for (const set of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-kinds]"))) {
    set.hidden = Boolean(kind) && !(set.dataset.kinds || "").split(" ").includes(kind);
    const rows = /** @type {HTMLElement[]} */ (Array.from(set.querySelectorAll("[data-row]")));
    const last = rows.reduce((found, row, at) => (filled(row) ? at : found), 0);
    rows.forEach((row, at) => {
      row.hidden = at > last + 1;
    });
  }
}

/** @param {string} where as a note says it @returns {Element | undefined} */
function fieldAt(where) {
  const plain = where.replace(/\.zh$/, "");
  return all().find((one) => one.dataset.where === where || one.dataset.where === plain);
}

/** Each error beside its field. @param {Element} notes */
export function mark(notes) {
  for (const old of Array.from(box.querySelectorAll(".beside"))) old.remove();
  for (const one of all()) one.removeAttribute("aria-invalid");
  for (const note of /** @type {NodeListOf<HTMLElement>} */ (notes.querySelectorAll("li.error"))) {
    const field = note.dataset.where && fieldAt(note.dataset.where);
    if (!field || field.hasAttribute("aria-invalid")) continue;
    field.setAttribute("aria-invalid", "true");
    field.after(el("small", { class: "beside" }, note.textContent || ""));
  }
}
