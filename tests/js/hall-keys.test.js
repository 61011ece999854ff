import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf } from "../../frontend/static/hall/later/keys.js";

test("digits and letters mean places, whatever their case, and nothing else does", () => {
  const places = ["1", "9", "A", "j", "0", "k", "Enter", "１"].map(placeOf);
  assert.deepEqual(places, [0, 8, 0, 9, -1, -1, -1, -1]);
});
