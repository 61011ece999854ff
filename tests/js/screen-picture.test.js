import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clock,
  grouped,
  hundredths,
  left,
  rounded,
  score,
  took,
} from "../../frontend/static/screen/figures.js";
import { openPace } from "../../frontend/static/screen/pace.js";
import { openPoll } from "../../frontend/static/screen/poll.js";
import { fullAt, level, marks } from "../../frontend/static/screen/scale.js";
import { watchSleep } from "../../frontend/static/screen/sleep.js";
import { isOfficial, phaseOf, statusOf } from "../../frontend/static/screen/status.js";
import { fill } from "../../frontend/static/screen/words.js";
import { TOOK_PLACES } from "../../frontend/static/stage/view.js";
import { fakeTime } from "./screen-fakes.js";

test("numbers are grouped in thousands", () => {
  const cases = [0, 999, 1000, 33000000].map(grouped);
  assert.deepEqual(cases, ["0", "999", "1,000", "33,000,000"]);
});

test("round numbers take little room, in the words of the page", () => {
  assert.equal(rounded(5000, "zh-hans"), "5,000");
  assert.equal(rounded(5000000, "zh-hans"), "500万");
  assert.equal(rounded(5000000, "zh-hant"), "500萬");
  assert.equal(rounded(5000000, "en"), "5M");
});

test("scores show at most two decimals", () => {
  assert.deepEqual([score(90, 1), score(250, 3), score(5, 2)], ["90", "83.33", "2.5"]);
  assert.equal(hundredths(8640), "86.40");
});

for (const [ms, places, text] of [
  [0, 2, "0:00.00"],
  [34999, 2, "0:34.99"],
  [83456, 2, "1:23.45"],
  [83456, 3, "1:23.456"],
  [599999, 3, "9:59.999"],
]) {
  test(`${ms} ms are written ${text}: cut off at the step that ranks compare`, () => {
    assert.equal(took(ms, places), text);
  });
}

test("who is ranked apart by time is seen to be, on boards and in halls", () => {
  const times = [0, 900, 903, 904, 909, 910, 59999, 60000];
  for (const [places, step] of [
    [2, 10],
    [TOOK_PLACES, 1],
  ]) {
    const steps = new Set(times.map((ms) => Math.floor(ms / step)));
    assert.equal(new Set(times.map((ms) => took(ms, places))).size, steps.size);
  }
});

test("the time left counts the second that has begun", () => {
  assert.deepEqual(left(1), { days: 0, clock: "00:00:01" });
  assert.deepEqual(left(86400000 + 3661000), { days: 1, clock: "01:01:01" });
});

test("moments are told by the contest's clock, midnight as 00", () => {
  assert.equal(clock(Date.UTC(2026, 8, 19, 16, 0, 5)), "00:00:05");
});

test("a text without its value stays as it is", () => {
  assert.equal(fill("{n} of {m}", { n: 3 }), "3 of {m}");
});

test("the brim holds the largest city and rises in steps of 1, 2 and 5", () => {
  const cases = [0, 100, 101, 200, 201, 501, 1000, 1001].map((most) => fullAt(most, 100));
  assert.deepEqual(cases, [100, 100, 200, 200, 500, 1000, 1000, 2000]);
});

test("water never falls with more people, is nothing for nobody and never over the brim", () => {
  let before = level(0, 500);
  assert.equal(before, 0);
  for (let people = 1; people <= 600; people++) {
    const now = level(people, 500);
    assert.ok(now >= before && now > 0 && now <= 1);
    before = now;
  }
  assert.equal(before, 1);
  assert.deepEqual(marks(500), [50, 250, 500]);
});

test("a late board or a lost line is said, with the age of the older board", () => {
  const fresh = { late: false, as_of: 9 };
  const late = { late: true, as_of: 5 };
  assert.deepEqual(statusOf("live", [fresh]), { kind: "live", as_of: 9 });
  assert.deepEqual(statusOf("live", [fresh, late]), { kind: "late", as_of: 5 });
  assert.deepEqual(statusOf("lost", [fresh, late]), { kind: "lost", as_of: 5 });
  assert.deepEqual(statusOf("connecting", []), { kind: "connecting", as_of: 0 });
});

test("boards that stand still on purpose are not called live", () => {
  const still = { late: false, as_of: 5 };
  assert.deepEqual(statusOf("live", [still], true), { kind: "frozen", as_of: 5 });
  assert.deepEqual(statusOf("lost", [still], true), { kind: "lost", as_of: 5 });
});

test("the picture is official when each board in it is", () => {
  const [yes, no] = [{ official: true }, { official: false }];
  assert.equal(isOfficial([yes, yes]), true);
  assert.equal(isOfficial([yes, no]), false);
  assert.equal(isOfficial([]), false);
});

test("a round is soon, open, over or endless", () => {
  const round = { opens_at: 10, closes_at: 20 };
  assert.deepEqual(phaseOf(round, 9), { kind: "soon", left_ms: 1 });
  assert.deepEqual(phaseOf(round, 10), { kind: "open", left_ms: 10 });
  assert.deepEqual(phaseOf(round, 20), { kind: "over", left_ms: 0 });
  assert.deepEqual(phaseOf({ opens_at: 10, closes_at: null }, 99), { kind: "endless", left_ms: 0 });
  assert.deepEqual(phaseOf(null, 0), { kind: "none", left_ms: 0 });
});

test("the first change shows at once, the next ones together at the end of the beat", () => {
  const time = fakeTime();
  const seen = [];
  const pace = openPace(time, 1000);
  pace(() => seen.push(1));
  pace(() => seen.push(2));
  time.pass(500);
  pace(() => seen.push(3));
  assert.deepEqual(seen, [1]);
  time.pass(500);
  assert.deepEqual(seen, [1, 3]);
  time.pass(5000);
  pace(() => seen.push(4));
  assert.deepEqual(seen, [1, 3, 4]);
});

test("timers that come late mean that the machine slept", () => {
  let now = 0;
  let woke = 0;
  let look = () => {};
  const every = (fn) => {
    look = fn;
  };
  watchSleep({ now: () => now, every, woke: () => woke++ });
  now = 2100;
  look();
  assert.equal(woke, 0);
  now += 3600000;
  look();
  assert.equal(woke, 1);
  now += 2000;
  look();
  assert.equal(woke, 1);
});

test("facts are asked for again after an answer and after a failure", async () => {
  const time = fakeTime();
  const told = [];
  let asked = 0;
  const ask = async () => {
    asked += 1;
    if (asked === 1) throw new Error("no server");
    return asked;
  };
  openPoll({ ask, tell: (facts) => told.push(facts), random: () => 0, later: time.later });
  for (let n = 0; n < 3; n++) {
    time.pass(4000);
    await new Promise(setImmediate);
  }
  assert.equal(asked, 3);
  assert.deepEqual(told, [2, 3]);
});

test("an answer that was overtaken by a newer question is not told", async () => {
  const time = fakeTime();
  const told = [];
  const answers = [];
  const ask = () => new Promise((resolve) => answers.push(resolve));
  const poll = openPoll({
    ask,
    tell: (facts) => told.push(facts),
    random: () => 0,
    later: time.later,
  });
  poll.now();
  poll.now();
  answers[1]("new");
  answers[0]("old");
  await new Promise(setImmediate);
  assert.deepEqual(told, ["new"]);
});
