/**
 * The question on the wall while it may be answered, and when it is over: its key is told elsewhere
 * (told.js), and how many chose what only after the reveal, so there is nothing to show before.
 */
import { optionPicture, pictureNode } from "../phone/more/picture.js";
import { richText } from "../phone/more/rich.js";
import { el } from "../shared/dom.js";
import { drawMark, mark } from "../shared/marks.js";
import { itemLists } from "./items.js";

/**
 * @typedef {import("./frames.js").Asked} Asked
 * @typedef {import("./frames.js").Words} Words
 */

const CHOSEN = ["single", "multiple", "truefalse"];
// More pictures than these stand in two rows.
const IN_A_ROW = 4;

/** @param {Asked} asked */
export function chosen({ q }) {
  return CHOSEN.includes(q.kind);
}

/** @param {Asked} asked @returns {Record<string, boolean>} the classes of a paper that holds it */
export function shapeOf({ q }) {
  return { spot: q.kind === "hotspot", gallery: Boolean(q.option_pictures?.some(Boolean)) };
}

/** @param {Asked} asked @param {Words} t @returns {HTMLElement[]} stem, picture and options */
export function questionParts(asked, t) {
  const { q } = asked;
  const picture = q.picture ? [el("div", { class: "picture" }, pictureNode(q.picture))] : [];
  const stem = el("h2", { class: "stem" }, ...richText(q, "stem", q.stem));
  const how = chosen(asked) ? [] : [el("p", { class: "how" }, howOf(q, t))];
  const text = el("div", { class: "text" }, el("p", { class: "kind" }, t(q.kind)), stem, ...how);
  const ask = el("div", { class: "ask" }, text, ...picture);
  if (chosen(asked)) return [ask, optionList(asked, t)];
  return [ask, ...itemLists(asked)];
}

/** @param {Asked["q"]} q @param {Words} t */
function howOf({ kind, min = 0, max = 0, unit = "" }, t) {
  return t(`how_${kind}`, { min: `${min} ${unit}`, max: `${max} ${unit}` });
}

/** @param {Asked} asked @param {Words} t */
function optionList({ q, order }, t) {
  const list = el("ol", { class: "options" }, ...order.map(option));
  const many = order.length;
  list.style.setProperty("--many", String(many > IN_A_ROW ? Math.ceil(many / 2) : many));
  list.style.setProperty("--many-told", String(many > IN_A_ROW ? 3 : 2));
  return list;

  /** @param {number} number @param {number} place */
  function option(number, place) {
    const picture = optionPicture(q, `options.${number}`);
    const item = el(
      "li",
      { class: picture.length ? "option drawn" : "option", "data-number": number },
      drawMark(place),
      el("span", { class: "for-ears" }, mark(place).letter),
      ...(picture.length ? [el("span", { class: "shot" }, ...picture)] : []),
      el("span", { class: "words" }, ...richText(q, `options.${number}`, optionOf(q, number, t))),
    );
    item.style.setProperty("--hue", mark(place).hue);
    return item;
  }
}

/** @param {Asked["q"]} q @param {number} number @param {Words} t */
export function optionOf(q, number, t) {
  return q.options?.[number] ?? (q.kind === "truefalse" ? t(number ? "no" : "yes") : "");
}
