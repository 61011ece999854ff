import assert from "node:assert/strict";
import { test } from "node:test";

import { hurdle, spellMoments } from "../../frontend/static/phone/rounds.js";

const NOVEMBER = Date.UTC(2026, 10, 27, 3, 49);
const JANUARY = Date.UTC(2027, 0, 28, 3, 49);
const hasYears = (/** @type {string[]} */ texts) => texts.map((text) => /202[67]/.test(text));

test("dates say their year as soon as one of them is not in this one", () => {
  for (const lang of ["zh-hans", "zh-hant", "en"]) {
    assert.deepEqual(hasYears(spellMoments([NOVEMBER], lang, NOVEMBER)), [false]);
    assert.deepEqual(hasYears(spellMoments([NOVEMBER, JANUARY], lang, NOVEMBER)), [true, true]);
    assert.deepEqual(hasYears(spellMoments([NOVEMBER], lang, JANUARY)), [true]);
  }
});

test("a date is not taken for another, nor an evening for a morning", () => {
  const evening = [Date.UTC(2026, 10, 12, 12, 5)];
  const said = ["zh-hans", "zh-hant", "en"].map((lang) => spellMoments(evening, lang, NOVEMBER)[0]);
  const read = said.map((text) => text?.replace(/\s/g, " "));
  assert.deepEqual(read, ["11月12日 20:05", "11月12日 20:05", "Nov 12, 20:05"]);
});

test("a year begins when it does in China", () => {
  const [begin] = spellMoments([Date.UTC(2026, 11, 31, 16)], "en", NOVEMBER);
  assert.match(begin ?? "", /Jan\s1,\s2027/);
});

test("before its hours and after them nobody begins, and too little time is told", () => {
  const timed = { opens_at: 1000, closes_at: 9000, questions: 4, question_ms: 500, total_ms: 0 };
  const table = [
    [timed, 999, ["soon", 1]],
    [timed, 1000, ["", 8000]],
    [timed, 7000, ["", 2000]],
    [timed, 7001, ["short", 1999]],
    [timed, 8999, ["short", 1]],
    [timed, 9000, ["over", 0]],
    [{ ...timed, total_ms: 1000 }, 7001, ["", 1999]],
    [{ ...timed, question_ms: 0 }, 8999, ["", 1]],
    [{ ...timed, closes_at: null }, 1e12, ["", Number.POSITIVE_INFINITY]],
  ];
  for (const [round, now, told] of table) assert.deepEqual(hurdle(round, now), told);
});
