import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { canonical, check } from "../../frontend/static/results/check.js";

const subtle = globalThis.crypto.subtle;

/** A signed example that Python made: tests/leaderboard/publish/test_golden.py holds it, too. */
function example() {
  const path = new URL("../protocol/result-envelope.json", import.meta.url);
  return JSON.parse(readFileSync(path, "utf-8"));
}

test("a value is written as Python writes it", () => {
  assert.equal(
    canonical({ b: 1, a: [true, null, -3, "广\n"] }),
    '{"a":[true,null,-3,"广\\n"],"b":1}',
  );
  assert.equal(canonical({}), "{}");
});

test("a signed result holds", async () => {
  assert.deepEqual(await check(example(), subtle), { hash: true, signature: true });
});

test("one changed number breaks both", async () => {
  const changed = example();
  changed.body.people += 1;
  assert.deepEqual(await check(changed, subtle), { hash: false, signature: false });
});

test("another key breaks the signature alone", async () => {
  const changed = { ...example(), key: Buffer.alloc(32, 7).toString("base64") };
  const { hash, signature } = await check(changed, subtle);
  assert.equal(hash, true);
  assert.notEqual(signature, true);
});

test("without the browser's help nothing is claimed", async () => {
  assert.deepEqual(await check(example(), undefined), { hash: null, signature: null });
});

test("a browser that does not know Ed25519 still checks the hash", async () => {
  const old = {
    digest: subtle.digest.bind(subtle),
    importKey: () => Promise.reject(new Error("NotSupportedError")),
  };
  assert.deepEqual(await check(example(), old), { hash: true, signature: null });
});
