/** The question as its host sees it: options with key and histogram, and the expert's note. */

import { inWords } from "../phone/choice.js";
import { pairsTold } from "../phone/more/matching.js";
import { optionPicture, pictureNode } from "../phone/more/picture.js";
import { richText } from "../phone/more/rich.js";
import { pointTold } from "../phone/more/spot.js";
import { typedTold } from "../phone/more/typed.js";
import { el } from "../shared/dom.js";
import { drawMark, mark } from "../shared/marks.js";

/**
 * @typedef {import("./frames.js").Desk} Desk
 * @typedef {import("./frames.js").Question} Question
 * @typedef {import("./frames.js").Told} Told
 * @typedef {import("./frames.js").Words} Words
 */

const OPTIONS = ["single", "multiple", "truefalse"];
/** @type {Record<string, (row: any, mine: boolean) => Node | string>} */
const TOLD = { matching: pairsTold, hotspot: pointTold, text: typedTold };

/** @param {Desk} desk @param {Words} t @returns {HTMLElement[]} nothing while there is no question */
export function questionView(desk, t) {
  const { q, told } = desk;
  const order = desk.order ?? [];
  if (!q) return [];
  const picture = q.picture && q.kind !== "hotspot" ? [pictureNode(q.picture)] : [];
  const chosen = OPTIONS.includes(q.kind);
  return [
    el("p", { class: "kind" }, t(q.kind)),
    el("h2", { class: "stem" }, ...richText(q, "stem", q.stem)),
    ...picture,
    chosen ? optionList(q, order, desk, t) : faceOf(q, order),
    ...(told && !chosen ? [keyLine(q, order, told, t)] : []),
    ...(told ? [note(q, told, t)] : []),
  ];
}

/** @param {Question} q @param {number[]} order @param {Desk} desk @param {Words} t */
function optionList(q, order, { counts, told, answered }, t) {
  const most = Math.max(1, answered);
  const key = told && !(told.ruling?.kind ?? "").startsWith("void") ? told.key : [];
  return el("ol", { class: "answers" }, ...order.map(row));

  /** @param {number} number @param {number} place */
  function row(number, place) {
    const count = counts[number] ?? 0;
    const right = key.includes(number);
    return el(
      "li",
      { class: right ? "right" : "", "data-number": number },
      drawMark(place),
      el("span", { class: "for-ears" }, mark(place).letter),
      el("span", { class: "text" }, ...optionFace(q, number, t)),
      ...(right ? [el("b", { class: "tick" }, `✓ ${t("key")}`)] : []),
      el("span", { class: "chosen" }, t("votes", { n: count })),
      el("progress", { max: most, value: count, "aria-hidden": "true" }),
    );
  }
}

/** @param {Question} q @param {number} number @param {Words} t */
export function optionOf(q, number, t) {
  return q.options?.[number] ?? (q.kind === "truefalse" ? t(number ? "no" : "yes") : "");
}

/** @param {Question} q @param {number} number @param {Words} t */
export function optionFace(q, number, t) {
  const part = `options.${number}`;
  return [...optionPicture(q, part), ...richText(q, part, optionOf(q, number, t))];
}

/** What else there is to see of a question: its items, targets, bounds. @param {Question} q @param {number[]} order */
function faceOf(q, order) {
  const items = (q.options ?? []).length ? order.map((number) => item(q, number)) : [];
  const targets = (q.targets ?? []).map((target) => el("li", { class: "target" }, target));
  return el("ul", { class: "items" }, ...items, ...targets);
}

/** @param {Question} q @param {number} number */
function item(q, number) {
  return el("li", {}, ...optionFace(q, number, String));
}

/** @param {Question} q @param {number[]} order @param {Told} told @param {Words} t */
function keyLine(q, order, told, t) {
  const row = { q, order, choice: [], text: "", points: 0, ...told };
  const words = TOLD[q.kind]?.(row, false) ?? inWords(q, told.key, order);
  return el("p", { class: "key" }, `✓ ${t("key")} `, el("b", {}, words));
}

/** @param {Question} q @param {Told} told @param {Words} t */
function note(q, told, t) {
  const dressed = { ...q, rich: told.rich };
  return el(
    "div",
    { class: "note" },
    ...(told.ruling ? [el("p", { class: "ruled" }, `⚠ ${t("ruled")}${t(told.ruling.kind)}`)] : []),
    el("h3", {}, t("note")),
    el("p", {}, ...richText(dressed, "why", told.why)),
    ...(told.source ? [el("p", { class: "source" }, t("source", { source: told.source }))] : []),
  );
}

/** @param {Question | null | undefined} coming @param {Words} t @returns {HTMLElement[]} */
export function comingView(coming, t) {
  if (!coming) return [el("p", { class: "quiet" }, t("no_more"))];
  const options = (coming.options ?? []).join(" ／ ");
  return [
    el("p", { class: "kind" }, t(coming.kind)),
    el("p", { class: "ahead" }, ...richText(coming, "stem", coming.stem)),
    el("p", { class: "quiet" }, options),
  ];
}
