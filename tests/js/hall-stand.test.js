import assert from "node:assert/strict";
import { test } from "node:test";

import { openSealed } from "../../frontend/static/hall/sealed.js";
import { openStand } from "../../frontend/static/hall/stand.js";
import { openUnsent } from "../../frontend/static/hall/unsent.js";
import { openOutbox } from "../../frontend/static/phone/outbox.js";
import { openStore } from "../../frontend/static/shared/storage.js";
import { fakeStorage, fakeTime, seeded } from "./fakes.js";

const Q = { kind: "single", stem: "?", options: ["a", "b"] };
const HALL = { code: "111111", title: "决赛", teams: [], stake: null, lives: 0 };

const stage = (fields) => ({
  t: "stage",
  v: 1,
  now: 0,
  state: "lobby",
  slot: -1,
  of: 2,
  ...fields,
});
const mine = (fields) => ({ t: "mine", v: 1, slot: -1, score: 0, people: 1, ...fields });
const shown = (v, slot, more) => stage({ v, slot, state: "shown", q: Q, order: [1, 0], ...more });

/** A phone that has said nothing yet; what it shows and sends is written down. */
function seat(storage = fakeStorage()) {
  const time = fakeTime();
  const scenes = [];
  const said = [];
  const asked = [];
  const line = { up: true, sent: [] };
  const store = openStore(
    () => storage,
    () => {},
  );
  const random = seeded(1);
  const unsent = openUnsent({
    outboxFor: (attempt) => openOutbox(store, "2026", attempt),
    send(frame) {
      if (line.up) line.sent.push(frame);
      return line.up;
    },
  });
  const stand = openStand({
    face: {
      draw: (scene, at) => {
        scenes.push(scene);
        seatNow.at = at;
      },
      saved: (slot, counts) => said.push(`saved ${slot} ${counts}`),
      refused: (slot, message, again) => said.push(`refused ${slot} ${message} ${again}`),
      door: ({ code }) => said.push(`door ${code}`),
      trouble: (message) => said.push(message),
    },
    unsent,
    later: time.later,
    hint: () => {},
    random,
    sealed: openSealed({
      ...{ later: time.later, now: time.now, random },
      again: () => asked.push(time.now()),
      unseal: (box, key) => (key === `key of ${box}` ? { q: Q, order: [0, 1] } : null),
    }),
  });
  const enter = (at, more = {}) =>
    stand.receive({
      t: "entered",
      hall: HALL,
      ...{ name: "Mei", attempt: 7 },
      mine: mine(),
      stored: null,
      stage: at,
      ...more,
    });
  const seatNow = { unsent, time, scenes, said, asked, line, storage, stand, enter, at: null };
  return seatNow;
}

const last = (list) => list[list.length - 1];

test("nothing is shown before the hall let us in", () => {
  const { stand, scenes, said } = seat();
  stand.receive(stage({ v: 3 }));
  stand.receive(mine({ v: 3 }));
  assert.deepEqual(scenes, []);
  stand.receive({ t: "error", code: "door_shut", message: "zu" });
  assert.deepEqual(said, ["door door_shut"]);
});

test("a sitting is followed from the lobby to its end", () => {
  const { stand, enter, scenes } = seat();
  enter(stage());
  stand.receive(stage({ v: 2, slot: 0, state: "shown", box: "B", opens_at: 3000 }));
  stand.receive({ t: "unseal", v: 2, slot: 0, key: "key of B" });
  stand.receive(shown(3, 0, { state: "locked" }));
  stand.receive(shown(4, 0, { state: "revealed", told: { key: [1] } }));
  stand.receive(shown(5, 0, { state: "board", told: { key: [1] } }));
  stand.receive(stage({ v: 6, slot: 0, state: "closed" }));
  assert.deepEqual(scenes, ["lobby", "ready", "ask", "ask", "told", "board", "final"]);
});

test("a question that was opened stays open when the stage comes again with its box", () => {
  const { stand, enter, scenes } = seat();
  const ahead = { slot: 0, state: "shown", box: "B", opens_at: 3000 };
  enter(stage(ahead));
  stand.receive({ t: "unseal", v: 1, slot: 0, key: "key of B" });
  stand.receive(stage({ ...ahead, v: 2 }));
  assert.deepEqual(scenes, ["ready", "ask", "ask"]);
});

test("a key that does not come, or does not fit, is asked for once the question is open", () => {
  const { time, stand, enter, asked } = seat();
  enter(stage({ slot: 0, state: "shown", box: "B", opens_at: 3000 }));
  time.pass(4000);
  assert.deepEqual(asked, []);
  time.pass(2000);
  assert.equal(asked.length, 1);
  stand.receive({ t: "unseal", v: 1, slot: 0, key: "another" });
  assert.equal(asked.length, 2);
});

test("an older stage than the one we know changes nothing", () => {
  const { stand, enter, scenes } = seat();
  enter(shown(5, 1));
  stand.receive(shown(4, 0));
  assert.deepEqual(scenes, ["ask"]);
});

test("a pause hides the question, which comes back when the clock goes on", () => {
  const { stand, enter, scenes } = seat();
  enter(shown(1, 0));
  stand.receive(stage({ v: 2, slot: 0, state: "shown", paused: true }));
  stand.receive(shown(3, 0));
  assert.deepEqual(scenes, ["ask", "rest", "ask"]);
});

