/** Below the score: which of somebody's papers count, and the way to each. */

import { el } from "../../shared/dom.js";
import { spell, whole } from "./spell.js";

/**
 * @typedef {{ attempt: number, try_no: number, score: number, took_ms: number, counts: boolean,
 *   answered: boolean, void?: boolean }} Own `void`: annulled, or annulled once (false)
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 */

/** What a paper is called among one's others. @param {Own} own @param {Words} t */
export const called = ({ try_no, score }, t) => `${t("nth", try_no + 1)} · ${t("points", score)}`;

/** @param {Own} own @param {Words} t */
function line(own, t) {
  const { took_ms, counts, answered, void: annulled } = own;
  return [
    called(own, t),
    spell(took_ms, t),
    counts && t("counts"),
    annulled && t("voided"),
    (answered || annulled === false) && t("answered"),
  ]
    .filter(Boolean)
    .join(" · ");
}

/**
 * @param {{ counted: string, attempts: Own[] }} mine
 * @param {number} shown the attempt whose result is on the page
 * @param {{ t: Words, read: (own: Own) => void }} deps
 * @returns {[HTMLElement, HTMLElement]} which count, leading to it where it is one; all of them
 */
export function attemptsView({ counted, attempts }, shown, { t, read }) {
  const [one, other] = attempts.filter(({ counts }) => counts);
  const elsewhere = one && !other && one.attempt !== shown;

  /** @param {Own} own @param {string} text */
  const way = (own, text) =>
    el("button", { type: "button", click: () => read(own) }, el("span", {}, ...whole(text)));

  const list = attempts.map((own) => way(own, line(own, t)));
  return [
    elsewhere ? way(one, counted) : el("p", {}, ...whole(counted)),
    el("details", {}, el("summary", {}, t("my_attempts", attempts.length)), ...list),
  ];
}
