import assert from "node:assert/strict";
import test from "node:test";
import { seasonDifferences, together } from "../../frontend/static/results/season_check.js";

const part = (score, took_ms, finish_s, tries = 1, region = "44") => ({
  ...{ score, took_ms, finish_s, tries, region },
});
const season = (best_of = 0) => ({ subject: { best_of }, ties: ["took"], people: 3, rests_on: [] });
const rounds = () => [
  new Map([
    ["a", part(50, 9_000, 60)],
    ["b", part(40, 9_000, 70)],
  ]),
  new Map([
    ["x", part(30, 8_000, 3_700, 2, "45")],
    ["y", part(40, 9_004, 3_800)],
  ]),
];
const rows = () => [
  { code: "1", rank: 1, rounds: ["a", "x"], ...part(80, 17_000, 3_700, 3, "45") },
  { code: "2", rank: 2, rounds: ["b", ""], ...part(40, 9_000, 70) },
  { code: "3", rank: 2, rounds: ["", "y"], ...part(40, 9_004, 3_800) },
];

test("a season is the sum of its rounds, with shared ranks", () => {
  assert.deepEqual(seasonDifferences(season(), rounds(), rows()), []);
});

test("only the best rounds count, all tries do", () => {
  const best = together(season(1), [part(50, 9_000, 60), part(30, 8_000, 3_700, 2, "45")]);
  assert.deepEqual(best, part(50, 9_000, 60, 3, "45"));
});

const forged = [
  ["a score", (those) => (those[0].score = 81), "1"],
  ["a time", (those) => (those[1].took_ms = 1), "2"],
  ["a rank", (those) => (those[2].rank = 3), "3"],
  ["a region", (those) => (those[0].region = "44"), "1"],
  ["somebody counted twice", (those) => (those[2].rounds = ["a", "y"]), "3"],
  ["somebody of no round", (those) => (those[1].rounds = ["z", ""]), "2"],
  ["somebody left out", (those) => those.pop(), "y"],
  ["another order", (those) => those.reverse(), "1"],
];

for (const [what, change, named] of forged) {
  test(`${what} is found`, () => {
    const those = rows();
    change(those);
    const found = seasonDifferences(season(), rounds(), those);
    assert.ok(found.includes(named), String(found));
  });
}
