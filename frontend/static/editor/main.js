/** What every page of the workbench does: keys that lead somewhere, and the table of keys. */

import { byId } from "../shared/dom.js";

// A second key after "g" must come within this.
const CHORD_MS = 1500;
let chordAt = -CHORD_MS;

/** @param {EventTarget | null} target */
export function typing(target) {
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}

/** @param {string} selector @returns {HTMLElement | null} */
const find = (selector) => document.querySelector(selector);

function showKeys() {
  const dialog = /** @type {HTMLDialogElement} */ (byId("keys"));
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
}

/** @param {KeyboardEvent} event @returns {HTMLElement | null} what the key means */
function meant(event) {
  const chord = event.timeStamp - chordAt < CHORD_MS;
  chordAt = event.key === "g" ? event.timeStamp : -CHORD_MS;
  if (chord && /^[a-z]$/.test(event.key)) return find(`.rooms [data-key="${event.key}"]`);
  if (event.key === "n") return find('.rooms [data-key="n"]');
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "?") showKeys();
  else if (event.key === "/") {
    const box = find("[data-slash]");
    if (!box) return;
    box.focus();
    // The words of the last search are replaced by typing, and stay for who moves on in them.
    if (box instanceof HTMLInputElement) box.select();
    event.preventDefault();
  } else {
    const link = meant(event);
    if (link) link.click();
  }
});

// Where the rooms are one line, the one that one is in shows.
const here = find(".rooms [aria-current]");
if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

const opener = find("[data-keys]");
if (opener) opener.addEventListener("click", showKeys);
