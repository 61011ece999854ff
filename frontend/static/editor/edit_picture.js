/** Pictures: pasted, dropped or chosen; kept by the server at once, then named in the form. */

import { byId, el, fill } from "../shared/dom.js";
import { changed, form, token, word } from "./edit_form.js";
import { ask } from "./signed_in.js";

const said = byId("picture-said");

/** @param {Element} place a section or a row with a hidden digest @param {string} [src] */
function show(place, src) {
  const old = place.querySelector("img");
  if (old) old.remove();
  const chooser = /** @type {HTMLInputElement} */ (place.querySelector("[data-picture]"));
  if (src) chooser.after(el("img", { src, alt: word("preview") }));
  else chooser.value = "";
  const alts = /** @type {HTMLElement | null} */ (place.querySelector(".alts"));
  if (alts) alts.hidden = !src;
}

/** @param {Element} place @param {string} digest @param {string} [src] */
function name(place, digest, src) {
  const field = /** @type {HTMLInputElement} */ (place.querySelector("input[type=hidden]"));
  field.value = digest;
  show(place, src);
  changed(field);
}

/** @param {Element} place @param {File} file */
async function upload(place, file) {
  fill(said, word("uploading"));
  const body = new FormData();
  body.append("file", file);
  const headers = { "X-CSRFToken": token() };
  try {
    const answer = await ask(form.dataset.pictures || "", { method: "POST", body, headers });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.message);
    name(place, told.digest, told.src);
    fill(said);
  } catch (error) {
    fill(said, `${word("refused")} ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {DataTransfer | null} data a Word text comes with a picture of itself: text goes first */
function picture(data) {
  if (!data || data.getData("text/plain")) return undefined;
  return Array.from(data.files).find((file) => file.type.startsWith("image/"));
}

const main = /** @type {Element} */ (form.querySelector("section.picture"));

/** @param {EventTarget | null} target */
function placeOf(target) {
  return (target instanceof Element && target.closest(".picture")) || main;
}

/** @param {ClipboardEvent | DragEvent} event @param {DataTransfer | null} data */
function take(event, data) {
  const file = picture(data);
  if (!file) return;
  event.preventDefault();
  upload(placeOf(event.target), file);
}

export function pictures() {
  form.addEventListener("paste", (event) => take(event, event.clipboardData));
  form.addEventListener("drop", (event) => take(event, event.dataTransfer));
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  form.addEventListener("change", (event) => {
    const chooser = /** @type {HTMLInputElement} */ (event.target);
    const file = chooser.matches("[data-picture]") && chooser.files?.[0];
    if (file) upload(placeOf(chooser), file);
  });
  const remove = form.querySelector("[data-unpicture]");
  if (remove) remove.addEventListener("click", () => name(main, ""));
}
