import assert from "node:assert/strict";
import { test } from "node:test";

import { openCalm } from "../../frontend/static/host/calm.js";
import { possible } from "../../frontend/static/host/commands.js";
import { verdictOf } from "../../frontend/static/host/fix.js";
import { healthWords } from "../../frontend/static/host/health.js";
import { meant } from "../../frontend/static/host/keys.js";
import { openOrders } from "../../frontend/static/host/orders.js";
import { openOthers } from "../../frontend/static/host/others.js";
import { pathOf } from "../../frontend/static/host/qr.js";
import {
  clockOf,
  letters,
  spelled,
  stateOf,
  stepLabel,
  undoOf,
} from "../../frontend/static/host/steps.js";
import { meantStop } from "../../frontend/static/host/stops.js";
import { fakeTime } from "./fakes.js";

const SHOWN = { v: 3, state: "shown", slot: 0, of: 2, opens_at: 1000, closes_at: 21000 };
const t = (word, values = {}) => [word, ...Object.values(values)].join(" ");

/** Commands over a line that a test holds in its hand. */
function ordered() {
  const time = fakeTime();
  const sent = [];
  const told = [];
  let up = true;
  let ids = 0;
  const orders = openOrders({
    send(frame) {
      if (up) sent.push(frame);
      return up;
    },
    version: () => 7,
    id: () => `id-${++ids}`,
    later: time.later,
    tell: (phase, order, trouble) =>
      told.push(`${phase} ${order.do} ${trouble?.code ?? ""}`.trim()),
  });
  return {
    time,
    sent,
    told,
    orders,
    line(is) {
      up = is;
    },
  };
}

test("a command carries the version that was seen, and is told to the end", () => {
  const { sent, told, orders } = ordered();
  assert.equal(orders.give("extend", { ms: 10 }), true);
  assert.deepEqual(sent, [{ t: "do", id: "id-1", v: 7, do: "extend", ms: 10 }]);
  orders.heard({ t: "done", id: "id-1", v: 8 });
  assert.deepEqual(told, ["sending extend", "done extend"]);
});

test("there is one command at a time, and none without a line", () => {
  const { sent, orders, line } = ordered();
  orders.give("lock");
  assert.equal(orders.give("reveal"), false);
  assert.equal(sent.length, 1);
  orders.heard({ t: "done", id: "id-1" });
  line(false);
  assert.equal(orders.give("reveal"), false);
});

test("a stale command is not given again by itself", () => {
  const { sent, told, orders } = ordered();
  orders.give("lock");
  orders.heard({ t: "error", id: "id-1", code: "stale" });
  orders.online();
  assert.equal(sent.length, 1);
  assert.deepEqual(told, ["sending lock", "refused lock stale"]);
});

test("what is said of another command is not about ours", () => {
  const { told, orders } = ordered();
  orders.give("lock");
  orders.heard({ t: "done", id: "somebody-else" });
  assert.deepEqual(told, ["sending lock"]);
});

test("after a cut the same command is asked about, with its id; later it is given up", () => {
  const { time, sent, told, orders } = ordered();
  orders.give("lock");
  orders.online();
  assert.deepEqual(sent[0], sent[1]);
  time.pass(8000);
  orders.online();
  assert.equal(sent.length, 2);
  assert.deepEqual(told, ["sending lock", "lost lock"]);
});

test("a button whose meaning has changed is deaf for a moment", () => {
  const time = fakeTime();
  let calls = 0;
  const calm = openCalm({ now: time.now, later: time.later, changed: () => calls++ });
  calm.see("lock");
  assert.equal(calm.still(), false);
  calm.see("lock");
  assert.equal(calm.still(), false);
  calm.see("reveal");
  assert.equal(calm.still(), true);
  time.pass(701);
  assert.deepEqual([calm.still(), calls], [false, 1]);
});

test("the big button says the next step", () => {
  assert.equal(stepLabel("show", { slot: -1 }, t), "next_first 1");
  assert.equal(stepLabel("show", { slot: 0 }, t), "next_show 2");
  assert.equal(stepLabel("lock", { slot: 0 }, t), "next_lock");
  assert.equal(stepLabel("", { slot: 1 }, t), "over");
});

test("the state is told by the time, too", () => {
  assert.equal(stateOf(SHOWN, 999), "is_soon");
  assert.equal(stateOf(SHOWN, 1000), "is_shown");
  assert.equal(stateOf({ ...SHOWN, paused: true }, 1000), "is_paused");
  assert.equal(stateOf({ state: "board", paused: true }, 0), "is_break");
  assert.equal(stateOf({ state: "board", skipped: true }, 0), "is_skipped");
});

test("the clock counts to the opening, then to the end", () => {
  assert.deepEqual(clockOf(SHOWN, -1500), { kind: "soon", seconds: 3 });
  assert.deepEqual(clockOf(SHOWN, 1000), { kind: "left", seconds: 20 });
  assert.deepEqual(clockOf(SHOWN, 90000), { kind: "left", seconds: 0 });
  assert.deepEqual(clockOf({ ...SHOWN, closes_at: null }, 4000), { kind: "endless", seconds: 3 });
  assert.equal(clockOf({ ...SHOWN, paused: true }, 4000).kind, "paused");
  assert.equal(clockOf({ state: "locked" }, 0).kind, "none");
  assert.deepEqual([spelled(9), spelled(75), spelled(600)], ["9", "1:15", "10:00"]);
});

test("a question that has opened cannot be unasked", () => {
  assert.equal(undoOf({ undo: "show" }, SHOWN, 999), "show");
  assert.equal(undoOf({ undo: "show" }, SHOWN, 1000), "");
  assert.equal(undoOf({ undo: "lock" }, { state: "locked" }, 0), "lock");
  assert.equal(undoOf({}, SHOWN, 0), "");
});

