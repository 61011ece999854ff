/** How the system is, in words, each with a sign and a colour. */

import { el } from "../shared/dom.js";

/**
 * @typedef {import("./frames.js").Health} Health
 * @typedef {import("./frames.js").Words} Words
 * @typedef {"good" | "slow" | "bad"} How
 */

// A receipt that takes longer than a second is noticed by people; five look like a failure.
const SLOW_MS = 1000;
const BAD_MS = 5000;
// So few more people can come in that somebody should know before they stand outside.
const FEW_LINES = 100;
// Some answers always wait for the disk for a few milliseconds; so many are a jam (operations.md).
const JAM = 1000;
const SIGNS = { good: "✓", slow: "!", bad: "✗" };

/** @param {Health} health @param {Words} t @returns {[How, string][]} */
export function healthWords(health, t) {
  const { slowest_ms, backlog, storing, screens, lines_left } = health;
  const slow = slowest_ms > BAD_MS ? "bad" : slowest_ms > SLOW_MS ? "slow" : "good";
  return [
    storing ? ["good", t("storing")] : ["bad", t("not_storing")],
    backlog < JAM ? ["good", t("no_backlog")] : ["slow", t("backlog", { n: backlog })],
    [slow, slowest_ms ? t("slowest", { n: slowest_ms }) : t("no_receipt")],
    ["good", phonesWords(health, t)],
    screens ? ["good", t("screens", { n: screens })] : ["slow", t("no_screen")],
    ...linesWords(lines_left, t),
  ];
}

/** One process is nothing to speak of. @param {Health} health @param {Words} t */
function phonesWords({ phones, processes }, t) {
  return t(processes > 1 ? "phones_of" : "phones", { n: phones, k: processes });
}

/** Said only when it matters. @param {number} left @param {Words} t @returns {[How, string][]} */
function linesWords(left, t) {
  if (left >= FEW_LINES) return [];
  return [left ? ["slow", t("few_lines", { n: left })] : ["bad", t("no_lines")]];
}

/** @param {Health} health @param {Words} t @returns {HTMLElement[]} */
export function healthView(health, t) {
  return healthWords(health, t).map(([how, words]) =>
    el("li", { class: how }, el("b", { "aria-hidden": "true" }, SIGNS[how]), ` ${words}`),
  );
}
