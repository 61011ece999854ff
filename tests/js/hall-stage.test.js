import assert from "node:assert/strict";
import { test } from "node:test";

import { openFeed } from "../../frontend/static/stage/feed.js";
import { onSteps } from "../../frontend/static/stage/final.js";
import { largest } from "../../frontend/static/stage/fit.js";
import { seated } from "../../frontend/static/stage/lobby.js";
import {
  asBefore,
  countOf,
  faceOf,
  hadOrder,
  leftOf,
  phaseOf,
} from "../../frontend/static/stage/view.js";

const seen = (stage, more = {}) => ({ stage, asked: null, board: null, ...more });
const asked = { q: { kind: "single", stem: "?" }, order: [0] };

for (const [stage, more, face] of [
  [null, {}, "connecting"],
  [{ state: "draft" }, {}, "draft"],
  [{ state: "lobby" }, {}, "lobby"],
  [{ state: "lobby", paused: true }, {}, "pause"],
  [{ state: "shown" }, {}, "soon"],
  [{ state: "shown" }, { asked }, "question"],
  [{ state: "shown", paused: true }, { asked }, "pause"],
  [{ state: "locked" }, { asked }, "question"],
  [{ state: "revealed" }, { asked }, "question"],
  [{ state: "revealed", skipped: true }, { asked }, "board"],
  [{ state: "board" }, {}, "board"],
  [{ state: "board", frozen: true }, { board: { frozen: true, opening: null } }, "board"],
  [{ state: "board", frozen: true }, { board: { frozen: true, opening: "44" } }, "opening"],
  [{ state: "closed", frozen: true }, { board: { frozen: true, opening: "44" } }, "opening"],
  [{ state: "closed", paused: true }, {}, "final"],
]) {
  test(`${JSON.stringify(stage)} shows ${face}`, () => {
    assert.equal(faceOf(seen(stage, more)), face);
  });
}

test("time is over by the server's clock, before the server says so", () => {
  const stage = { state: "shown", opens_at: 0, closes_at: 20000 };
  assert.equal(phaseOf(stage, 19999), "open");
  assert.equal(phaseOf(stage, 20000), "over");
  assert.equal(phaseOf({ ...stage, closes_at: null }, 1e9), "open");
});

test("the announcement counts 3, 2, 1 and the ring begins full at the opening", () => {
  const stage = { opens_at: 3000, closes_at: 13000 };
  assert.deepEqual(
    [0, 1, 1000, 2999, 3000, 9000].map((now) => countOf(stage, now)),
    [3, 3, 2, 1, 0, 0],
  );
  assert.deepEqual(leftOf(stage, 3000), { part: 1, seconds: 10 });
  assert.deepEqual(leftOf(stage, 8001), { part: 0.4999, seconds: 5 });
  assert.deepEqual(leftOf(stage, 99999), { part: 0, seconds: 0 });
  assert.equal(leftOf({ opens_at: 3000, closes_at: null }, 0), null);
});

test("rows stand as they did before, newcomers come later", () => {
  const rows = [
    { id: 1, rank: 1, was: 3 },
    { id: 2, rank: 2, was: null },
    { id: 3, rank: 3, was: 1 },
  ];
  assert.deepEqual(
    asBefore(rows).map(({ id, rank }) => [id, rank]),
    [
      [3, 1],
      [1, 3],
    ],
  );
});

test("where all stood alike before, or nobody did, there is no old order to begin with", () => {
  const were = (...places) => hadOrder(places.map((was) => ({ was })));
  assert.equal(were(null, null), false);
  assert.equal(were(1, 1, 1, null), false);
  assert.equal(were(1, 2, null), true);
});

test("an older stage and an older board change nothing, unless the line is new", () => {
  let changes = 0;
  const feed = openFeed(() => {
    changes += 1;
  });
  feed.hear({ t: "stage", v: 5, slot: 0, state: "board" });
  feed.hear({ t: "stage", v: 4, slot: 0, state: "revealed" });
  assert.equal(feed.seen.stage.v, 5);
  assert.equal(changes, 1);
  feed.hear({ t: "showing", hall: { title: "x" } });
  feed.hear({ t: "stage", v: 4, slot: 0, state: "revealed" });
  assert.equal(feed.seen.stage.v, 4);
});

test("a question is held from its opening until the next slot", () => {
  const feed = openFeed(() => {});
  feed.hear({ t: "stage", v: 1, slot: 0, state: "shown", box: "AAAA" });
  assert.equal(feed.seen.asked, null);
  feed.hear({ t: "unseal", v: 1, slot: 1, key: "AAAA" });
  assert.equal(feed.seen.asked, null);
  feed.hear({ t: "stage", v: 2, slot: 0, state: "shown", ...asked });
  assert.equal(feed.seen.asked.q.stem, "?");
  feed.hear({ t: "stage", v: 3, slot: 0, state: "shown", paused: true });
  assert.equal(feed.seen.asked.q.stem, "?");
  feed.hear({ t: "stage", v: 4, slot: 1, state: "shown", box: "AAAA" });
  assert.equal(feed.seen.asked, null);
});

test("the largest size that fits is found, the least where none does", () => {
  for (let fit = 10; fit <= 40; fit += 1)
    assert.equal(
      largest((size) => size <= fit, 12, 30),
      Math.min(30, Math.max(12, fit)),
    );
});

test("who stands on the wall stays in place; a newcomer takes the place of the oldest", () => {
  assert.deepEqual(seated([], [1, 2], 3), [1, 2, null]);
  assert.deepEqual(seated([1, 2, 3], [1, 2, 3, 4], 3), [4, 2, 3]);
  assert.deepEqual(seated([4, 2, 3], [2, 4], 3), [4, 2, null]);
});

for (const [places, ranks] of [
  [[], []],
  [
    ["1 90", "2 80", "3 70", "4 60"],
    [1, 2, 3],
  ],
  [
    ["1 90", "1 90", "3 70", "4 60"],
    [1, 1, 3],
  ],
  [
    ["1 90", "2 80", "2 80", "4 60"],
    [1, 2, 2],
  ],
  [
    ["1 90", "2 80", "3 70", "3 70"],
    [1, 2, 3, 3],
  ],
  [
    ["1 90", "2 80", "3 70", "3 70", "3 70"],
    [1, 2],
  ],
  [
    ["1 90", "1 90", "1 90", "4 60"],
    [1, 1, 1],
  ],
  [["1 90", "1 90", "1 90", "1 90", "5 60"], []],
  [["1 10", "2 0", "3 0"], [1]],
  [["1 0"], []],
]) {
  test(`of ${places.join(", ") || "nobody"} the podium has ${ranks.join(", ") || "none"}`, () => {
    const rows = places.map((place) => {
      const [rank, score] = place.split(" ").map(Number);
      return { rank, score };
    });
    assert.deepEqual(
      onSteps(rows).map(({ rank }) => rank),
      ranks,
    );
  });
}
