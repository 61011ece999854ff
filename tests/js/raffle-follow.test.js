import assert from "node:assert/strict";
import { test } from "node:test";

import { follow, inFours, winners } from "../../frontend/static/raffle/follow.js";
import { fakeTime } from "./screen-fakes.js";

const PRIZES = [
  ["书", 1],
  ["笔", 2],
];

/** A screen that hears these answers one after another; null = the server did not answer. */
async function screen(...answers) {
  const time = fakeTime();
  const asked = [];
  const told = [];
  follow({
    ask: async () => {
      asked.push(time.now());
      const answer = answers[asked.length - 1];
      if (!answer) throw new Error("away");
      return answer;
    },
    tell: (one) => told.push(one),
    random: () => 0,
    later: time.later,
  });
  async function pass(ms) {
    time.pass(ms);
    await new Promise((done) => setImmediate(done));
  }
  await pass(0);
  return { asked, told, pass };
}

test("a screen that was opened before the draw shows it without a reload", async () => {
  const drawn = { prizes: PRIZES, tickets: 9, beacon: "7", drawn: ["a", "b", "c", "d"] };
  const { told, pass } = await screen({ prizes: PRIZES }, { prizes: PRIZES, tickets: 9 }, drawn);
  await pass(3000);
  await pass(3000);
  assert.deepEqual(
    told.map((one) => [one.tickets, one.beacon]),
    [
      [undefined, undefined],
      [9, undefined],
      [9, "7"],
    ],
  );
});

test("after the draw nothing is asked any more", async () => {
  const { asked, pass } = await screen({ prizes: PRIZES, drawn: [] });
  await pass(600000);
  assert.deepEqual(asked, [0]);
});

test("a server that is away is asked more and more seldom, then as before", async () => {
  const { asked, pass } = await screen(null, null, { prizes: PRIZES }, null);
  for (const wait of [6000, 12000, 3000, 6000]) await pass(wait);
  assert.deepEqual(asked, [0, 6000, 18000, 21000, 27000]);
});

test("prizes go in their order; reserves are not shown", () => {
  assert.deepEqual(winners({ prizes: PRIZES, drawn: ["a", "b", "c", "d"] }), [
    { prize: "书", ticket: "a" },
    { prize: "笔", ticket: "b" },
    { prize: "笔", ticket: "c" },
  ]);
  assert.deepEqual(winners({ prizes: PRIZES, drawn: ["a"] }), [{ prize: "书", ticket: "a" }]);
  assert.deepEqual(winners({ prizes: PRIZES }), []);
});

test("a ticket is read in fours", () => {
  assert.equal(inFours("8f1331116d9a8bad"), "8f13 3111 6d9a 8bad");
});
