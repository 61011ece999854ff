/** One question on the page: the choice as it grows, sent once, and the key when it is due. */

import { el, fill } from "../shared/dom.js";
import { complete, letter } from "./choice.js";
import { numberField, optionButtons, orderList, press } from "./controls.js";
import { parts } from "./parts.js";

/**
 * @typedef {import("./frames.js").Shown} Shown
 * @typedef {import("./frames.js").Question} Question
 * @typedef {import("./frames.js").Choice} Choice
 * @typedef {import("./frames.js").Revealed} Revealed
 * @typedef {import("./frames.js").Answered} Answered
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 */

/** @type {Record<string, typeof optionButtons>} */
const CONTROLS = { estimate: numberField, ordering: orderList };

/**
 * @param {Shown} shown
 * @param {{ t: Words, confirm: boolean, done: (choice: Choice) => void }} deps `confirm`: a tap
 *   only chooses and a button sends
 */
export function questionView({ q, order, target_order, slot, of }, { t, confirm, done }) {
  const direct = !confirm && (q.kind === "single" || q.kind === "truefalse");
  /** @type {Choice} */
  let choice = [];
  let locked = false;
  const send = () => finish(choice);
  const submit = el("button", { type: "button", class: "main", click: send }, t("submit"));
  const controls = parts.controls[q.kind] ?? CONTROLS[q.kind] ?? optionButtons;
  const asked = { q, order, target_order, t, choose, send: () => submit.click() };
  const key = el("div");
  const node = el(
    "section",
    { class: "question fresh" },
    el("p", { class: "kind" }, `${t("question_of", slot + 1, of)} · ${t(q.kind)}`),
    el("h2", { class: "stem" }, ...parts.text(q, "stem", q.stem)),
    ...parts.text(q, "below", ""),
    el("div", { class: `options ${q.kind}` }, ...controls(asked)),
    direct ? "" : submit,
    key,
  );
  submit.disabled = !complete(q, choice);

  const options = () => [...node.querySelectorAll("button.option")];

  /** @param {Choice} next */
  function choose(next) {
    choice = next;
    submit.disabled = !complete(q, choice);
    if (direct) send();
  }

  /** @param {Choice} sent */
  function finish(sent) {
    if (locked) return;
    lock();
    done(sent);
  }

  /** @param {number[]} [given] what was chosen before this page was loaded */
  function lock(given) {
    locked = true;
    if (given) press(options(), order, given);
    for (const one of node.querySelectorAll("button, input, select"))
      one.toggleAttribute("disabled", true);
  }

  return {
    /** Takes no taps while it is `fresh`. */
    node,
    /** Nothing can be changed any more: the answer is on its way. */
    lock,
    /** Time is up: what is chosen goes as it stands, and the beginning of an answer as a blank. */
    expire: () => finish(complete(q, choice) ? choice : []),
    /** What a person would read out. */
    spoken: () =>
      [q.stem, ...order.map((n, place) => spoken(q, n, place)), ...(q.targets ?? [])].join("\n"),
    /** @param {Revealed} revealed @param {{ choice: number[], text?: string }} stored */
    reveal(revealed, { choice, text }) {
      judge(options(), order, choice, revealed);
      fill(key, keyView({ q, order, target_order, choice, text, ...revealed }, t));
    },
  };
}

/**
 * Marks the options that are right, and the chosen ones that are not. What earned something holds
 * nothing wrong: a part is paid only for some of the right ones.
 *
 * @param {Element[]} buttons @param {number[]} order @param {number[]} choice
 * @param {Revealed} revealed
 */
export function judge(buttons, order, choice, { key, points }) {
  press(buttons, order, choice);
  buttons.forEach((button, place) => {
    const number = order[place] ?? -1;
    const mine = choice.includes(number);
    const right = key.includes(number) || (mine && points > 0);
    if (right || mine) button.classList.add(right ? "right" : "wrong");
  });
}

/** @param {Question} q @param {number} number @param {number} place */
function spoken(q, number, place) {
  return `${letter(place)}. ${q.options?.[number] ?? ""}`;
}

/**
 * Key, points, explanation and source of an answered question.
 *
 * @param {Answered} row
 * @param {Words} t
 */
export function keyView(row, t) {
  const { choice, text, points, why, source } = row;
  const right = points > 0;
  const sign = right ? "✓" : (text || choice).length ? "✗" : "–";
  return el(
    "div",
    { class: `key ${right ? "right" : "wrong"}` },
    el("p", { class: "verdict" }, `${sign} ${t("points", points)}`),
    el("p", {}, t("yours"), el("b", {}, parts.told(row, true) || t("blank"))),
    el("p", {}, t("key"), el("b", {}, parts.told(row, false))),
    ...parts.also(row, t),
    el("p", {}, ...parts.text({ ...row.q, rich: row.rich }, "why", why)),
    source ? el("p", { class: "source" }, `${t("source")}${source}`) : "",
  );
}
