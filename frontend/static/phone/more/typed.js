/** A short text: one field. */

import { el } from "../../shared/dom.js";

/**
 * @typedef {import("../controls.js").Asked} Asked
 * @typedef {import("../frames.js").Answered} Answered
 */

// As the server takes it; the field stops there.
const LONGEST = 60;

/** @param {Asked} asked @returns {HTMLElement[]} a field; Enter sends */
export function typedField({ t, choose, send }) {
  const helps = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
  const field = el("input", {
    ...helps,
    class: "typed",
    maxlength: LONGEST,
    enterkeyhint: "send",
    "aria-label": t("your_text"),
    input: () => choose(field.value.trim()),
    keydown: (event) => {
      const { key, isComposing } = /** @type {KeyboardEvent} */ (event);
      // While Chinese is being composed, Enter takes the proposed word.
      if (key === "Enter" && !isComposing) send();
    },
  });
  return [field];
}

/** @param {Answered} row @param {boolean} mine @returns {string} */
export function typedTold({ text = "", accepted = [] }, mine) {
  return mine ? text : accepted.join(" / ");
}
