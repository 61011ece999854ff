/**
 * The question on the wall: while it may be answered, when it is over, and with its key. How many
 * chose what is told only after the reveal, so there is nothing to show before.
 */
import { inWords } from "../phone/choice.js";
import { pairsTold } from "../phone/more/matching.js";
import { optionPicture, pictureNode } from "../phone/more/picture.js";
import { richText } from "../phone/more/rich.js";
import { pointTold } from "../phone/more/spot.js";
import { typedTold } from "../phone/more/typed.js";
import { el } from "../shared/dom.js";
import { drawMark, mark } from "../shared/marks.js";

/**
 * @typedef {import("./frames.js").Asked} Asked
 * @typedef {import("./frames.js").Told} Told
 * @typedef {import("./frames.js").Words} Words
 */

const CHOSEN = ["single", "multiple", "truefalse"];
/** @type {Record<string, (row: any, mine: boolean) => Node | string>} */
const TOLD = { matching: pairsTold, hotspot: pointTold, text: typedTold };

/** @param {Asked} asked */
export function chosen({ q }) {
  return CHOSEN.includes(q.kind);
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
  return el("ol", { class: "options" }, ...order.map(option));

  /** @param {number} number @param {number} place */
  function option(number, place) {
    const item = el(
      "li",
      { class: "option", "data-number": number },
      drawMark(place),
      el("span", { class: "for-ears" }, mark(place).letter),
      ...optionPicture(q, `options.${number}`),
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

/** What is to be ordered or matched. @param {Asked} asked @returns {HTMLElement[]} */
function itemLists({ q, order, target_order = [] }) {
  const { options = [], targets = [] } = q;
  const items = options.length
    ? order.map((one) => richText(q, `options.${one}`, options[one] ?? ""))
    : [];
  const goals = target_order.map((one) => [targets[one] ?? ""]);
  const lists = [items, goals].filter((list) => list.length);
  return lists.length
    ? [el("div", { class: "items" }, ...lists.map((list) => el("ul", {}, ...list.map(item))))]
    : [];
}

/** @param {(Node | string)[]} words */
function item(words) {
  return el("li", {}, ...words);
}

/**
 * Marks the key on the options and lets the bars grow: sign, words and colour say the same.
 *
 * @param {HTMLElement} paper that holds the options
 * @param {Told} told
 * @param {Words} t
 */
export function tellOptions(paper, { key, counts = [], of, ruling }, t) {
  const most = Math.max(1, ...counts);
  const right = ruling?.kind.startsWith("void") ? [] : key;
  for (const option of paper.querySelectorAll(".option")) {
    const node = /** @type {HTMLElement} */ (option);
    const number = Number(node.dataset.number);
    const count = counts[number] ?? 0;
    const is = right.includes(number);
    node.classList.toggle("right", is);
    node.classList.toggle("wrong", !is);
    for (const old of node.querySelectorAll(".bar, .count, .tick")) old.remove();
    const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("i"));
    bar.style.setProperty("--part", String(count / most));
    if (is) node.append(el("b", { class: "tick" }, `✓ ${t("key")}`));
    node.append(bar, el("b", { class: "count" }, share(count, of, t)));
  }
}

/** @param {number} count @param {number} of @param {Words} t */
function share(count, of, t) {
  return `${t("people", { n: count })}${of ? ` · ${Math.round((100 * count) / of)}%` : ""}`;
}

/** @param {Asked} asked @param {Told} told @param {Words} t @returns {HTMLElement[]} key, why, source */
export function toldParts(asked, told, t) {
  const { ruling, right, of } = told;
  const dressed = { ...asked.q, rich: told.rich };
  return [
    el("p", { class: "rate" }, of ? t("rate", { of, right }) : t("nobody")),
    ...(ruling ? [el("p", { class: "ruled" }, `⚠ ${t("ruled")}${t(ruling.kind)}`)] : []),
    ...(chosen(asked) || ruling?.kind.startsWith("void") ? [] : [keyLine(asked, told, t)]),
    el("p", { class: "why" }, ...richText(dressed, "why", told.why)),
    el("p", { class: "source" }, t("source", { source: told.source })),
  ];
}

/** @param {Asked} asked @param {Told} told @param {Words} t */
function keyLine({ q, order }, told, t) {
  const row = { q, order, choice: [], text: "", points: 0, ...told };
  const words = TOLD[q.kind]?.(row, false) ?? inWords(q, told.key, order);
  return el("p", { class: "keyline" }, `✓ ${t("key")} `, el("b", {}, words));
}
