import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { openStream, parse } from "../../frontend/static/boards/stream.js";

const BOARD = {
  board: "x",
  v: 1,
  people: 1,
  attempts: 1,
  rows: [{ id: 1, rank: 1, ranked: true, same: false }],
};
const CHANGE = {
  from: 1,
  v: 2,
  people: 2,
  attempts: 2,
  gone: [],
  rows: [[0, { id: 2, ranked: true, same: false }]],
};

const event = (id, kind, body) => `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(body)}\n\n`;

function answer(...parts) {
  const chunks = parts.map((part) => new TextEncoder().encode(part));
  const reader = {
    read: async () => (chunks.length ? { done: false, value: chunks.shift() } : { done: true }),
    cancel: async () => {},
  };
  return { ok: true, body: { getReader: () => reader } };
}

test("events are cut out of a stream, whole ones only", () => {
  const { events, rest } = parse(`retry: 1000\n\n${event("1-a", "board", { a: "b: c" })}id: 2`);
  assert.equal(events[1].data, '{"a":"b: c"}');
  assert.equal(events[1].id, "1-a");
  assert.equal(rest, "id: 2");
});

test("a board is shown whole, changed, and asked for again from its last id", async () => {
  const text = event("1-a", "board", BOARD) + event("2-b", "frame", CHANGE);
  const answers = [answer(text.slice(0, 30), text.slice(30)), answer(event("2-b", "beat", {}))];
  const asked = [];
  const shown = [];
  const waits = [];
  let beats = 0;
  const stream = openStream({
    address: "/api/feed/first/persons",
    token: "feed_x",
    show: (board) => shown.push(board.rows.map((row) => [row.id, row.rank])),
    beat: () => {
      beats += 1;
    },
    get: async (address, { headers }) => {
      asked.push([address, headers.Authorization, headers["Last-Event-ID"]]);
      return answers.shift() ?? { ok: false, status: 401 };
    },
    random: () => 0.5,
    later: (fn, ms) => {
      waits.push(ms);
      if (waits.length < 3) fn();
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(shown, [
    [[1, 1]],
    [
      [2, 1],
      [1, 2],
    ],
  ]);
  assert.deepEqual(
    asked.map((one) => one[2]),
    [undefined, "2-b", "2-b"],
  );
  assert.equal(asked[0][1], "Bearer feed_x");
  assert.equal(beats, 1);
  assert.deepEqual(waits, [500, 500, 1000]);
  stream.close();
});

test("the golden example of the protocol is read", () => {
  const text = readFileSync(new URL("../protocol/feed.sse", import.meta.url), "utf8");
  const { events, rest } = parse(text);
  const kinds = events.map((one) => one.event);
  assert.deepEqual(kinds, ["message", "beat", "board", "frame"]);
  assert.deepEqual(JSON.parse(events[3].data).from, JSON.parse(events[2].data).v);
  assert.equal(rest, "");
});
