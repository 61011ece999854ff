import assert from "node:assert/strict";
import { test } from "node:test";

import { decimal, news, seconds, state } from "../../frontend/static/boards/rows.js";
import { figure } from "../../frontend/static/boards/tiles.js";

test("decimals are the server's: halves up, whole numbers only", () => {
  const cases = [
    [200, 3, 2, "66.67"],
    [5, 1000, 3, "0.005"],
    [-50, 100, 2, "-0.50"],
    [7, 1, 0, "7"],
    [0, 1, 2, "0.00"],
    [61235, 1000, 2, "61.24"],
  ];
  for (const [number, over, places, text] of cases) {
    assert.equal(decimal(number, over, places), text);
  }
});

test("a time is cut as ties compare it, never rounded up", () => {
  assert.deepEqual([61697, 61690, 61699, 9, 0].map(seconds), [
    ...["61.69", "61.69", "61.69"],
    ...["0.00", "0.00"],
  ]);
});

test("a region is marked for its place and people, not because the mean of all moved", () => {
  const row = { id: "44/4401", rank: 2, same: false, people: 50, attempts: 60, score_x100: 8123 };
  assert.equal(news({ ...row, score_x100: 8124, mean_x100: 8000 }), news(row));
  assert.notEqual(news({ ...row, rank: 1 }), news(row));
  assert.notEqual(news({ ...row, people: 51 }), news(row));
  assert.notEqual(news({ ...row, attempts: 61 }), news(row));
});

test("a person is marked for a new result, not for those who went past", () => {
  const row = { id: 7, rank: 2, same: false, name: "梅", score: 80, took_ms: 61230 };
  assert.equal(news({ ...row, rank: 3, same: true }), news(row));
  assert.notEqual(news({ ...row, score: 90 }), news(row));
});

test("no number is a dash", () => {
  assert.equal(decimal(null, 100, 2), "–");
  assert.equal(decimal(undefined, 1, 0), "–");
});

test("a tile of few people or of an unknown population has no figure, never 0", () => {
  const row = { id: "44", rank: 1, ranked: true, people: 50, score_x100: 8123 };
  assert.equal(figure("score", row, 0), 8123);
  assert.equal(figure("rate", row, 100000), 500);
  assert.equal(figure("rate", row, 30000), 1667);
  assert.equal(figure("rate", row, 0), null);
  assert.equal(figure("rate", row, 49), null);
  assert.equal(figure("people", { ...row, people: 0 }, 0), 0);
  for (const measure of ["score", "rate", "people"])
    assert.equal(figure(measure, { id: "44", few: true }, 100000), null);
});

for (const [late, official, live, said] of [
  [false, false, "实时更新中", "实时更新中"],
  [false, true, "实时更新中", ""],
  [false, false, "", ""],
  [true, true, "", "数据延迟"],
]) {
  test(`late ${late}, official ${official}, "${live}": "${said}"`, () => {
    assert.equal(state({ late, official }, { late: "数据延迟", live }), said);
  });
}
