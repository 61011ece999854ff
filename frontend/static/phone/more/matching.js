/** Pairs: each option has a list of targets to choose from; the phone's own list is easy to use. */

import { el } from "../../shared/dom.js";
import { letter } from "../choice.js";
import { richText } from "./rich.js";

/**
 * @typedef {import("../controls.js").Asked} Asked
 * @typedef {import("../frames.js").Answered} Answered
 */

/** @param {Asked} asked @returns {HTMLElement[]} a row for each option; an answer when all have one */
export function matchList({ q, order, target_order = [], t, choose }) {
  const { options = [], targets = [] } = q;
  const lists = order.map((number, place) => list(number, `pair${place}`));

  /** @param {number} number @param {string} id */
  function list(number, id) {
    const face = target_order.map((one) => el("option", { value: one }, targets[one] ?? ""));
    const none = el("option", { value: "" }, t("choose"));
    const select = el("select", { id, change: tell }, none, ...face);
    return { number, id, select };
  }

  function tell() {
    /** @type {number[]} */
    const choice = [];
    for (const { number, select } of lists) if (select.value) choice[number] = Number(select.value);
    const whole = lists.every(({ select }) => select.value);
    choose(whole ? choice : []);
  }

  return lists.map(({ number, id, select }, place) => {
    const text = richText(q, `options.${number}`, options[number] ?? "");
    const label = el("label", { for: id, class: "text" }, `${letter(place)} `, ...text);
    return el("div", { class: "option pair" }, label, select);
  });
}

/** @param {Answered} row @param {boolean} mine @returns {string} each pair in words */
export function pairsTold({ q, order, choice, key }, mine) {
  const { options = [], targets = [] } = q;
  const said = mine ? choice : key;
  if (!said.length) return "";
  return order.map((one) => `${options[one]} → ${targets[said[one] ?? 0]}`).join(" · ");
}
