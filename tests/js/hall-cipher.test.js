import assert from "node:assert/strict";
import { test } from "node:test";

import { chacha20, open } from "../../frontend/static/shared/cipher.js";

const hex = (text) => Uint8Array.from(text.match(/../g) ?? [], (one) => Number.parseInt(one, 16));
const spelled = (bytes) => Buffer.from(bytes).toString("hex");
const COUNTED = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

test("a block of zeros gives the key stream of RFC 8439, 2.3.2", () => {
  const stream = chacha20(COUNTED, hex("000000090000004a00000000"), 1, new Uint8Array(64));
  assert.equal(
    spelled(stream),
    "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e" +
      "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e",
  );
});

test("the sunscreen of RFC 8439, 2.4.2 is closed as printed there", () => {
  const text =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, " +
    "sunscreen would be it.";
  const closed = chacha20(COUNTED, hex("000000000000004a00000000"), 1, Buffer.from(text));
  assert.equal(
    spelled(closed),
    "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0b" +
      "f91b65c5524733ab8f593dabcd62b3571639d624e65152ab8f530c359f0861d8" +
      "07ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab7793736" +
      "5af90bbf74a35be6b40b8eedf2785e42874d",
  );
});

test("key and nonce of zeros give the first vectors of RFC 8439, appendix A.1", () => {
  const zeros = chacha20(new Uint8Array(32), new Uint8Array(12), 0, new Uint8Array(128));
  assert.equal(spelled(zeros.slice(0, 16)), "76b8e0ada0f13d90405d6ae55386bd28");
  assert.equal(spelled(zeros.slice(64, 80)), "9f07e7be5551387a98ba977c732d080d");
});

// Made by quiz/sittings/sealing.py: {"q":{"kind":"single","stem":"广东的海岸线"},"order":[1,0]}
const BOX =
  "d51Aur3X+L2DlqZ1kKMTJx5mvefvtW79NUG9XUuXIuhRWTGUGNGYFJUxnV2X8k4d7hjawMvwH4axn7wLDkrRpIg=";
const KEY = "HNo/GtZazEshpjzUsEI8DFcURddzdWVbtQsg1MDby1s=";

test("a box that the server closed is opened by its key", () => {
  assert.deepEqual(open(BOX, KEY), {
    q: { kind: "single", stem: "广东的海岸线" },
    order: [1, 0],
  });
});

test("a box stays closed to another key, and what is no box to any", () => {
  assert.equal(open(BOX, Buffer.alloc(32, 1).toString("base64")), null);
  assert.equal(open(BOX, "short"), null);
  assert.equal(open("*", KEY), null);
});
