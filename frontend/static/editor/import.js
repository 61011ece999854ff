/** Bringing a file in: drop it anywhere on its field; one that is dropped is read at once. */

import { byId } from "../shared/dom.js";
import "./main.js";

const form = /** @type {HTMLFormElement} */ (byId("import"));
const field = byId("drop");
const input = /** @type {HTMLInputElement} */ (byId("file"));

/** @param {string} name @param {(event: DragEvent) => void} act */
function on(name, act) {
  field.addEventListener(name, (event) => {
    event.preventDefault();
    act(/** @type {DragEvent} */ (event));
  });
}

on("dragenter", () => field.classList.add("over"));
on("dragover", () => field.classList.add("over"));
on("dragleave", () => field.classList.remove("over"));
on("drop", (event) => {
  field.classList.remove("over");
  const files = event.dataTransfer?.files;
  if (!files || files.length === 0) return;
  input.files = files;
  send();
});

function send() {
  const button = form.querySelector("button");
  if (button) button.click();
}

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
});

// A second click must not send the file a second time.
form.addEventListener("submit", () => {
  for (const button of form.querySelectorAll("button")) setTimeout(() => (button.disabled = true));
});
