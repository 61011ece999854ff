import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ask, SignedOut } from "../../frontend/static/editor/signed_in.js";

/** @type {{ [id: string]: any }} */
let nodes;
/** @type {((answer: { status: number }) => void)[]} */
let waiting;

beforeEach(() => {
  nodes = { "signed-out": { hidden: true }, "signed-out-as": { textContent: "" } };
  waiting = [];
  globalThis.document = { getElementById: (id) => nodes[id] };
  globalThis.fetch = () => new Promise((answer) => waiting.push(answer));
});

/** @param {number} n @param {number} status */
function answered(n, status) {
  waiting[n]({
    status,
    ok: status === 200,
    json: async () => ({ code: "signed_out", message: "" }),
  });
}

test("who is signed out is told so until something asked later is answered", async () => {
  const first = ask("/");
  answered(0, 401);
  await assert.rejects(first, SignedOut);
  assert.equal(nodes["signed-out"].hidden, false);
  const later = ask("/");
  answered(1, 200);
  await later;
  assert.equal(nodes["signed-out"].hidden, true);
});

test("what was asked before, and answered after, does not take it back", async () => {
  const ahead = ask("/ahead");
  const now = ask("/now");
  answered(1, 401);
  await assert.rejects(now, SignedOut);
  answered(0, 200);
  await ahead;
  assert.equal(nodes["signed-out"].hidden, false);
});
