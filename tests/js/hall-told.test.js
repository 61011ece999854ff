import assert from "node:assert/strict";
import { test } from "node:test";

import { fakePage } from "./fakes.js";

globalThis.document = fakePage({ contest: { code: "2026" } });
const { keyRows, standView, toldView } = await import("../../frontend/static/hall/later/told.js");

const MINE = { slot: 0, score: 10, people: 5, rank: 1, right: true, points: 10 };
const STAGE = { slot: 0, of: 2, state: "revealed" };

/** What somebody reads after the key is out; a word stands for its sentence. */
function told(mine) {
  const at = { mine: { ...MINE, ...mine }, stage: STAGE, judged: true, was: null };
  return toldView(at).node.textContent;
}

test("what the network cost is named from a tenth of a second on, which people may feel", () => {
  const table = [
    [0, "no_lag"],
    [17, "no_lag"],
    [99, "no_lag"],
    [100, "lag"],
    [400, "lag"],
  ];
  for (const [lag_ms, word] of table)
    assert.ok(told({ lag_ms }).endsWith(`score_nowrankleading${word}`));
  assert.ok(told({ lag_ms: null }).endsWith("leading"));
});

test("an answer that earned a part is not called wrong", () => {
  assert.match(told({ right: false, points: 4 }), /◐ verdict_partly/);
  for (const points of [0, -5]) assert.match(told({ right: false, points }), /✗ verdict_wrong/);
  assert.match(told({ right: true, points: 4 }), /✓ verdict_right/);
});

test("a shared rank is said to be shared", () => {
  assert.match(told({ same: true }), /score_nowrank sameleading/);
  assert.doesNotMatch(told({}), /same/);
});

test("nobody leads without points", () => {
  const stand = (mine) => standView({ mine: { ...MINE, ...mine }, stage: STAGE, was: null });
  assert.match(stand({}).textContent, /leading/);
  assert.doesNotMatch(stand({ score: 0 }).textContent, /leading/);
  assert.doesNotMatch(stand({ rank: 2 }).textContent, /leading/);
});

test("how many were partly right is said where somebody was, as on the screen", () => {
  const content = { q: { kind: "estimate", stem: "?" }, order: [] };
  const all = { key: [7], why: "", source: "", right: 2, of: 9 };
  const said = (more) => keyRows(content, { ...all, ...more }, null).map((row) => row.textContent);
  const both = ["hall_right", "hall_partly"];
  const found = (more) => said(more).filter((words) => words.startsWith("hall_"));
  assert.deepEqual(found({ partly: 3 }), both);
  for (const more of [{}, { partly: 0 }]) assert.deepEqual(found(more), ["hall_right"]);
});
