import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { above, decimal, gain, rows } from "../../frontend/static/desk/award_score.js";

const { regions, wanted } = JSON.parse(
  readFileSync(new URL("./award.json", import.meta.url), "utf-8"),
);

for (const { weights, rows: expected, behind } of wanted) {
  test(`by weights ${weights} all regions score and rank as the rules say`, () => {
    const found = rows(regions, weights);
    assert.deepEqual(
      found.map((row) => [row.region.path, row.gains, row.score, row.rank, row.inBand]),
      expected,
    );
    const [best, last] = [found[0], found[found.length - 1]];
    assert.deepEqual(
      best.gains.map((theirs, n) => theirs - last.gains[n]),
      behind,
    );
  });
}

test("a gain is rounded with halves up", () => {
  assert.equal(gain(1, 50), 1);
  assert.equal(gain(1, 49), 0);
  assert.equal(gain(40, 10_000), 4_000);
});

test("regions without parts are not ranked", () => {
  assert.deepEqual(rows([{ path: "a", name: "a", band: "", parts: [], facts: [] }], [100]), []);
});

test("the one above is the nearest that is better, not one that shares the rank", () => {
  const even = [3, 2, 2].map((part, n) => ({
    path: `p${n}`,
    name: "",
    band: "small",
    parts: [part * 1000],
    facts: [],
  }));
  const found = rows(even, [100]);
  assert.deepEqual(
    found.map((row) => row.rank),
    [1, 2, 2],
  );
  assert.equal(above(found, found[2]), found[0]);
  assert.equal(above(found, found[0]), null);
});

test("hundredths are written with two places", () => {
  assert.deepEqual([0, 5, 123, -42, 10_000].map(decimal), [
    "0.00",
    "0.05",
    "1.23",
    "-0.42",
    "100.00",
  ]);
});
