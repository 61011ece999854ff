import assert from "node:assert/strict";
import { test } from "node:test";

import { countDown, openClock } from "../../frontend/static/shared/countdown.js";
import { fakeTime } from "./fakes.js";

const START = 1789776000000;

/** A pong that took `trip` ms, `back` of them on the way home; the server is START ahead of us. */
function pong(clock, time, trip, back = trip / 2) {
  const sent = time.now();
  time.pass(trip);
  clock.pong(sent, START + time.now() - back);
}

test("the quickest round trip sets the clock", () => {
  const time = fakeTime();
  const clock = openClock(time.now);
  pong(clock, time, 800, 700);
  pong(clock, time, 40);
  pong(clock, time, 600, 500);
  assert.ok(Math.abs(clock.now() - START - time.now()) <= 1);
});

test("the error is never more than half of the quickest trip", () => {
  for (const back of [0, 10, 50, 90, 100]) {
    const time = fakeTime();
    const clock = openClock(time.now);
    pong(clock, time, 100, back);
    assert.ok(Math.abs(clock.now() - START - time.now()) <= 50);
  }
});

test("before the first pong a frame's own time will do", () => {
  const time = fakeTime();
  const clock = openClock(time.now);
  clock.hint(START);
  time.pass(500);
  assert.equal(clock.now(), START + 500);
});

test("a later frame proves that the server is further than we thought", () => {
  const time = fakeTime();
  const clock = openClock(time.now);
  clock.hint(START - 400);
  clock.hint(START);
  clock.hint(START - 900);
  assert.equal(clock.now(), START - 900);
  pong(clock, time, 20);
  clock.hint(START - 900);
  assert.ok(Math.abs(clock.now() - START - time.now()) <= 10);
});

test("a phone whose clock stopped while it slept is put right by the next pong", () => {
  const time = fakeTime();
  const clock = openClock(time.now);
  pong(clock, time, 20);
  const slept = 60000;
  const sent = time.now();
  time.pass(300);
  clock.pong(sent, START + slept + time.now() - 150);
  assert.ok(Math.abs(clock.now() - START - slept - time.now()) <= 150);
});

test("whole seconds are told down to zero, and zero once", () => {
  const time = fakeTime();
  const told = [];
  let zeros = 0;
  countDown(3000, {
    now: time.now,
    every: time.every,
    tick: (seconds) => told.push(seconds),
    zero: () => zeros++,
  });
  time.pass(10000);
  assert.deepEqual([...new Set(told)], [3, 2, 1, 0]);
  assert.equal(zeros, 1);
  assert.equal(time.waiting(), 0);
});

test("a countdown that was stopped stays silent", () => {
  const time = fakeTime();
  let zeros = 0;
  const stop = countDown(500, { now: time.now, every: time.every, tick() {}, zero: () => zeros++ });
  stop();
  time.pass(5000);
  assert.equal(zeros, 0);
});

test("a question that is over already ends at once and shows nothing below zero", () => {
  const time = fakeTime();
  const told = [];
  countDown(-9000, {
    now: time.now,
    every: time.every,
    tick: (seconds, left) => told.push(seconds, left),
    zero() {},
  });
  time.pass(1000);
  assert.deepEqual(told, [0, 0]);
});
