/**
 * What is to be ordered or matched, with the signs that phones give it, and as it is right.
 *
 * @typedef {import("./frames.js").Asked} Asked
 */
import { richText } from "../phone/more/rich.js";
import { el } from "../shared/dom.js";
import { drawMark, mark } from "../shared/marks.js";

/** @param {Asked} asked @returns {HTMLElement[]} none where nothing is ordered or matched */
export function itemLists({ q, order, target_order = [] }) {
  const { options = [], targets = [] } = q;
  const items = options.length
    ? order.map((number) => el("li", {}, ...signed(q, number, order)))
    : [];
  const goals = target_order.map((one) => el("li", {}, words(targets[one])));
  return framed("items", [items, goals]);
}

/**
 * The same as the key has it: an order numbered from its first, pairs side by side, and below them
 * what belongs to none.
 *
 * @param {Asked} asked @param {number[]} key @returns {HTMLElement[]}
 */
export function solvedLists({ q, order, target_order = [] }, key) {
  const { targets = [] } = q;
  if (q.kind === "ordering") return framed("items solved", [key.map(step)]);
  const unused = target_order.filter((one) => !key.includes(one));
  const alone = unused.map((one) => el("li", { class: "unused" }, words(targets[one])));
  return framed("items solved", [[...order.map(pair), ...alone]]);

  /** @param {number} number @param {number} n */
  function step(number, n) {
    return el("li", {}, el("b", { class: "nth" }, String(n + 1)), ...signed(q, number, order));
  }

  /** @param {number} number */
  function pair(number) {
    const goal = [el("b", { class: "to" }, "→"), words(targets[key[number] ?? 0])];
    return el("li", { class: "pair" }, ...signed(q, number, order), ...goal);
  }
}

/** @param {string} name @param {HTMLElement[][]} lists */
function framed(name, lists) {
  const full = lists.filter((list) => list.length);
  return full.length
    ? [el("div", { class: name }, ...full.map((one) => el("ol", {}, ...one)))]
    : [];
}

/** @param {Asked["q"]} q @param {number} number @param {number[]} order */
function signed(q, number, order) {
  const place = order.indexOf(number);
  return [
    drawMark(place),
    el("span", { class: "for-ears" }, mark(place).letter),
    el("span", { class: "words" }, ...richText(q, `options.${number}`, q.options?.[number] ?? "")),
  ];
}

/** @param {string} [text] */
function words(text = "") {
  return el("span", { class: "words" }, text);
}
