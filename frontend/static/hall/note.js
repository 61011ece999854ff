/** A card in the middle of the page: what a phone in the hall shows when there is little to say. */

import { el } from "../shared/dom.js";

/** @param {...(Node | string)} kids */
export function card(...kids) {
  return el("section", { class: "card wait" }, ...kids);
}

/**
 * @param {{ slot: number, of: number }} stage
 * @returns {string} the word for what people wait for once a question is done with
 */
export function awaited({ slot, of }) {
  return slot + 1 < of ? "next_soon" : "all_asked";
}

/** @param {string} title @param {string} text @param {...Node} ways out of here */
export function noteView(title, text, ...ways) {
  return card(el("h2", {}, title), text ? el("p", {}, text) : "", ...ways);
}
