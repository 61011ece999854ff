import assert from "node:assert/strict";
import { test } from "node:test";
import { after, order, tied, withRanks } from "../../frontend/static/screen/board.js";
import { board, change, row } from "./screen-fakes.js";

const ranks = (rows) => rows.map((one) => one.rank);
const ids = (rows) => rows.map((one) => one.id);

test("a rank is one more than the number strictly better", () => {
  const rows = [row(1), row(2), row(3, { same: true }), row(4), row(5, { ranked: false })];
  assert.deepEqual(ranks(withRanks(rows)), [1, 2, 2, 4, null]);
});

test("a frame that starts from what is shown is next", () => {
  assert.equal(order(board(4, []), change(4, 5)), "next");
});

test("a frame within one version is next too: somebody was renamed", () => {
  assert.equal(order(board(4, []), change(4, 4)), "next");
});

test("a frame from the past is old, one from the future or for nothing is a gap", () => {
  assert.equal(order(board(4, []), change(2, 3)), "old");
  assert.equal(order(board(4, []), change(3, 4)), "old");
  assert.equal(order(board(4, []), change(5, 6)), "gap");
  assert.equal(order(board(4, []), change(3, 6)), "gap");
  assert.equal(order(undefined, change(0, 1)), "gap");
});

test("a row that overtakes is put where the frame says and the others move down", () => {
  const before = board(3, [row(1), row(2), row(3)]);
  const moved = after(before, change(3, 4, { rows: [[0, row(3)]] }));
  assert.deepEqual(ids(moved.rows), [3, 1, 2]);
  assert.deepEqual(ranks(moved.rows), [1, 2, 3]);
  assert.equal(moved.v, 4);
});

test("rows go out before rows come in, at their places of the new board", () => {
  const before = board(3, [row(1), row(2), row(3), row(4)]);
  const rows = [
    [0, row(9)],
    [2, row(1)],
  ];
  const moved = after(before, change(3, 5, { gone: [4], rows }));
  assert.deepEqual(ids(moved.rows), [9, 2, 1, 3]);
});

test("the divisor of a whole board stays through changes", () => {
  assert.equal(after(board(1, [], { divisor: 3 }), change(1, 2)).divisor, 3);
});

test("both rows of a tie are marked", () => {
  const rows = [row(1), row(2), row(3, { same: true }), row(4)];
  assert.deepEqual(
    tied(rows).map((one) => one.same),
    [false, true, true, false],
  );
});
