/** What a hall guessed, on a line from the least to the most that could be said, and where the key is. */
import { el } from "../shared/dom.js";

/**
 * @param {import("./frames.js").Asked["q"]} q an estimate
 * @param {number[]} spread how many guesses lie in each equal part @param {number} [key] none = void
 */
export function numberLine({ min = 0, max = 0, unit = "" }, spread, key) {
  const most = Math.max(1, ...spread);
  const bars = spread.map((count) => sized("i", "--part", count / most));
  const mark = sized("b", "--at", ((key ?? min) - min) / Math.max(1, max - min));
  const ends = [min, max].map((end) => el("span", {}, `${end} ${unit}`));
  return el(
    "div",
    { class: "line", "aria-hidden": "true" },
    el("div", { class: "bars" }, ...bars, ...(key === undefined ? [] : [mark])),
    el("div", { class: "ends" }, ...ends),
  );
}

/** @param {"i" | "b"} tag @param {string} name @param {number} part of the whole, 0 to 1 */
function sized(tag, name, part) {
  const node = el(tag);
  node.style.setProperty(name, String(part));
  return node;
}
