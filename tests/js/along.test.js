import assert from "node:assert/strict";
import test from "node:test";
import { around, leave, trail } from "../../frontend/static/editor/along.js";

const LEFT = { query: "?status=live", rows: ["/bank/q/3/", "/bank/q/1/", "/bank/q/2/"] };

test("a question has its neighbours of the list, in the list's order", () => {
  const found = around(LEFT, "/bank/q/1/");
  assert.deepEqual(found, { before: "/bank/q/3/", after: "/bank/q/2/", place: 2, of: 3 });
});

test("the first has none before it, the last none behind it", () => {
  assert.equal(around(LEFT, "/bank/q/3/")?.before, undefined);
  assert.equal(around(LEFT, "/bank/q/2/")?.after, undefined);
});

test("a question that the list did not lead to has no place in it", () => {
  assert.equal(around(LEFT, "/bank/q/9/"), null);
});

test("where the tab keeps nothing, it is kept as long as the page", () => {
  assert.deepEqual(trail(), { query: "", rows: [] });
  leave(LEFT);
  assert.deepEqual(trail(), LEFT);
});
