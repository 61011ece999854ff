import assert from "node:assert/strict";
import { test } from "node:test";

import { openOutbox } from "../../frontend/static/phone/outbox.js";
import { openPlay } from "../../frontend/static/phone/play.js";
import { openStore } from "../../frontend/static/shared/storage.js";
import { fakeStorage, fakeTime } from "./fakes.js";

const ROUND = { code: "demo", tries_left: 3, next_try: 0, ranked: true };
const RESULT = { attempt: 7, score: 10 };
const shown = (slot) => ({ attempt: 7, slot, of: 3, order: [0, 1], q: { kind: "single" } });
const state = (slot, more = {}) => ({
  ...{ attempt: 7, try_no: 0, slot, of: 3, question: shown(slot), result: null, stored: [] },
  ...more,
});
const welcome = (attempt = null, round = ROUND) => ({ t: "welcome", now: 5, round, attempt });
const receipt = (slot, more = {}) => ({
  ...{ t: "receipt", attempt: 7, slot, seq: slot, choice: [1], counts: true, now: 6 },
  ...{ reason: null, revealed: null, question: null, result: null },
  ...more,
});

/** A phone whose page is a list of what it showed, and whose line is a list of what it sent. */
function phone(storage = fakeStorage()) {
  const time = fakeTime();
  const pages = [];
  const sent = [];
  const self = { online: true, pages, sent, time, storage, asked: 0, go: () => {}, tries: 0 };
  const face = {
    ready: () => pages.push("ready"),
    question: ({ slot }, waiting) => pages.push(`question ${slot}${waiting ? " locked" : ""}`),
    count: ({ closes_at }) => closes_at && pages.push(`until ${closes_at}`),
    sending: (slot) => pages.push(`sending ${slot}`),
    saved: ({ slot, counts }) => pages.push(`${counts ? "saved" : "not counted"} ${slot}`),
    reveal: (_revealed, _choice, last, go) => {
      self.go = go;
      pages.push(last ? "reveal last" : "reveal");
    },
    pause: (slot, go) => {
      self.go = go;
      pages.push(`pause ${slot}`);
    },
    result: ({ score }, { tries_left }) => pages.push(`result ${score}, ${tries_left} left`),
    trouble: (message) => pages.push(message),
  };
  const store = openStore(
    () => storage,
    () => {},
  );
  self.play = openPlay({
    face,
    later: time.later,
    send(frame) {
      if (self.online) sent.push(frame);
      return self.online;
    },
    outboxFor: (attempt) => openOutbox(store, "2026", attempt),
    again: () => self.asked++,
    hint() {},
  });
  return self;
}

const last = (list) => list[list.length - 1];

/** A phone that shows question `slot`. */
function playing(slot = 0, storage = fakeStorage()) {
  const one = phone(storage);
  one.play.receive(welcome(state(slot)));
  return one;
}

test("a paper is played from welcome to result", () => {
  const { play, pages, sent } = phone();
  play.receive(welcome());
  play.open();
  play.receive({ t: "opened", now: 5, attempt: state(0) });
  for (const slot of [0, 1, 2]) {
    play.answer([slot], 900.4);
    const last = slot === 2;
    play.receive(receipt(slot, last ? { result: RESULT } : { question: shown(slot + 1) }));
  }
  assert.deepEqual(pages, [
    "ready",
    ...["question 0", "sending 0", "saved 0", "question 1", "sending 1", "saved 1"],
    ...["question 2", "sending 2", "saved 2", "result 10, 2 left"],
  ]);
  assert.deepEqual(sent[0], { t: "open", try_no: 0 });
  assert.deepEqual(sent[1], {
    ...{ t: "answer", attempt: 7, slot: 0, seq: 0, choice: [0], took_ms: 900 },
  });
});

