import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openLine } from "../../frontend/static/screen/line.js";
import { fakeTime, fakeWires } from "./screen-fakes.js";

let time = fakeTime();
let wires = fakeWires();
let states = [];
let heard = [];
let asked = 0;
let line = null;
let chance = 0.5;

beforeEach(() => {
  time = fakeTime();
  wires = fakeWires();
  states = [];
  heard = [];
  asked = 0;
  chance = 0.5;
  line = openLine({
    connect: wires.connect,
    ask: () => {
      asked += 1;
    },
    hear: (frame) => heard.push(frame),
    state: (state) => states.push(state),
    random: () => chance,
    later: time.later,
  });
});

test("live is said when the server has spoken, not when the socket opens", () => {
  wires.last().opens();
  assert.deepEqual(states, ["connecting"]);
  wires.last().says({ t: "board" });
  assert.deepEqual(states, ["connecting", "live"]);
  assert.deepEqual(heard, [{ t: "board" }]);
});

test("a line that breaks comes back after a jittered wait", () => {
  wires.last().opens();
  wires.last().says({ t: "board" });
  wires.last().breaks();
  assert.equal(states[states.length - 1], "lost");
  time.pass(499);
  assert.equal(wires.made.length, 1);
  time.pass(1);
  assert.equal(wires.made.length, 2);
});

/** Lets time pass until there is another wire; returns how long that took. */
function untilNext() {
  const tries = wires.made.length;
  for (let waited = 0; waited <= 10000; waited += 50) {
    if (wires.made.length > tries) return waited;
    time.pass(50);
  }
  return Number.POSITIVE_INFINITY;
}

test("it tries for ever, never waiting longer than eight seconds", () => {
  chance = 0.999;
  for (let n = 0; n < 200; n++) {
    wires.last().breaks();
    assert.ok(untilNext() <= 8000);
  }
});

test("after a server that came back the waits begin small again", () => {
  chance = 0.999;
  for (let n = 0; n < 9; n++) {
    wires.last().breaks();
    untilNext();
  }
  wires.last().opens();
  wires.last().says({});
  wires.last().breaks();
  assert.ok(untilNext() <= 1000);
});

test("a quiet board is asked for every five seconds", () => {
  wires.last().opens();
  assert.equal(asked, 1);
  wires.last().says({});
  time.pass(5000);
  assert.equal(asked, 2);
  assert.equal(wires.made.length, 1);
});

test("a line without an answer for six seconds is dead, whatever the browser thinks", () => {
  wires.last().opens();
  wires.last().says({});
  time.pass(5000 + 6000);
  assert.equal(states[states.length - 1], "lost");
  assert.equal(wires.made[0].closed, true);
});

test("a socket that never opens is given up", () => {
  time.pass(6000);
  assert.equal(states[states.length - 1], "lost");
  time.pass(500);
  assert.equal(wires.made.length, 2);
});

test("whoever wakes does not wait", () => {
  wires.last().opens();
  wires.last().says({});
  line.wake();
  assert.equal(wires.made.length, 2);
  assert.equal(wires.made[0].closed, true);
});

test("what an old wire still says changes nothing", () => {
  const old = wires.last();
  old.opens();
  line.wake();
  assert.equal(old.onmessage, null);
  assert.equal(old.onclose, null);
});

test("hurry ends the wait but leaves a working line alone", () => {
  line.hurry();
  assert.equal(wires.made.length, 1);
  wires.last().breaks();
  line.hurry();
  assert.equal(wires.made.length, 2);
  time.pass(499);
  assert.equal(wires.made.length, 2);
});

test("nothing is sent while the socket is not open", () => {
  line.send({ t: "watch" });
  assert.deepEqual(wires.last().sent, []);
  wires.last().opens();
  line.send({ t: "watch" });
  assert.deepEqual(wires.last().sent, [{ t: "watch" }]);
});
