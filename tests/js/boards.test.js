import assert from "node:assert/strict";
import { test } from "node:test";

import { decimal } from "../../frontend/static/boards/rows.js";

test("decimals are the server's: halves up, whole numbers only", () => {
  const cases = [
    [200, 3, 2, "66.67"],
    [5, 1000, 3, "0.005"],
    [-50, 100, 2, "-0.50"],
    [7, 1, 0, "7"],
    [0, 1, 2, "0.00"],
    [61235, 1000, 2, "61.24"],
  ];
  for (const [number, over, places, text] of cases) {
    assert.equal(decimal(number, over, places), text);
  }
});

test("no number is a dash", () => {
  assert.equal(decimal(null, 100, 2), "–");
  assert.equal(decimal(undefined, 1, 0), "–");
});
