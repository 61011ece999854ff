import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";

import { faults, order } from "../../frontend/static/raffle/again.js";
import { bytes, hex, hmac, sha256 } from "../../frontend/static/shared/sha256.js";

const hash = (data) => createHash("sha256").update(data).digest("hex");

test("the digest of FIPS 180-4's examples", () => {
  assert.equal(
    hex(sha256(bytes("abc"))),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assert.equal(
    hex(sha256(bytes(""))),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
});

test("data and keys of every length around a block agree with another implementation", () => {
  for (let length = 0; length < 200; length++) {
    const data = Uint8Array.from({ length }, (_, n) => (n * 31 + length) % 256);
    assert.equal(hex(sha256(data)), hash(data), `${length} bytes`);
    const mark = createHmac("sha256", data).update("名单").digest("hex");
    assert.equal(hex(hmac(data)(bytes("名单"))), mark, `a key of ${length} bytes`);
  }
});

const SEED = "5e".repeat(32);
const LISTED = Array.from({ length: 40 }, (_, n) => n.toString(16).padStart(16, "0"));

function facts() {
  const drawn = order({ seed: SEED, beacon: "2026135" }, LISTED);
  return {
    seed: SEED,
    seed_hash: hash(SEED),
    beacon: "2026135",
    digest: hash(LISTED.map((one) => `${one}\n`).join("")),
    tickets: LISTED.length,
    prizes: [
      ["书", 1],
      ["笔", 2],
    ],
    reserves: 2,
    drawn: [drawn[0], drawn[2], drawn[3], drawn[4], drawn[5]],
    passed: [[drawn[1], drawn[0]]],
  };
}

test("the order is that of the server", () => {
  const mark = (one) => createHmac("sha256", `${SEED}:7`).update(one).digest("hex");
  const wanted = [...LISTED].sort((a, b) => (mark(a) < mark(b) ? -1 : 1));
  assert.deepEqual(order({ seed: SEED, beacon: "7" }, LISTED), wanted);
});

test("a draw as it was promised has no fault, however the list is ordered", () => {
  assert.deepEqual(faults(facts(), LISTED), []);
  assert.deepEqual(faults(facts(), [...LISTED].reverse()), []);
});

test("tickets whose owners had their data deleted are passed over", () => {
  const drawn = order({ seed: SEED, beacon: "2026135" }, LISTED);
  const passed = [
    [drawn[0], ""],
    [drawn[2], ""],
  ];
  const left = drawn.filter((one) => one !== drawn[0] && one !== drawn[2]).slice(0, 5);
  assert.deepEqual(faults({ ...facts(), drawn: left, passed }, LISTED), []);
  assert.deepEqual(faults({ ...facts(), drawn: left, passed: passed.slice(1) }, LISTED), ["drawn"]);
});

const SPOILED = {
  seed: [{ seed_hash: hash("another") }, LISTED],
  digest: [{}, [...LISTED.slice(1), "f".repeat(16)]],
  tickets: [{}, LISTED.slice(1)],
  passed: [{ passed: [["f".repeat(16), "e".repeat(16)]] }, LISTED],
  drawn: [{ drawn: [...facts().drawn].reverse() }, LISTED],
};
for (const [name, [change, listed]] of Object.entries(SPOILED)) {
  test(`what was changed is named: ${name}`, () => {
    assert.ok(faults({ ...facts(), ...change }, listed).includes(name));
  });
}
