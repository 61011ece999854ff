/** The reveal: the key where the question stands, and beside it how the hall did, why, and a source. */
import { inWords } from "../phone/choice.js";
import { pairsTold } from "../phone/more/matching.js";
import { richText } from "../phone/more/rich.js";
import { pointTold } from "../phone/more/spot.js";
import { typedTold } from "../phone/more/typed.js";
import { el, fill } from "../shared/dom.js";
import { solvedLists } from "./items.js";
import { numberLine } from "./numbers.js";
import { chosen } from "./paper.js";

/**
 * @typedef {import("./frames.js").Asked} Asked
 * @typedef {import("./frames.js").Told} Told
 * @typedef {import("./frames.js").Words} Words
 */

/** @type {Record<string, (row: any, mine: boolean) => Node | string>} */
const TOLD = { matching: pairsTold, hotspot: pointTold, text: typedTold };
const IN_PLACE = ["ordering", "matching", "hotspot"];

/** @param {Told} told */
function isVoid({ ruling }) {
  return Boolean(ruling?.kind.startsWith("void"));
}

/**
 * Shows the key on the question itself, where its kind allows it.
 *
 * @param {HTMLElement} paper that holds the question, not told yet or told as options
 * @param {Asked} asked @param {Told} told @param {Words} t
 */
export function tellKey(paper, asked, told, t) {
  if (chosen(asked)) return tellOptions(paper, told, t);
  if (asked.q.kind === "estimate")
    paper.append(numberLine(asked.q, told.spread ?? [], isVoid(told) ? undefined : told.key[0]));
  if (isVoid(told) || !IN_PLACE.includes(asked.q.kind)) return;
  if (asked.q.kind === "hotspot") return tellAreas(paper, asked, told, t);
  paper.querySelector(".items")?.replaceWith(...solvedLists(asked, told.key));
}

/** @param {HTMLElement} paper @param {Asked} asked @param {Told} told @param {Words} t */
function tellAreas(paper, asked, told, t) {
  const place = /** @type {HTMLElement | null} */ (paper.querySelector(".picture"));
  if (place) fill(place, inTheirWords(asked, told));
  paper.querySelector(".how")?.replaceWith(el("p", { class: "keyline" }, `✓ ${t("key")}`));
}

/**
 * Marks the key on the options and lets the bars grow: sign, words and colour say the same.
 *
 * @param {HTMLElement} paper @param {Told} told @param {Words} t
 */
function tellOptions(paper, told, t) {
  const { key, counts = [], of } = told;
  const right = isVoid(told) ? [] : key;
  for (const option of paper.querySelectorAll(".option")) {
    const node = /** @type {HTMLElement} */ (option);
    const number = Number(node.dataset.number);
    const count = counts[number] ?? 0;
    const is = right.includes(number);
    node.classList.toggle("right", is);
    node.classList.toggle("wrong", !is);
    const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("i"));
    // As long as the share that is written on it.
    bar.style.setProperty("--part", String(of ? count / of : 0));
    if (is) node.append(el("b", { class: "tick" }, `✓ ${t("key")}`));
    node.append(bar, el("b", { class: "count" }, share(count, of, t)));
  }
}

/** @param {number} count @param {number} of @param {Words} t */
function share(count, of, t) {
  return `${t("people", { n: count })}${of ? ` · ${Math.round((100 * count) / of)}%` : ""}`;
}

/** @param {Asked} asked @param {Told} told @param {Words} t @returns {HTMLElement[]} what stands beside the paper */
export function toldParts(asked, told, t) {
  const { right, of, partly = 0 } = told;
  const dressed = { ...asked.q, rich: told.rich };
  const beside = chosen(asked) || IN_PLACE.includes(asked.q.kind);
  return [
    el("p", { class: "rate" }, of ? t("rate", { of, right }) : t("nobody")),
    ...(partly ? [el("p", { class: "rate partly" }, t("partly", { n: partly }))] : []),
    ...ruledLine(told, t),
    ...(beside ? [] : keyLine(asked, told, t)),
    el("p", { class: "why" }, ...richText(dressed, "why", told.why)),
    el("p", { class: "more", hidden: true }, t("whole_on_phones")),
    el("p", { class: "source" }, t("source", { source: told.source })),
  ];
}

/** @param {Told} told @param {Words} t @returns {HTMLElement[]} */
export function ruledLine({ ruling }, t) {
  return ruling ? [el("p", { class: "ruled" }, `⚠ ${t("ruled")}${t(ruling.kind)}`)] : [];
}

/** @param {Asked} asked @param {Told} told @param {Words} t @returns {HTMLElement[]} */
export function keyLine(asked, told, t) {
  if (isVoid(told)) return [];
  return [el("p", { class: "keyline" }, `✓ ${t("key")} `, el("b", {}, inTheirWords(asked, told)))];
}

/** @param {Asked} asked @param {Told} told @returns {Node | string} the key of what has no options */
function inTheirWords({ q, order }, told) {
  const row = { q, order, choice: [], text: "", points: 0, ...told };
  return TOLD[q.kind]?.(row, false) ?? inWords(q, told.key, order);
}
