/**
 * One city's row in the city board.
 *
 * @typedef {import("./board.js").Row} Row
 */
import { el } from "../shared/dom.js";
import { grouped, hundredths } from "./figures.js";
import { medal, put } from "./persons.js";
import { fill } from "./words.js";

/** "Fewer than ten", as large as a name in the room of a number. */
export const FEW = "<10";

/** @returns {HTMLElement} an empty row */
export function makeCity() {
  const score = el("span", { class: "city-score" });
  return el(
    "li",
    { class: "city" },
    el("b", { class: "city-place" }),
    el("bdi", { class: "city-name" }),
    score,
  );
}

/**
 * @param {{ [name: string]: string }} words
 * @param {{ [path: string]: string }} names short names of regions, by path
 */
export function cityPainter(words, names) {
  /** @param {HTMLElement} item @param {Row} row */
  return (item, row) => {
    medal(item, row);
    item.classList.toggle("unranked", row.rank === null);
    put(item, ".city-place", row.rank === null ? "·" : String(row.rank));
    put(item, ".city-name", names[row.id] || row.name);
    // Beside "<10" nobody is a bare number, too.
    const number = row.few ? FEW : row.people ? counted(words.people_short, row) : "0";
    put(item, ".city-score", row.rank === null ? number : hundredths(row.score_x100 || 0));
  };
}

/**
 * How many people, as far as it may be said: "fewer than ten" is all that is said of so few.
 *
 * @param {{ [name: string]: string }} words
 * @param {Row} row
 */
export function people(words, row) {
  if (row.few) return words.few || "";
  return counted(words.people, row);
}

/** @param {string | undefined} text @param {Row} row */
const counted = (text, row) => fill(text || "", { n: grouped(row.people || 0) });