test("an answer given without a line is sent after the next welcome, and only once settled", () => {
  const one = playing();
  one.online = false;
  one.play.answer([1], 100);
  assert.deepEqual(one.sent, []);
  assert.equal(one.play.unsent().length, 1);
  one.online = true;
  one.play.receive(welcome(state(0)));
  one.play.receive(welcome(state(0)));
  assert.equal(one.sent.length, 2);
  one.play.receive(receipt(0, { question: shown(1) }));
  one.play.receive(welcome(state(1, { stored: [0] })));
  assert.equal(one.sent.length, 2);
});

test("after a reload an answer that waits locks its question and is sent", () => {
  const storage = fakeStorage();
  const before = playing(0, storage);
  before.online = false;
  before.play.answer([1], 100);
  const after = playing(0, storage);
  assert.deepEqual(after.pages, ["question 0 locked"]);
  assert.deepEqual(after.sent[0].choice, [1]);
});

test("what is stored by now is sent again all the same: time may have written a blank there", () => {
  const storage = fakeStorage();
  const before = playing(0, storage);
  before.online = false;
  before.play.answer([1], 100);
  const after = phone(storage);
  after.play.receive(welcome(state(1, { stored: [0] })));
  assert.deepEqual(after.pages, ["question 1"]);
  assert.deepEqual(after.sent[0].choice, [1]);
  after.play.receive(receipt(0, { counts: false, choice: [], reason: "late" }));
  assert.deepEqual(after.pages, ["question 1", "not counted 0"]);
  assert.deepEqual(after.play.unsent(), []);
});

test("a receipt that comes after the result of a closed paper does not draw it again", () => {
  const storage = fakeStorage();
  const before = playing(2, storage);
  before.online = false;
  before.play.answer([1], 100);
  const after = phone(storage);
  after.play.receive(welcome(state(3, { question: null, result: RESULT, stored: [0, 1, 2] })));
  after.play.receive(receipt(2, { counts: false, choice: [], reason: "late", result: RESULT }));
  assert.deepEqual(after.pages, ["result 10, 2 left", "not counted 2"]);
});

test("a receipt that comes twice draws nothing twice", () => {
  const { play, pages } = playing();
  play.answer([1], 100);
  play.receive(receipt(0, { question: shown(1) }));
  play.receive(receipt(0, { question: shown(1) }));
  assert.equal(pages.filter((page) => page === "question 1").length, 1);
});

test("a welcome while a question is shown does not take it away", () => {
  const { play, pages } = playing();
  play.receive(welcome(state(0)));
  assert.deepEqual(pages, ["question 0"]);
});

test("another device went on: this one follows", () => {
  const { play, pages } = playing();
  play.receive({ t: "opened", now: 9, attempt: state(2, { stored: [0, 1] }) });
  assert.deepEqual(pages, ["question 0", "question 2"]);
});

test("an answer that came too late is said to be so", () => {
  const { play, pages } = playing();
  play.answer([1], 100);
  play.receive(receipt(0, { counts: false, choice: [], reason: "late", question: shown(1) }));
  assert.deepEqual(pages.slice(2), ["not counted 0", "question 1"]);
});

for (const code of ["busy", "storage_full", "unavailable"])
  for (const about of [{ seq: 0, slot: 0 }, {}])
    test(`after ${code} the answer stays here and goes again: ${JSON.stringify(about)}`, () => {
      const { play, sent, pages, time } = playing();
      play.answer([1], 100);
      play.receive({ t: "error", code, message: code, ...about, retry_ms: 700 });
      assert.equal(sent.length, 1);
      time.pass(700);
      assert.equal(sent.length, 2);
      assert.equal(pages[pages.length - 1], code);
      assert.equal(play.unsent().length, 1);
    });

for (const code of ["bad_choice", "unstorable"])
  test(`after ${code} the answer is let go, and the server asked where we stand`, () => {
    const one = playing();
    one.play.answer([1], 100);
    one.play.receive({ t: "error", code, message: "no", seq: 0, slot: 0 });
    assert.equal(one.play.unsent().length, 0);
    assert.equal(one.asked, 1);
    one.play.receive(welcome(state(0)));
    assert.equal(one.pages[one.pages.length - 1], "question 0");
  });

