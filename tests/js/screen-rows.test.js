import assert from "node:assert/strict";
import { test } from "node:test";
import { openRows } from "../../frontend/static/screen/rows.js";
import { fakeTime, row } from "./screen-fakes.js";

const HIGH = 20;
const WIDE = 100;

/** A list in columns of two rows whose items say where they stand and how they were moved. */
function columns() {
  const list = {
    children: /** @type {any[]} */ ([]),
    insertBefore(/** @type {any} */ item, /** @type {any} */ next) {
      item.remove();
      const place = next ? list.children.indexOf(next) : list.children.length;
      list.children.splice(place, 0, item);
    },
  };
  function make() {
    const marks = new Set();
    const item = {
      moves: /** @type {any[]} */ ([]),
      classList: {
        add: (/** @type {string} */ name) => marks.add(name),
        remove: (/** @type {string} */ name) => marks.delete(name),
        contains: (/** @type {string} */ name) => marks.has(name),
      },
      remove() {
        const place = list.children.indexOf(item);
        if (place >= 0) list.children.splice(place, 1);
      },
      getBoundingClientRect() {
        const place = list.children.indexOf(item);
        return { left: WIDE * Math.floor(place / 2), top: HIGH * (place % 2), height: HIGH };
      },
      animate(/** @type {any[]} */ frames) {
        item.moves.push(frames[0]);
        return { cancel() {} };
      },
    };
    return item;
  }
  return { list: /** @type {any} */ (list), make: /** @type {any} */ (make) };
}

const ordered = (ids) => [...ids].map((id, n) => row(id, { rank: n + 1 }));

/** @param {string} before @param {string} now @returns how each row was moved, by id */
function moved(before, now) {
  const { list, make } = columns();
  const paint = (/** @type {any} */ item, /** @type {any} */ { id }) => {
    item.id = id;
  };
  const rows = openRows(list, { make, paint, still: () => false, later: fakeTime().later });
  rows(ordered(before));
  rows(ordered(now));
  return Object.fromEntries(list.children.map(({ id, moves }) => [id, moves]));
}

test("a row that is pushed into the next column crosses no other row", () => {
  assert.deepEqual(moved("abcd", "acbd").b, [{ opacity: 0 }]);
});

test("a row that rose into another column flies there and is followed", () => {
  assert.deepEqual(moved("abcd", "acbd").c, [{ transform: "translate(100px, -20px)" }]);
});

test("within a column rows pass each other, and who stays is not moved", () => {
  const { a, b, c } = moved("abcd", "bacd");
  assert.deepEqual(a, [{ transform: "translate(0px, -20px)" }]);
  assert.deepEqual(b, [{ transform: "translate(0px, 20px)" }]);
  assert.deepEqual(c, []);
});

test("a new row comes from below", () => {
  assert.deepEqual(moved("a", "ab").b, [{ opacity: 0, transform: "translateY(20px)" }]);
});
