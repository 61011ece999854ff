/**
 * What a phone needs after its first question: the result, and what only some questions have: pairs,
 * points, typed texts, pictures, formulas. Sent as one module (quiz/lazy.py), while there is time.
 */

import { el } from "../../shared/dom.js";
import { matchList, pairsTold } from "./matching.js";
import { optionPicture, pictureBelow } from "./picture.js";
import { reportView } from "./report.js";
import { also, resultView } from "./result.js";
import { richText } from "./rich.js";
import { pointSurface, pointTold } from "./spot.js";
import { typedField, typedTold } from "./typed.js";

/**
 * @typedef {import("../frames.js").Question} Question
 * @typedef {{ words: Record<string, string>, rules: string[] }} Extra what comes with the module:
 *   words in the page's language, and rules for its style sheet
 */

/**
 * @typedef {typeof resultView} ResultView
 */

/** @type {Record<string, (row: import("../frames.js").Answered, mine: boolean) => Node | string>} */
const TOLD = { matching: pairsTold, hotspot: pointTold, text: typedTold };

/**
 * Puts everything in: into the parts of a question, the page's words and its style sheet.
 *
 * @param {typeof import("../parts.js").parts} parts
 * @param {Record<string, string>} words
 * @param {Extra} extra
 */
export function extend(parts, words, extra) {
  Object.assign(words, extra.words);
  const sheet = document.styleSheets[0];
  for (const rule of extra.rules) sheet?.insertRule(rule, sheet.cssRules.length);
  const { told } = parts;
  parts.controls = { matching: matchList, hotspot: pointSurface, text: typedField };
  parts.text = (q, part, text) =>
    part === "below"
      ? pictureBelow(q, (word) => words[word] ?? word)
      : [...optionPicture(q, part), ...richText(q, part, text)];
  parts.result = resultView;
  parts.report = reportView;
  parts.also = (row, t) =>
    also(row, parts.told).map((said) => el("p", { class: "ruled" }, t("also"), el("b", {}, said)));
  parts.told = (row, mine) => (TOLD[row.q.kind] ?? told)(row, mine);
}