test("an answer is kept until its receipt and sent again after a reload", () => {
  const storage = fakeStorage();
  const first = seat(storage);
  first.enter(shown(1, 0));
  first.line.up = false;
  first.stand.answer([1], 812.4, false);
  assert.equal(first.at.sending, true);
  assert.equal(first.unsent.all().length, 1);

  const again = seat(storage);
  again.enter(shown(1, 0));
  const [sent] = again.line.sent;
  assert.deepEqual([sent.slot, sent.choice, sent.took_ms], [0, [1], 812]);
  again.stand.receive({
    t: "receipt",
    slot: 0,
    seq: sent.seq,
    choice: [1],
    text: "",
    counts: true,
  });
  assert.deepEqual(again.said, ["saved 0 true"]);
  assert.deepEqual(again.at.stored.choice, [1]);
  assert.equal(again.unsent.all().length, 0);
});

test("what another phone of ours answered is shown as stored", () => {
  const { stand, enter, said } = seat();
  const now = seat();
  now.enter(shown(1, 0));
  now.stand.receive({ t: "receipt", slot: 0, seq: 9, choice: [0], text: "", counts: true });
  assert.deepEqual(now.at.stored.choice, [0]);
  assert.deepEqual(now.said, []);
  enter(shown(1, 0), { stored: { slot: 0, choice: [1], text: "", sure: false } });
  stand.answer([0], 5, false);
  assert.deepEqual(said, []);
});

test("a question that is over refuses by name, a pause lets one answer again", () => {
  const now = seat();
  now.enter(shown(1, 0));
  now.stand.answer([1], 5, true);
  assert.equal(last(now.line.sent).sure, true);
  now.stand.receive({ t: "error", code: "paused", message: "Pause", slot: 0, seq: 1 });
  now.stand.answer([1], 5, false);
  now.stand.receive({ t: "error", code: "closed", message: "zu", slot: 0, seq: 2 });
  assert.deepEqual(now.said, ["refused 0 Pause true", "refused 0 zu false"]);
  assert.equal(now.unsent.all().length, 0);
});

test("a busy server gets the answer again after the time it names", () => {
  const { time, stand, enter, line } = seat();
  enter(shown(1, 0));
  stand.answer([1], 5, false);
  stand.receive({ t: "error", code: "busy", message: "…", slot: 0, seq: 1, retry_ms: 500 });
  time.pass(499);
  assert.equal(line.sent.length, 1);
  time.pass(1);
  assert.equal(line.sent.length, 2);
  assert.deepEqual(line.sent[0], line.sent[1]);
});

test("right or wrong is said only when our own standing is as new as the reveal", () => {
  const now = seat();
  now.enter(shown(1, 0));
  now.stand.receive(shown(3, 0, { state: "revealed", told: { key: [1] } }));
  assert.equal(now.at.judged, false);
  now.stand.receive(mine({ v: 3, slot: 0, right: true, points: 10, rank: 4 }));
  assert.equal(now.at.judged, true);
  now.stand.receive(shown(4, 0, { state: "board", told: { key: [1] } }));
  assert.equal(now.at.judged, true);
  now.stand.receive(shown(5, 1));
  assert.equal(now.at.was, 4);
});

test("who is shown out sees it, who has no team chooses one first", () => {
  const { stand, enter, scenes } = seat();
  enter(stage(), { hall: { ...HALL, teams: [{ id: 1, name: "甲" }] } });
  stand.receive(mine({ v: 2, team: "甲" }));
  stand.receive(mine({ v: 3, team: "甲", removed: true }));
  assert.deepEqual(scenes, ["team", "lobby", "removed"]);
});

const BO = { name: "Bo", attempt: 8 };

test("what somebody left unsent is not sent as the next person's who comes in on this phone", () => {
  const { stand, unsent, enter, line, said } = seat();
  enter(shown(1, 0));
  line.up = false;
  stand.answer([1], 5, true);
  line.up = true;
  stand.forget();
  assert.deepEqual(unsent.all(), []);
  stand.receive({ t: "error", code: "door_shut", message: "zu" });
  enter(shown(1, 0), BO);
  assert.deepEqual([line.sent, said], [[], ["door door_shut"]]);
  stand.answer([0], 5, false);
  assert.deepEqual(last(line.sent).choice, [0]);
});

test("nor after a reload, and whoever comes back finds it", () => {
  const storage = fakeStorage();
  const first = seat(storage);
  first.enter(shown(1, 0));
  first.line.up = false;
  first.stand.answer([1], 5, false);
  const other = seat(storage);
  other.enter(shown(1, 0), BO);
  assert.deepEqual(other.line.sent, []);
  const again = seat(storage);
  again.enter(shown(1, 0));
  assert.deepEqual(last(again.line.sent).choice, [1]);
});

test("an answer that a busy server will get again goes with whoever gave it", () => {
  const { time, stand, enter, line } = seat();
  enter(shown(1, 0));
  stand.answer([1], 5, false);
  stand.receive({ t: "error", code: "busy", message: "…", slot: 0, seq: 1, retry_ms: 500 });
  stand.forget();
  enter(shown(1, 0), BO);
  time.pass(500);
  assert.equal(line.sent.length, 1);
});

test("the rank that somebody had is not the next person's rank before", () => {
  const now = seat();
  now.enter(shown(1, 0), { mine: mine({ rank: 4 }) });
  now.stand.receive(shown(2, 1));
  assert.equal(now.at.was, 4);
  now.stand.forget();
  now.enter(shown(2, 1), BO);
  assert.equal(now.at.was, null);
});