test("an error that names no question takes no answer along, and is not asked about again", () => {
  const one = playing();
  one.online = false;
  one.play.answer([1], 100);
  for (const code of ["not_prepared", "round_closed", "no_tries", "not_open"])
    one.play.receive({ t: "error", code, message: code });
  assert.equal(last(one.pages), "not_open");
  assert.deepEqual([one.play.unsent().length, one.asked], [1, 0]);
  one.online = true;
  one.play.receive(welcome(state(0)));
  assert.equal(last(one.sent).slot, 0);
});

test("of what the server cannot read the answer that waits longest is let go", () => {
  const one = playing();
  one.play.answer([1], 100);
  one.play.receive({ t: "error", code: "malformed", message: "no" });
  assert.equal(one.play.unsent().length, 0);
  assert.equal(one.asked, 1);
});

test("a key that is shown waits for the reader, and then the next question is asked for", () => {
  const one = playing();
  const revealed = { key: [0], points: 0, why: "", source: "" };
  one.play.answer([1], 100);
  one.play.receive(receipt(0, { revealed }));
  assert.equal(one.pages[one.pages.length - 1], "reveal");
  one.go();
  assert.deepEqual(one.sent[1], { t: "next", attempt: 7, slot: 1 });
  one.play.receive({ t: "opened", now: 9, attempt: state(1, { stored: [0] }) });
  assert.equal(one.pages[one.pages.length - 1], "question 1");
});

test("the last key leads to the result", () => {
  const one = playing(2);
  one.play.answer([1], 100);
  one.play.receive(receipt(2, { revealed: { key: [0] }, result: RESULT }));
  assert.equal(one.pages[one.pages.length - 1], "reveal last");
  one.go();
  assert.equal(one.pages[one.pages.length - 1], "result 10, 2 left");
});

test("a reload between two questions does not start the clock by itself", () => {
  const one = phone();
  one.play.receive(welcome(state(1, { question: null, stored: [0] })));
  assert.deepEqual(one.pages, ["pause 1"]);
  assert.deepEqual(one.sent, []);
  one.go();
  assert.deepEqual(one.sent, [{ t: "next", attempt: 7, slot: 1 }]);
});

test("tries without a limit stay without one", () => {
  const one = phone();
  one.play.receive(welcome(state(0), { ...ROUND, tries_left: null }));
  one.play.answer([1], 1);
  one.play.receive(receipt(0, { result: RESULT }));
  assert.equal(one.pages[one.pages.length - 1], "result 10, null left");
});

test("the next attempt starts with an empty page and its own number", () => {
  const one = phone();
  one.play.receive(
    welcome(state(3, { question: null, result: RESULT }), { ...ROUND, next_try: 1 }),
  );
  one.play.open();
  assert.deepEqual(one.sent, [{ t: "open", try_no: 1 }]);
  const second = { ...state(0), attempt: 8, try_no: 1, question: { ...shown(0), attempt: 8 } };
  one.play.receive({ t: "opened", now: 9, attempt: second });
  one.play.answer([0], 5);
  assert.equal(one.sent[1].attempt, 8);
});

test("a typed text travels in a field of its own, and a blank one is a blank", () => {
  const one = playing();
  one.play.answer("光合作用", 900);
  assert.deepEqual(
    one.play.unsent().map(({ choice, text }) => ({ choice, text })),
    [{ choice: [], text: "光合作用" }],
  );
  const other = playing();
  other.play.answer([], 900);
  assert.equal("text" in other.play.unsent()[0], false);
});

test("a round that has got more time counts to its new end, and draws nothing anew", () => {
  const { play, pages } = playing();
  play.answer([1], 900);
  const before = [...pages];
  const round = { ...ROUND, closes_at: 99 };
  const question = { ...shown(0), closes_at: 99 };
  play.receive(welcome({ ...state(0), question }, round));
  assert.deepEqual(pages, [...before, "until 99"]);
  play.receive(receipt(0, { question: { ...shown(1), closes_at: 99 } }));
  assert.deepEqual(pages.slice(-2), ["saved 0", "question 1"]);
});
