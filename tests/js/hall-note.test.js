import assert from "node:assert/strict";
import { test } from "node:test";

import { awaited } from "../../frontend/static/hall/note.js";

test("after the last question nobody is told to wait for another one", () => {
  const table = [
    [0, 2, "next_soon"],
    [1, 2, "all_asked"],
    [0, 1, "all_asked"],
    [3, 5, "next_soon"],
  ];
  for (const [slot, of, word] of table) assert.equal(awaited({ slot, of }), word);
});
