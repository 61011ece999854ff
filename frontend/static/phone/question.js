/** One question on the page: the choice as it grows, sent once, and the key when it is due. */

import { el, fill } from "../shared/dom.js";
import { complete, inWords, letter } from "./choice.js";
import { numberField, optionButtons, orderList } from "./controls.js";

/**
 * @typedef {import("./frames.js").Shown} Shown
 * @typedef {import("./frames.js").Question} Question
 * @typedef {import("./frames.js").Revealed} Revealed
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 */

/** @type {Record<string, typeof optionButtons>} */
const CONTROLS = { estimate: numberField, ordering: orderList };

/**
 * @param {Shown} shown
 * @param {{ t: Words, confirm: boolean, done: (choice: number[]) => void }} deps `confirm`: a tap
 *   only chooses and a button sends
 */
export function questionView({ q, order, slot, of }, { t, confirm, done }) {
  const direct = !confirm && (q.kind === "single" || q.kind === "truefalse");
  /** @type {number[]} */
  let choice = [];
  let locked = false;
  const send = () => finish(choice);
  const submit = el("button", { type: "button", class: "main", click: send }, t("submit"));
  const controls = CONTROLS[q.kind] ?? optionButtons;
  const key = el("div");
  const node = el(
    "section",
    { class: "question" },
    el("p", { class: "kind" }, `${t("question_of", slot + 1, of)} · ${t(q.kind)}`),
    el("h2", { class: "stem" }, q.stem),
    el("div", { class: `options ${q.kind}` }, ...controls({ q, order, t, choose })),
    direct ? "" : submit,
    key,
  );
  submit.disabled = !complete(q, choice);

  /** @param {number[]} next */
  function choose(next) {
    choice = next;
    submit.disabled = !complete(q, choice);
    if (direct) send();
  }

  /** @param {number[]} sent */
  function finish(sent) {
    if (locked) return;
    lock();
    done(sent);
  }

  function lock() {
    locked = true;
    for (const one of node.querySelectorAll("button, input")) one.toggleAttribute("disabled", true);
  }

  return {
    node,
    /** Nothing can be changed any more: the answer is on its way. */
    lock,
    /** Time is up: what is not sent is left blank. */
    expire: () => finish([]),
    /** What a person would read out. */
    spoken: () => [q.stem, ...order.map((n, place) => spoken(q, n, place))].join("\n"),
    /** @param {Revealed} revealed @param {number[]} stored */
    reveal: (revealed, stored) => fill(key, keyView({ q, order, choice: stored, ...revealed }, t)),
  };
}

/** @param {Question} q @param {number} number @param {number} place */
function spoken(q, number, place) {
  return `${letter(place)}. ${q.options?.[number] ?? ""}`;
}

/**
 * Key, points, explanation and source of an answered question.
 *
 * @param {Revealed & { q: Question, order: number[], choice: number[] }} row
 * @param {Words} t
 */
export function keyView({ q, order, choice, key, points, why, source }, t) {
  const right = points > 0;
  const sign = right ? "✓" : choice.length ? "✗" : "–";
  return el(
    "div",
    { class: `key ${right ? "right" : "wrong"}` },
    el("p", { class: "verdict" }, `${sign} ${t("points", points)}`),
    el("p", {}, `${t("yours")} `, el("b", {}, inWords(q, choice, order) || t("blank"))),
    el("p", {}, `${t("key")} `, el("b", {}, inWords(q, key, order))),
    el("p", {}, why),
    el("p", { class: "source" }, `${t("source")} ${source}`),
  );
}
