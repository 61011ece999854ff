import assert from "node:assert/strict";
import { test } from "node:test";

import { judge } from "../../frontend/static/phone/question.js";

/** What three options show once the key is out; before, the first one was pressed. */
function marked(choice, key, points) {
  const buttons = ["true", "false", "false"].map((pressed) => {
    const marks = new Set();
    const one = { pressed, marks, classList: marks, setAttribute: tell };
    function tell(_name, value) {
      one.pressed = value;
    }
    return one;
  });
  judge(buttons, [2, 0, 1], choice, { key, points, why: "", source: "" });
  return buttons.map(({ pressed, marks }) => `${[...marks]}${pressed === "true" ? " mine" : ""}`);
}

test("a wrong choice is marked as wrong, and the right one as right", () => {
  assert.deepEqual(marked([2], [1], 0), ["wrong mine", "", "right"]);
  assert.deepEqual(marked([2], [1], -5), ["wrong mine", "", "right"]);
  assert.deepEqual(marked([2], [2], 10), ["right mine", "", ""]);
});

test("of several, each is marked, also what was left out", () => {
  assert.deepEqual(marked([0, 2], [0, 1], 0), ["wrong mine", "right mine", "right"]);
  assert.deepEqual(marked([0], [0, 1], 5), ["", "right mine", "right"]);
});

test("what a ruling pays is not marked as wrong", () => {
  assert.deepEqual(marked([2], [1], 10), ["right mine", "", "right"]);
});

test("what came too late is not shown as chosen", () => {
  assert.deepEqual(marked([], [1], 0), ["", "", "right"]);
});
