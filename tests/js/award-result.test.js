import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { restDifferences, scoreDifferences } from "../../frontend/static/results/award_check.js";
import { check } from "../../frontend/static/results/check.js";

/** Signed by Python, with the numbers of the result it rests on; test_golden.py holds it, too. */
function example(name) {
  return JSON.parse(
    readFileSync(new URL(`../protocol/award-${name}.json`, import.meta.url), "utf-8"),
  );
}

test("a published award is what its own numbers come to", async () => {
  const envelope = example("envelope");
  const award = envelope.body;
  assert.deepEqual(await check(envelope, globalThis.crypto.subtle), {
    hash: true,
    signature: true,
  });
  assert.deepEqual(scoreDifferences(award), []);
  assert.deepEqual(restDifferences(award, example("rest"), award.rests_on[0].sha256), []);
});

const forged = [
  ["rank", (award) => (award.regions[0].rank = 2)],
  ["rank_in_band", (award) => (award.regions[0].rank_in_band = 9)],
  ["score_x100", (award) => (award.regions[1].score_x100 += 1)],
  ["gains", (award) => (award.regions[1].gains[0] += 1)],
  ["parts", (award) => (award.regions[1].parts[2] += 1)],
  ["balance", (award) => (award.regions[0].parts[1] = 9_999)],
  ["mean_x100", (award) => (award.regions[0].points += 400)],
  ["rate_x100", (award) => (award.regions[0].population -= 9_000)],
  ["cap_x100", (award) => (award.policy.per_cent = 40)],
  ["band", (award) => (award.policy.bands[0].most = 1)],
  ["gains", (award) => (award.subject.weights.reach = 10)],
  ["parts", (award) => (award.regions[0].active = 0)],
  ["rank", (award) => (award.policy.least = 1_000)],
];

for (const [name, change] of forged) {
  test(`a forged award is found out by its ${name}`, () => {
    const award = example("envelope").body;
    change(award);
    const found = scoreDifferences(award);
    assert.ok(
      found.some((line) => line.endsWith(` ${name}`)),
      String(found),
    );
  });
}

test("numbers that its round's result does not say are named by their region", () => {
  const award = example("envelope").body;
  const base = example("rest");
  base.regions.find((row) => row.path === award.regions[0].path).points += 1;
  assert.deepEqual(restDifferences(award, base, award.rests_on[0].sha256), [award.regions[0].name]);
  assert.equal(restDifferences(award, base, "other").length, 2);
});

test("large numbers are counted exactly", () => {
  const award = example("envelope").body;
  award.whole = { people: 1_000_000, attempts: 5_000_000, points: 812_345_678_901 };
  award.regions = award.regions.slice(0, 1).map((row) => ({
    ...row,
    people: 100_003,
    population: 100_003,
    points: 81_234_567_899,
    rank: 1,
  }));
  const wrong = scoreDifferences({
    ...award,
    // By Python: (100 * (points * 10**6 + 200 * 812345678901)) / (100203 * 10**6), halves up.
    regions: award.regions.map((row) => ({ ...row, mean_x100: 81_232_136 })),
  });
  assert.ok(!wrong.some((line) => line.endsWith(" mean_x100")), String(wrong));
});
