import assert from "node:assert/strict";
import test from "node:test";
import {
  areasOf,
  circle,
  dragged,
  drawn,
  fresh,
  handlesOf,
  middleOf,
  moved,
  rect,
  resized,
  textOf,
} from "../../frontend/static/editor/area_shapes.js";

const RECT = { shape: "rect", numbers: [100, 200, 300, 400] };
const CIRCLE = { shape: "circle", numbers: [500, 500, 100] };
const POLY = { shape: "poly", numbers: [100, 100, 300, 100, 200, 300] };

test("lines that are no area are kept as they are", () => {
  const text = "rect 1 2 3 4\nnonsense\ncircle 1 2\npoly 1 2 3 4 5 6\nrect 0 0 9 1001";
  const found = areasOf(text);
  assert.deepEqual(
    found.map((one) => one.shape),
    ["rect", "", "", "poly", ""],
  );
  assert.equal(textOf(found), text);
});

test("an area moves by the step and stays inside the picture", () => {
  assert.deepEqual(moved(RECT, [10, -20]).numbers, [110, 180, 310, 380]);
  assert.deepEqual(moved(RECT, [5000, -5000]).numbers, [800, 0, 1000, 200]);
  assert.deepEqual(moved(CIRCLE, [-600, 0]).numbers, [0, 500, 100]);
  assert.deepEqual(moved(POLY, [800, 0]).numbers, [800, 100, 1000, 100, 900, 300]);
});

test("an area grows to the right and down and never vanishes", () => {
  assert.deepEqual(resized(RECT, [50, 0]).numbers, [100, 200, 350, 400]);
  assert.deepEqual(resized(RECT, [-900, -900]).numbers, [100, 200, 110, 210]);
  assert.deepEqual(resized(CIRCLE, [0, -900]).numbers, [500, 500, 10]);
  assert.deepEqual(resized(POLY, [200, 0]).numbers, [100, 100, 500, 100, 300, 300]);
});

test("a corner is drawn past the opposite one, which stays", () => {
  assert.deepEqual(dragged(RECT, 2, [50, 100], 1000).numbers, [50, 100, 100, 200]);
  assert.deepEqual(dragged(RECT, 1, [600, 0], 1000).numbers, [100, 0, 600, 400]);
  assert.deepEqual(dragged(POLY, 2, [900, 900], 1000).numbers, [100, 100, 300, 100, 900, 900]);
});

test("a circle is round on a picture of any shape", () => {
  assert.deepEqual(circle([500, 500], [500, 700], 500).numbers, [500, 500, 100]);
  assert.deepEqual(handlesOf(CIRCLE, 500)[1], [500, 700]);
  assert.deepEqual(drawn(CIRCLE, 500), ["circle", { cx: 500, cy: 250, r: 100 }]);
});

test("a rectangle has its corners in order and at least a finger's breadth", () => {
  assert.deepEqual(rect([700, 900], [300, 100]).numbers, [300, 100, 700, 900]);
  assert.deepEqual(rect([1000, 1000], [1000, 1000]).numbers, [990, 990, 1000, 1000]);
});

test("a first area lies around its point, inside the picture", () => {
  assert.deepEqual(fresh("rect", [0, 500]).numbers, [0, 380, 120, 620]);
  assert.deepEqual(middleOf(fresh("circle", [0, 500])), [0, 500]);
  assert.equal(fresh("poly", [500, 500]).numbers.length, 6);
});
