import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords } from "../../frontend/static/phone/choice.js";
import { pairsTold } from "../../frontend/static/phone/more/matching.js";
import { also } from "../../frontend/static/phone/more/result.js";
import { spell } from "../../frontend/static/phone/more/spell.js";
import { middleOf, pointAt, pointTold, stepped } from "../../frontend/static/phone/more/spot.js";
import { typedTold } from "../../frontend/static/phone/more/typed.js";
import { parts } from "../../frontend/static/phone/parts.js";
import { seeded } from "./fakes.js";

const BOX = { left: 10, top: 20, width: 300, height: 200 };

test("a tap is a point in thousandths of the picture, and never beside it", () => {
  const table = [
    [10, 20, [0, 0]],
    [310, 220, [1000, 1000]],
    [160, 120, [500, 500]],
    [11, 20, [3, 0]],
    [0, 500, [0, 1000]],
  ];
  for (const [x, y, point] of table) assert.deepEqual(pointAt(BOX, x, y), point);
});

test("a time taken is cut off, like on the boards, and has no sixty seconds", () => {
  const t = (word, ...values) => [word, ...values].join(" ");
  const told = [33099, 59999, 60000, 119999].map((ms) => spell(ms, t));
  assert.deepEqual(told, ["seconds 33.0", "seconds 59.9", "minutes 1 0", "minutes 1 59"]);
});

test("an arrow moves the point and stops at the edge", () => {
  assert.deepEqual(stepped([500, 500], "ArrowUp", 20), [500, 480]);
  assert.deepEqual(stepped([500, 500], "ArrowRight", 5), [505, 500]);
  assert.deepEqual(stepped([990, 5], "ArrowRight", 20), [1000, 5]);
  assert.deepEqual(stepped([990, 5], "ArrowUp", 20), [990, 0]);
  assert.deepEqual(stepped([1, 2], "Enter", 20), [1, 2]);
});

test("whatever the arrows, the point stays on the picture in whole numbers", () => {
  const random = seeded(5);
  const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
  let point = [500, 500];
  for (let n = 0; n < 500; n++) {
    point = stepped(point, keys[Math.floor(random() * 4)], 1 + Math.floor(random() * 400));
    for (const number of point)
      assert.ok(Number.isInteger(number) && number >= 0 && number <= 1000);
  }
});

test("pairs are told in this person's order, and a blank is nothing", () => {
  const q = { kind: "matching", stem: "", options: ["电池", "电话"], targets: ["贝尔", "伏打"] };
  const row = { q, order: [1, 0], choice: [1, 1], key: [1, 0] };
  assert.equal(pairsTold(row, true), "电话 → 伏打 · 电池 → 伏打");
  assert.equal(pairsTold(row, false), "电话 → 贝尔 · 电池 → 伏打");
  assert.equal(pairsTold({ ...row, choice: [] }, true), "");
});

test("a typed text is told as it is stored, its key by the accepted forms", () => {
  assert.equal(typedTold({ text: "光合", accepted: ["光合作用", "a"] }, true), "光合");
  assert.equal(typedTold({ text: "光合", accepted: ["光合作用", "a"] }, false), "光合作用 / a");
  assert.equal(typedTold({}, true), "");
});

test("a point is told in percent", () => {
  assert.equal(pointTold({ q: { kind: "hotspot" }, choice: [314, 996] }, true), "31%, 100%");
  assert.equal(pointTold({ q: { kind: "hotspot" }, choice: [] }, true), "");
});

test("the middle of an area is said, for those who do not see it drawn", () => {
  assert.deepEqual(middleOf(["rect", 100, 200, 300, 400]), [200, 300]);
  assert.deepEqual(middleOf(["circle", 500, 600, 50]), [500, 600]);
  assert.deepEqual(middleOf(["poly", 0, 0, 300, 0, 300, 300]), [200, 100]);
});

test("until more comes, a text is shown as it is and a choice is told by letters", () => {
  const q = { kind: "single", stem: "", options: ["水", "火"] };
  assert.deepEqual(parts.text(q, "stem", "题干"), ["题干"]);
  assert.equal(parts.told({ q, order: [1, 0], choice: [0], key: [1] }, true), "B 水");
  assert.equal(parts.told({ q, order: [1, 0], choice: [0], key: [1] }, false), "A 火");
});

test("what counts beside the key is told by the letters of this paper", () => {
  const told = ({ q, key, order }) => inWords(q, key, order);
  const q = { kind: "single", options: ["甲", "乙", "丙", "丁"] };
  const row = { q, order: [1, 3, 2, 0], key: [2], ruling: { keys: [[2], [1]] } };
  assert.deepEqual(also(row, told), ["A 乙"]);
  assert.deepEqual(also({ ...row, ruling: { keys: [[1]] } }, told), []);
  assert.deepEqual(also({ ...row, ruling: undefined }, told), []);
  assert.deepEqual(
    also({ ...row, ruling: { keys: [[], []] } }, told),
    [],
    "typed texts stand in the key",
  );
});
