import assert from "node:assert/strict";
import { test } from "node:test";

import { carriedOver, change } from "../../frontend/static/editor/edit_merge.js";

const WAS = "题干\nA. 甲\nB. 乙\n来源：词典";

/** @param {string} typed @param {string} theirs */
function both(typed, theirs) {
  const made = carriedOver(WAS, typed, theirs);
  return made ? typed.slice(0, made.from) + made.by + typed.slice(made.to) : typed;
}

test("the least change is what differs between the same beginning and the same end", () => {
  assert.deepEqual(change("abcd", "abXd"), { from: 2, to: 3, by: "X" });
  assert.deepEqual(change("aa", "aaa"), { from: 2, to: 2, by: "a" });
  assert.deepEqual(change("", "a"), { from: 0, to: 0, by: "a" });
  assert.deepEqual(change("same", "same"), { from: 4, to: 4, by: "" });
});

test("a changed field and what is typed elsewhere both stay", () => {
  const theirs = WAS.replace("甲", "丙");
  assert.equal(both(`${WAS}，1993`, theirs), `${theirs}，1993`);
  assert.equal(both(`（新）${WAS}`, theirs), `（新）${theirs}`);
  assert.equal(both(WAS.replace("\nB. 乙", ""), theirs), theirs.replace("\nB. 乙", ""));
});

test("nothing typed, or nothing changed: the other as it is", () => {
  const theirs = `${WAS}，1993`;
  assert.equal(both(WAS, theirs), theirs);
  assert.equal(both(theirs, WAS), theirs);
});

test("where both changed one place, what is typed stays", () => {
  assert.equal(both(WAS.replace("甲", "丁"), WAS.replace("甲", "丙")), WAS.replace("甲", "丁"));
  assert.equal(both("", WAS.replace("甲", "丙")), "");
});

test("both are behind the same place: neither is lost", () => {
  const made = both(`${WAS}！`, `${WAS}，1993`);
  assert.deepEqual([...made].sort(), [...`${WAS}！，1993`].sort());
});