test("keys mean nothing in a field, in a dialog, held down or with a modifier", () => {
  const target = (name) => ({ matches: (list) => list.split(", ").includes(name) });
  const key = (name, more = {}) => ({ key: name, target: target("body"), ...more });
  assert.equal(meant(key(" "), false), "next");
  assert.equal(meant(key("L"), false), "lock");
  assert.equal(meant(key("="), false), "extend");
  assert.equal(meant(key("x"), false), "");
  for (const more of [
    { repeat: true },
    { isComposing: true },
    { ctrlKey: true },
    { target: target("input") },
  ])
    assert.equal(meant(key("l", more), false), "");
  assert.equal(meant(key("l"), true), "");
  // A button is pressed by the browser itself.
  assert.equal(meant(key(" ", { target: target("button") }), false), "");
  assert.equal(meant(key("l", { target: target("button") }), false), "lock");
});

test("a presenter's clicker gives the next step, wherever the focus is, and takes none back", () => {
  const pressed = (key, on) =>
    meant({ key, target: { matches: (list) => list.includes(on) } }, false);
  assert.equal(pressed("PageDown", "body"), "next");
  assert.equal(pressed("PageDown", "button"), "next");
  assert.equal(pressed("PageDown", "input"), "");
  assert.equal(pressed("PageUp", "body"), "");
});

test("a correction is one key, several that count, or none", () => {
  assert.equal(verdictOf("single", "key", []), null);
  assert.deepEqual(verdictOf("single", "key", [2]), { kind: "new_key", keys: [[2]] });
  assert.deepEqual(verdictOf("single", "key", [0, 2]), { kind: "accept", keys: [[0], [2]] });
  assert.deepEqual(verdictOf("multiple", "key", [0, 2]), { kind: "new_key", keys: [[0, 2]] });
  assert.deepEqual(verdictOf("text", "void_all", []), { kind: "void_all", keys: [] });
  assert.equal(letters([3, 0], [2, 0, 1, 3]), "BD");
});

test("a stop said afterwards lies between the opening and now", () => {
  const asked = { opens_at: 1000, closes_at: null };
  assert.deepEqual(meantStop(asked, "2", "5.5", 90000), { since: 3000, until: 6500 });
  assert.deepEqual(meantStop(asked, "2", "50", 9000), { since: 3000, until: 8750 });
  for (const [from, to] of [
    ["", "5"],
    ["5", "2"],
    ["-1", "2"],
    ["a", "2"],
    ["20", "30"],
  ])
    assert.equal(meantStop(asked, from, to, 9000), null);
  const over = { opens_at: 1000, closes_at: 6000 };
  assert.deepEqual(meantStop(over, "4", "9", 90000), { since: 5000, until: 10000 });
  assert.equal(meantStop(over, "5", "9", 90000), null);
});

test("health is told in words with a sign", () => {
  const well = {
    phones: 3,
    slowest_ms: 40,
    backlog: 0,
    storing: true,
    processes: 1,
    lines_left: 900,
    screens: 2,
  };
  assert.deepEqual([...new Set(healthWords(well, t).map(([how]) => how))], ["good"]);
  const ill = { ...well, slowest_ms: 6000, backlog: 1000, storing: false };
  assert.deepEqual(
    healthWords(ill, t).map(([how]) => how),
    ["bad", "slow", "bad", "good", "good"],
  );
  const full = [99, 0].map((lines_left) => healthWords({ ...well, lines_left }, t));
  assert.deepEqual(
    full.map((told) => told[5]?.[0]),
    ["slow", "bad"],
  );
});

test("big screens are counted, and processes only where there are several", () => {
  const health = { phones: 3, slowest_ms: 0, storing: true, backlog: 0, lines_left: 900 };
  const of = (more) => healthWords({ ...health, ...more }, t).slice(3);
  assert.deepEqual(of({ processes: 1, screens: 1 }), [
    ["good", "phones 3 1"],
    ["good", "screens 1"],
  ]);
  assert.deepEqual(of({ processes: 2, screens: 0 }), [
    ["good", "phones_of 3 2"],
    ["slow", "no_screen"],
  ]);
});

for (const [backlog, how] of [
  [0, "good"],
  [6, "good"],
  [999, "good"],
  [1000, "slow"],
]) {
  test(`${backlog} answers on their way to the disk are ${how}`, () => {
    const health = { phones: 3, slowest_ms: 40, storing: true, processes: 1, lines_left: 900 };
    assert.equal(healthWords({ ...health, backlog }, t)[1]?.[0], how);
  });
}

test("simulated people and clearing are offered when they can be", () => {
  const can = (stage) => possible(stage, { can: ["show"] });
  assert.deepEqual(can({ state: "lobby" }), ["show", "bots"]);
  assert.deepEqual(can({ state: "draft", rehearsal: true }), ["show", "clear"]);
  assert.deepEqual(possible(null, null), []);
});

test("what others did is told once, and not what we did", () => {
  const others = openOthers();
  const line = (version, id) => [{ version, who: "chen", do: "lock", told: { id } }];
  assert.equal(others.newest(line(3, "old")), null);
  others.sent("mine");
  assert.equal(others.newest(line(4, "mine")), null);
  assert.equal(others.newest(line(5, "theirs"))?.version, 5);
  assert.equal(others.newest(line(5, "theirs")), null);
  assert.equal(others.newest([]), null);
});

test("a code is drawn square by square", () => {
  assert.equal(pathOf(["10", "01"]), "M0 0h1v1h-1zM1 1h1v1h-1z");
});
