import assert from "node:assert/strict";
import { test } from "node:test";

import { openLink, wait } from "../../frontend/static/shared/socket.js";
import { fakeTime } from "./fakes.js";

/** A link over wires that a test holds in its hand. */
function linked(random = () => 0.5) {
  const time = fakeTime();
  const wires = [];
  const states = [];
  const received = [];
  const pongs = [];
  const link = openLink({
    connect() {
      const wire = { sent: [], closed: false, onopen: null, onmessage: null, onclose: null };
      wire.send = (text) => wire.sent.push(JSON.parse(text));
      wire.close = () => {
        wire.closed = true;
      };
      wires.push(wire);
      return wire;
    },
    hello: () => ({ t: "hello" }),
    receive: (frame) => received.push(frame.t),
    state: (state, code) => states.push(code ? `${state} ${code}` : state),
    random,
    now: time.now,
    later: time.later,
    pong: (sent, now) => pongs.push([sent, now]),
  });
  const wire = () => wires[wires.length - 1];
  const say = (frame) => wire().onmessage({ data: JSON.stringify(frame) });
  const join = () => {
    wire().onopen();
    say({ t: "welcome" });
  };
  return { time, wires, wire, states, received, pongs, link, say, join };
}

test("connected is said only after the welcome", () => {
  const { wire, states, say, link } = linked();
  wire().onopen();
  assert.deepEqual(wire().sent, [{ t: "hello" }]);
  assert.deepEqual(states, ["connecting"]);
  assert.equal(link.send({ t: "answer" }), false);
  say({ t: "welcome" });
  assert.deepEqual(states, ["connecting", "online"]);
  assert.equal(link.send({ t: "answer" }), true);
});

test("a hall's line is connected by what answers there, never by an error", () => {
  const { wire, states, received, say } = linked();
  wire().onopen();
  say({ t: "error", code: "not_open" });
  assert.deepEqual(states, ["connecting"]);
  say({ t: "entered" });
  assert.deepEqual(states, ["connecting", "online"]);
  assert.deepEqual(received, ["error", "entered"]);
});

test("a pong is echoed at once and tells the time", () => {
  const { wire, say, join, pongs } = linked();
  join();
  say({ t: "pong", c: 0, now: 99, n: 4 });
  assert.deepEqual(wire().sent.slice(1), [
    { t: "ping", c: 0 },
    { t: "echo", n: 4 },
  ]);
  assert.deepEqual(pongs, [[0, 99]]);
});

test("every ten seconds of quiet a ping is sent", () => {
  const { time, wire, say, join } = linked();
  join();
  say({ t: "pong", c: 0, now: 1, n: 1 });
  time.pass(10000);
  assert.deepEqual(wire().sent.slice(-1), [{ t: "ping", c: 10000 }]);
});

test("nine seconds of silence after a ping are the end of a line", () => {
  const { time, wires, states, join } = linked();
  join();
  time.pass(8999);
  assert.equal(wires.length, 1);
  time.pass(1);
  assert.equal(wires[0].closed, true);
  assert.equal(states[states.length - 1], "offline");
});

test("a server that takes the line but never welcomes is given up", () => {
  const { time, wire, wires } = linked();
  wire().onopen();
  time.pass(9000 + 500);
  assert.equal(wires.length, 2);
});

test("waits are anywhere from nothing to a bound that doubles up to eight seconds", () => {
  const bounds = [1000, 2000, 4000, 8000, 8000, 8000];
  assert.deepEqual(
    bounds.map((_, tries) => wait(tries, () => 1)),
    bounds,
  );
  assert.equal(
    wait(5, () => 0),
    0,
  );
  assert.equal(
    wait(2000, () => 1),
    8000,
  );
});

test("a lost line comes back after the wait, and a welcome starts the waits afresh", () => {
  const { time, wire, wires, join } = linked(() => 1);
  join();
  wire().onclose({ code: 1006 });
  time.pass(999);
  assert.equal(wires.length, 1);
  time.pass(1);
  assert.equal(wires.length, 2);
  wire().onclose({ code: 1006 });
  time.pass(2000);
  assert.equal(wires.length, 3);
  join();
  wire().onclose({ code: 1006 });
  time.pass(1000);
  assert.equal(wires.length, 4);
});

test("a restarting server is asked again within a second, however often we failed", () => {
  const { time, wire, wires } = linked(() => 1);
  for (let n = 0; n < 4; n++) {
    wire().onclose({ code: 1006 });
    time.pass(8000);
  }
  const before = wires.length;
  wire().onclose({ code: 1012 });
  time.pass(1000);
  assert.equal(wires.length, before + 1);
});

test("a refusal is final and says its code", () => {
  for (const code of [4401, 4409]) {
    const { time, wire, wires, states, join } = linked();
    join();
    wire().onclose({ code });
    time.pass(60000);
    assert.equal(wires.length, 1);
    assert.equal(states[states.length - 1], `refused ${code}`);
  }
});

test("a network that comes back is used at once", () => {
  const { wire, wires, link, join } = linked(() => 1);
  join();
  wire().onclose({ code: 1006 });
  link.wake();
  assert.equal(wires.length, 2);
});

test("a tab that comes to the front asks whether the line still lives", () => {
  const { time, wire, wires, link, say, join } = linked(() => 0);
  join();
  say({ t: "pong", c: 0, now: 1, n: 1 });
  link.wake();
  assert.equal(wire().sent.filter((frame) => frame.t === "ping").length, 2);
  time.pass(9001);
  assert.equal(wires.length, 2);
});

test("a wire that was let go is not heard any more", () => {
  const { wires, link, join } = linked();
  join();
  link.stop();
  assert.equal(wires[0].onmessage, null);
  assert.equal(wires[0].closed, true);
});
