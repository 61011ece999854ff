import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST, pages, wall } from "../../frontend/static/raffle/wall.js";

const SPACE = { width: 1376, height: 780 };
const LONGEST = { name: 6, digits: 19 };

test("one winner stands there as large as the wall is wide; more stand smaller, and never too small", () => {
  const sizes = [1, 2, 4, 9, MOST].map((count) => wall(count, SPACE, LONGEST).size);
  assert.deepEqual(
    sizes,
    [...sizes].sort((a, b) => b - a),
  );
  assert.ok(sizes[0] > 100, String(sizes));
  assert.ok(sizes[2] > 60, String(sizes));
  assert.ok((sizes.at(-1) ?? 0) >= 36, String(sizes));
});

test("a long name or a picture on end makes the words smaller, not the wall longer", () => {
  const four = wall(4, SPACE, LONGEST);
  assert.ok(wall(4, SPACE, { name: 40, digits: 19 }).size < four.size);
  assert.equal(wall(4, { width: 900, height: 1100 }, LONGEST).columns, 1);
});

test("what is too much for one picture has more of them, the first prizes first", () => {
  const all = Array.from({ length: 2 * MOST + 1 }, (_, n) => n);
  assert.deepEqual(pages(all).flat(), all);
  assert.deepEqual(
    pages(all).map((one) => one.length),
    [MOST, MOST, 1],
  );
  assert.deepEqual(pages([]), []);
});
