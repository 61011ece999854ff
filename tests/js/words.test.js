import assert from "node:assert/strict";
import { test } from "node:test";
import { fill } from "../../frontend/static/screen/words.js";

const PEOPLE = "{n} person|{n} people";

for (const [n, said] of [
  [0, "0 people"],
  [1, "1 person"],
  ["1", "1 person"],
  [2, "2 people"],
  ["1,001", "1,001 people"],
]) {
  test(`${n} of a text in two forms`, () => assert.equal(fill(PEOPLE, { n }), said));
}

test("a text in one form is for all", () => {
  assert.equal(fill("共 {n} 人", { n: 1 }), "共 1 人");
  assert.equal(fill("共 {n} 人", { n: 2 }), "共 2 人");
});

test("what has no value stays as it is", () => {
  assert.equal(fill("{n} of {all}", { n: 3 }), "3 of {all}");
});
