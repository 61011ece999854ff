/** Pictures of stems and options: their place is kept before they come, a tap makes them large. */

import { el } from "../../shared/dom.js";

/**
 * @typedef {import("../frames.js").Question} Question
 * @typedef {import("../frames.js").Picture} Picture
 */

/** @param {Picture} picture @returns {HTMLImageElement} */
export function pictureNode({ src, w, h, alt }) {
  return el("img", { src, width: w, height: h, alt, decoding: "async", draggable: "false" });
}

/**
 * The picture of a stem; of a hotspot it is the question's own control.
 *
 * @param {import("../parts.js").Dressed} q @param {(word: string) => string} t
 * @returns {HTMLElement[]}
 */
export function pictureBelow({ kind, picture }, t) {
  if (!picture || kind === "hotspot") return [];
  const attributes = { type: "button", class: "picture", "aria-pressed": "false" };
  const name = { "aria-label": `${t("enlarge")} ${picture.alt}` };
  const button = el("button", { ...attributes, ...name, click }, pictureNode(picture));
  return [button];

  function click() {
    const large = button.classList.toggle("large");
    button.setAttribute("aria-pressed", String(large));
  }
}

/** @param {Pick<Question, "option_pictures">} q @param {string} part @returns {HTMLElement[]} the picture of an option */
export function optionPicture({ option_pictures }, part) {
  const [where, number] = part.split(".");
  const picture = where === "options" ? option_pictures?.[Number(number)] : null;
  return picture ? [pictureNode(picture)] : [];
}
