import assert from "node:assert/strict";
import { test } from "node:test";

import {
  complete,
  inWords,
  letter,
  moved,
  toggled,
  typed,
} from "../../frontend/static/phone/choice.js";
import { suggest, unpack } from "../../frontend/static/phone/join.js";
import { seeded } from "./fakes.js";

const GUESS = { kind: "estimate", stem: "", min: -5, max: 200, unit: "km" };

test("a second tap takes an option out again", () => {
  assert.deepEqual(toggled([], 2), [2]);
  assert.deepEqual(toggled([2], 0), [0, 2]);
  assert.deepEqual(toggled([0, 2], 2), [0]);
});

test("tapping twice is as if nothing had happened, whatever was chosen", () => {
  const random = seeded(7);
  for (let n = 0; n < 100; n++) {
    const choice = [0, 1, 2, 3, 4].filter(() => random() < 0.5);
    assert.deepEqual(toggled(toggled(choice, 2), 2), choice);
  }
});

test("an option moves one place and stops at the ends", () => {
  assert.deepEqual(moved([4, 5, 6], 0, 1), [5, 4, 6]);
  assert.deepEqual(moved([4, 5, 6], 2, -1), [4, 6, 5]);
  assert.deepEqual(moved([4, 5, 6], 0, -1), [4, 5, 6]);
  assert.deepEqual(moved([4, 5, 6], 2, 1), [4, 5, 6]);
});

test("moving keeps every option, once", () => {
  const random = seeded(11);
  let order = [3, 0, 2, 1, 4];
  for (let n = 0; n < 200; n++) {
    order = moved(order, Math.floor(random() * 5), random() < 0.5 ? -1 : 1);
    assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4]);
  }
});

test("a number may be typed as people type it", () => {
  const table = [
    ["42", 42],
    [" 1 00 ", 100],
    ["１２", 12],
    ["1,0", 10],
    ["７．６", 8],
    ["-3", -3],
    ["-99", -5],
    ["9999", 200],
    ["", null],
    ["-", null],
    ["1e3", null],
    ["0x10", null],
    ["abc", null],
    ["1234567890123", null],
    ["Infinity", null],
  ];
  for (const [text, number] of table) assert.equal(typed(text, GUESS), number, text);
});

test("an order is an answer when it names every option, other kinds when they name one", () => {
  const four = { kind: "ordering", stem: "", options: ["a", "b", "c", "d"] };
  assert.equal(complete(four, [0, 1, 2]), false);
  assert.equal(complete(four, [3, 0, 1, 2]), true);
  assert.equal(complete(GUESS, []), false);
  assert.equal(complete(GUESS, [0]), true);
});

test("a choice is told by the letters this person saw", () => {
  const q = { kind: "multiple", stem: "", options: ["水", "火", "土"] };
  assert.equal(inWords(q, [0, 2], [2, 0, 1]), "A 土 · B 水");
  assert.equal(inWords(q, [], [2, 0, 1]), "");
  assert.equal(inWords({ ...q, kind: "ordering" }, [1, 0, 2], [2, 0, 1]), "火 → 水 → 土");
  assert.equal(inWords(GUESS, [0], []), "0 km");
  assert.equal(letter(0), "A");
});

test("regions are put together again, whatever the length of their codes", () => {
  const packed = "4401|00|广州市|03~荔湾区|06~天河区\n4419|00|东莞市|00003~东城街道\n810000||香港";
  assert.deepEqual(unpack(packed), [
    [
      "440100",
      "广州市",
      [
        ["440103", "荔湾区"],
        ["440106", "天河区"],
      ],
    ],
    ["441900", "东莞市", [["441900003", "东城街道"]]],
    ["810000", "香港", []],
  ]);
});

test("a suggested nickname is a local name and three digits", () => {
  const random = seeded(3);
  for (let n = 0; n < 50; n++)
    assert.match(suggest("木棉 荔枝 白鹭", random), /^(木棉|荔枝|白鹭)\d{3}$/);
});
