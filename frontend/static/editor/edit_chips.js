/** Codes in a text field become chips; a list offers what begins or is called so. */

import { el, fill } from "../shared/dom.js";
import { changed, form, inputs, word } from "./edit_form.js";

/** @param {string} value */
const codes = (value) => value.split(/[\s,，、;；]+/).filter(Boolean);

/**
 * @param {HTMLDataListElement} list
 * @param {string} typed a code or a name, in any case
 */
function find(list, typed) {
  const wanted = typed.trim().toLowerCase();
  return Array.from(list.options).find(
    (one) => one.value.toLowerCase() === wanted || one.text.trim().toLowerCase() === wanted,
  );
}

/** @param {HTMLInputElement} field */
function enhance(field) {
  const list = /** @type {HTMLDataListElement} */ (
    document.getElementById(field.dataset.chips || "")
  );
  const label = field.getAttribute("aria-label") || "";
  const entry = el("input", {
    list: list.id,
    autocomplete: "off",
    "aria-label": label,
    placeholder: field.placeholder,
  });
  const chips = el("span", { class: "chips" });

  /** @param {string[]} some */
  function set(some) {
    field.value = Array.from(new Set(some)).join(" ");
    show();
    changed(field);
  }

  function show() {
    fill(chips, ...codes(field.value).map(chip));
  }

  /** @param {string} code */
  function chip(code) {
    const known = find(list, code);
    const name = known ? known.text.trim() : "?";
    const remove = () => {
      set(codes(field.value).filter((one) => one !== code));
      entry.focus();
    };
    const button = el("button", { type: "button", click: remove }, "×");
    button.setAttribute("aria-label", `${word("remove")} ${code}`);
    return el("span", { class: known ? "tag" : "tag unknown" }, `${code} ${name}`, button);
  }

  function take() {
    const known = find(list, entry.value);
    const typed = known ? [known.value] : codes(entry.value);
    if (typed.length === 0) return;
    entry.value = "";
    set([...codes(field.value), ...typed]);
  }

  entry.addEventListener("input", (event) => {
    event.stopPropagation();
    // A choice from the list comes as a whole, without a key.
    if (!(/** @type {InputEvent} */ (event).inputType) && find(list, entry.value)) take();
  });
  entry.addEventListener("change", take);
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !entry.value) set(codes(field.value).slice(0, -1));
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    take();
  });
  field.addEventListener("taken", show);
  field.hidden = true;
  field.before(chips, entry);
  show();
}

/**
 * Adds a tag wherever its facet is chosen.
 *
 * @param {string} facet
 * @param {string} code
 */
export function addTag(facet, code) {
  const all = inputs(facet);
  const box = all.find((one) => one.value === code && one.matches("[type=radio], [type=checkbox]"));
  const field = all[0];
  if (box) {
    /** @type {HTMLInputElement} */ (box).checked = true;
    changed(box);
  } else if (field) {
    field.value = Array.from(new Set([...codes(field.value), code])).join(" ");
    field.dispatchEvent(new Event("taken"));
    changed(field);
  }
}

export function chips() {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll("input[data-chips]")
  );
  fields.forEach(enhance);
}
