/** Dialogs: a question before what cannot be taken back, and forms that open over the page. */

import { byId } from "../shared/dom.js";

/** @param {string} id @returns {HTMLDialogElement} */
export function dialog(id) {
  return /** @type {HTMLDialogElement} */ (byId(id));
}

/** @param {HTMLDialogElement} box */
export function openBox(box) {
  if (box.hasAttribute("open")) return;
  if (box.showModal) box.showModal();
  else box.setAttribute("open", "");
}

/** @param {HTMLDialogElement} box */
export function closeBox(box) {
  if (box.close) box.close();
  else box.removeAttribute("open");
}

/** @returns {boolean} whether some dialog is open */
export function anyOpen() {
  return document.querySelector("dialog[open]") !== null;
}

/** Buttons marked data-shut close the dialog they stand in. */
export function listenForClosing() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const box = target.closest("[data-shut]") && target.closest("dialog");
    if (box) closeBox(/** @type {HTMLDialogElement} */ (box));
  });
}

/**
 * Asks once. Staying is what the focus is on: nobody ends a sitting by a second tap of the space bar.
 *
 * @param {string} text
 * @param {string} yes what the other button says
 * @param {() => void} then
 */
export function ask(text, yes, then) {
  const box = dialog("ask");
  const go = byId("ask-yes");
  byId("ask-text").textContent = text;
  go.textContent = yes;
  go.onclick = () => {
    closeBox(box);
    then();
  };
  openBox(box);
  byId("ask-no").focus();
}
