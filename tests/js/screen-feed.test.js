import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openFeed } from "../../frontend/static/screen/feed.js";
import { board, change, fakeTime, row } from "./screen-fakes.js";

let sent = [];
let shown = [];
let time = fakeTime();
let feed = null;

beforeEach(() => {
  sent = [];
  shown = [];
  time = fakeTime();
  const send = (frame) => sent.push(frame);
  feed = openFeed({ send, show: (one) => shown.push(one), later: time.later });
  feed.want(["b"]);
});

test("a board nobody has seen is asked for whole", () => {
  assert.deepEqual(sent, [{ t: "watch", board: "b", seen: null }]);
});

test("after a reconnection the version on the screen is named", () => {
  feed.hear(board(7, [row(1)]));
  feed.ask();
  assert.deepEqual(sent[1], { t: "watch", board: "b", seen: 7 });
});

test("changes that follow each other are put in", () => {
  feed.hear(board(7, [row(1), row(2)]));
  feed.hear(change(7, 8, { rows: [[0, row(2)]] }));
  assert.deepEqual(
    shown[1].rows.map((one) => one.id),
    [2, 1],
  );
  assert.equal(shown[1].people, 8);
});

test("after a gap the whole board is asked for and the picture stays", () => {
  feed.hear(board(7, [row(1)]));
  feed.hear(change(9, 10));
  assert.deepEqual(sent[1], { t: "watch", board: "b", seen: null });
  assert.equal(shown.length, 1);
  feed.hear(board(10, [row(2)]));
  assert.equal(shown[1].v, 10);
});

test("a change that is in already changes nothing", () => {
  feed.hear(board(7, [row(1)]));
  feed.hear(change(5, 6, { gone: [1] }));
  assert.equal(shown.length, 1);
  assert.equal(sent.length, 1);
});

test("a whole board is believed, even one with fewer results than before", () => {
  feed.hear(board(7, [row(1)]));
  feed.hear(board(3, []));
  assert.equal(shown[1].v, 3);
});

test("a server that does not know the board yet is asked again", () => {
  feed.hear({ t: "error", code: "no_such_board", message: "" });
  time.pass(3000);
  assert.equal(sent.length, 2);
  feed.hear({ t: "error", code: "busy", message: "", retry_ms: 1000 });
  time.pass(1000);
  assert.equal(sent.length, 3);
});

test("of another round's boards nothing is shown any more", () => {
  feed.hear(board(7, [row(1)]));
  feed.want(["c"]);
  assert.deepEqual(sent.slice(1), [
    { t: "unwatch", board: "b" },
    { t: "watch", board: "c", seen: null },
  ]);
  feed.hear(board(8, [row(1)]));
  assert.equal(shown.length, 1);
});
