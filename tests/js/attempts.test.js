/** One's own papers, drawn into the little of a page that drawing needs. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fakePage } from "./fakes.js";

globalThis.document = fakePage({});
const { attemptsView } = await import("../../frontend/static/phone/more/attempts.js");

/** @param {string} counted */
function drawn(counted) {
  const own = { attempt: 1, try_no: 0, score: 90, took_ms: 9_100, counts: false, answered: false };
  const mine = { counted, attempts: [{ ...own, attempt: 2, try_no: 1 }, own] };
  const t = (/** @type {string} */ word, /** @type {unknown[]} */ ...parts) =>
    [word, ...parts].join(" ");
  return attemptsView(mine, 1, { t, read: () => {} });
}

test("papers are listed where none counts: in practice, or when all were annulled", () => {
  const [line, list] = drawn("");
  assert.equal(line.textContent, "");
  assert.match(list.textContent, /nth 2 · +points 90 · +seconds 9.1/);
});

test("what stands between slashes and dots stays, and the sign ends its line", () => {
  const [line] = drawn("计入成绩：第 1 次，90 分 · 用时 9.1 秒");
  assert.match(line.textContent, /^计入成绩：第 1 次，90 分 · +用时 9.1 秒 $/);
});
