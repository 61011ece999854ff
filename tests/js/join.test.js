import assert from "node:assert/strict";
import { test } from "node:test";

import { unpack } from "../../frontend/static/phone/join.js";

test("a place without a number of its own has the next one, as wide as the one before", () => {
  const packed =
    "4401|00|Canton|03~Liwan|Yuexiu|08~A|B|C\nGD|7|Isles|a1~North 2|b~South\nother||Far";
  assert.deepEqual(unpack(packed), [
    [
      "440100",
      "Canton",
      [
        ["440103", "Liwan"],
        ["440104", "Yuexiu"],
        ["440108", "A"],
        ["440109", "B"],
        ["440110", "C"],
      ],
    ],
    [
      "GD7",
      "Isles",
      [
        ["GDa1", "North 2"],
        ["GDb", "South"],
      ],
    ],
    ["other", "Far", []],
  ]);
});
