import assert from "node:assert/strict";
import { test } from "node:test";

import { parts } from "../../frontend/static/phone/parts.js";
import { mark } from "../../frontend/static/shared/marks.js";

const PLACES = [...Array(10).keys()];
const WHITE = "#ffffff";
const WRITTEN = {
  ...{ circle: "●", triangle: "▲", square: "■", diamond: "◆", star: "★" },
  ...{ cross: "✚", down: "▼", bar: "▬", pillar: "▮", slant: "▰" },
};
// What lies below a mark: the white card, the phone's dark card and page, the dark stage.
const DARK = ["#162427", "#0d1719", "#050d1c"];

function luminance(hex) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test("ten places have ten letters, ten shapes and ten colours", () => {
  for (const part of ["letter", "shape", "hue"])
    assert.equal(new Set(PLACES.map((place) => mark(place)[part])).size, 10);
  assert.equal(PLACES.map((place) => mark(place).letter).join(""), "ABCDEFGHIJ");
});

test("a colour can be read on white and seen on every dark ground", () => {
  for (const { hue } of PLACES.map(mark)) {
    assert.ok(contrast(hue, WHITE) >= 4.5, `${hue} on white`);
    for (const ground of DARK) assert.ok(contrast(hue, ground) >= 3, `${hue} on ${ground}`);
  }
});

test("a letter has the same shape in a paper and in a hall", () => {
  const told = [];
  const one = { setAttribute() {}, append: (kid) => told.push(kid) };
  globalThis.document = { createElement: () => one };
  for (const place of PLACES) assert.equal(parts.sign(place)[0], mark(place).letter);
  assert.deepEqual(
    told,
    PLACES.map((place) => WRITTEN[mark(place).shape]),
  );
});
