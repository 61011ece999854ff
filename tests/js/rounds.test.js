import assert from "node:assert/strict";
import { test } from "node:test";

import { spellMoments } from "../../frontend/static/phone/rounds.js";

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

test("a year begins when it does in China", () => {
  const [begin] = spellMoments([Date.UTC(2026, 11, 31, 16)], "en", NOVEMBER);
  assert.match(begin ?? "", /1\/1\/2027/);
});
