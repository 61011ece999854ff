/** The key of a question as text, drawn into the little of a page that drawing needs. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fakePage } from "./fakes.js";

const QUESTION = { kind: "single", stem: "?", options: ["水", "火"] };
const KEY = { key: [0], points: 0, why: "解析", right: 0, of: 0 };

globalThis.document = fakePage({ contest: { code: "2026" } });
const { keyView } = await import("../../frontend/static/phone/question.js");
const { keyRows } = await import("../../frontend/static/hall/later/told.js");

/** @param {string} source */
function told(source) {
  const content = { q: QUESTION, order: [0, 1] };
  const row = { ...content, ...KEY, choice: [1], source };
  const stored = { slot: 0, choice: [1], text: "", sure: false };
  return [keyView(row, (word) => word), ...keyRows(content, { ...KEY, source }, stored)]
    .map((node) => node.textContent)
    .join("\n");
}

test("a source is named where there is one, in a paper and in a hall", () => {
  assert.equal(told("教材第 3 章").split("source教材第 3 章").length, 3);
  assert.doesNotMatch(told(""), /source/);
});
