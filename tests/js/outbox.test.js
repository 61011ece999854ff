import assert from "node:assert/strict";
import { test } from "node:test";

import { openOutbox } from "../../frontend/static/phone/outbox.js";
import { openStore } from "../../frontend/static/shared/storage.js";
import { fakeStorage, seeded } from "./fakes.js";

const answer = (slot, choice = [1]) => ({
  t: "answer",
  attempt: 7,
  slot,
  seq: slot,
  choice,
  took_ms: 900,
});
const open = (storage, attempt = 7, contest = "2026") =>
  openOutbox(
    openStore(
      () => storage,
      () => {},
    ),
    contest,
    attempt,
  );
const slots = (outbox) => outbox.waiting().map((one) => one.slot);

test("an answer waits until its receipt comes", () => {
  const outbox = open(fakeStorage());
  outbox.put(answer(0));
  outbox.put(answer(1));
  outbox.settle(0);
  assert.deepEqual(slots(outbox), [1]);
});

test("a reload finds every answer that waits, in order", () => {
  const storage = fakeStorage();
  const first = open(storage);
  first.put(answer(3));
  first.put(answer(1, []));
  assert.deepEqual(open(storage).waiting(), [answer(3), answer(1, [])]);
});

test("a second tap on the same question changes nothing", () => {
  const outbox = open(fakeStorage());
  outbox.put(answer(0, [2]));
  outbox.put(answer(0, [3]));
  assert.deepEqual(outbox.waiting(), [answer(0, [2])]);
});

test("a receipt that comes twice, or for an unknown question, changes nothing", () => {
  const outbox = open(fakeStorage());
  outbox.put(answer(0));
  outbox.settle(5);
  outbox.settle(0);
  outbox.settle(0);
  assert.deepEqual(slots(outbox), []);
});

test("two attempts and two contests never share an outbox", () => {
  const storage = fakeStorage();
  open(storage, 7).put(answer(0));
  assert.deepEqual(slots(open(storage, 8)), []);
  assert.deepEqual(slots(open(storage, 7, "2027")), []);
});

test("an empty outbox leaves nothing on the phone", () => {
  const storage = fakeStorage();
  const outbox = open(storage);
  outbox.put(answer(0));
  outbox.settle(0);
  assert.equal(storage.kept.size, 0);
});

test("what another version left there is no reason to stop", () => {
  for (const rubbish of ["{", "null", "7", '"x"', "{}"]) {
    const storage = fakeStorage();
    storage.setItem("outbox:2026:7", rubbish);
    assert.deepEqual(slots(open(storage)), []);
  }
});

test("a storage that throws is replaced by memory, and said once", () => {
  const storage = fakeStorage();
  let warnings = 0;
  const store = openStore(
    () => storage,
    () => warnings++,
  );
  storage.broken = true;
  const outbox = openOutbox(store, "2026", 7);
  outbox.put(answer(0));
  assert.deepEqual(slots(outbox), [0]);
  assert.deepEqual(slots(openOutbox(store, "2026", 7)), [0]);
  outbox.settle(0);
  assert.equal(store.get("outbox:2026:7"), null);
  assert.equal(warnings, 1);
});

test("a storage that may not even be touched is no reason to stop", () => {
  const store = openStore(
    () => {
      throw new Error("SecurityError");
    },
    () => {},
  );
  store.set("token", "x");
  assert.equal(store.get("token"), "x");
});

test("whatever happens in whatever order, what waits is what was put and not settled", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seeded(seed);
    const storage = fakeStorage();
    const expected = new Set();
    let outbox = open(storage);
    for (let step = 0; step < 40; step++) {
      const slot = Math.floor(random() * 10);
      const act = Math.floor(random() * 3);
      if (act === 0) {
        outbox.put(answer(slot));
        expected.add(slot);
      } else if (act === 1) {
        outbox.settle(slot);
        expected.delete(slot);
      } else outbox = open(storage);
    }
    assert.deepEqual(slots(outbox).sort(), [...expected].sort(), `seed ${seed}`);
  }
});
