/** The map of tiles: figures and shades anew when the board of regions has changed. */

import { el } from "../shared/dom.js";
import { decimal } from "./rows.js";

const MOST = 5;

/**
 * Values cut into groups of about equal size, equal ones together, as the server does
 * (leaderboard/rules/shades.py).
 *
 * @param {number[]} values
 * @returns {[number, number][]} the smallest and the largest value of each, rising
 */
export function shades(values) {
  const ordered = [...values].sort((a, b) => a - b);
  /** @type {Map<number, [number, number]>} */
  const groups = new Map();
  let last = { value: NaN, group: 0 };
  ordered.forEach((value, n) => {
    const group = last.value === value ? last.group : Math.floor((n * MOST) / ordered.length);
    const found = groups.get(group);
    groups.set(group, [found ? found[0] : value, value]);
    last = { value, group };
  });
  return [...groups.entries()].sort((a, b) => a[0] - b[0]).map(([, range]) => range);
}

/**
 * What a place is shaded by, as the server has it (leaderboard/public/measures.py); null = hatched.
 *
 * @param {string} measure
 * @param {import("./rows.js").Row} row
 * @param {number} population of the place, 0 = not known
 * @returns {number | null}
 */
export function figure(measure, row, population) {
  const people = row.few ? null : (row.people ?? null);
  if (people === null) return null;
  if (measure === "people") return people;
  if (measure !== "rate") return row.ranked ? (row.score_x100 ?? null) : null;
  if (!population || people > population) return null;
  return Math.floor((2e6 * people + population) / (2 * population));
}

/** @param {string} measure @param {number | null} value */
const written = (measure, value) =>
  measure === "people" ? String(value ?? "–") : decimal(value, 100, 2);

/**
 * @param {Element | null} map
 * @param {import("./rows.js").Row[]} rows
 */
export function paint(map, rows) {
  if (!map) return;
  const measure = map.getAttribute("data-measure") ?? "score";
  const byPath = new Map(rows.map((row) => [String(row.id), row]));
  const tiles = [...map.querySelectorAll(".tile")].flatMap((tile) => {
    const row = byPath.get(tile.getAttribute("data-path") ?? "");
    const population = Number(tile.getAttribute("data-population") ?? 0);
    return row ? [{ tile, row, value: figure(measure, row, population) }] : [];
  });
  const among = shades(tiles.flatMap(({ value }) => value ?? []));
  for (const { tile, row, value } of tiles) {
    const shade =
      value === null ? -1 : among.findIndex(([low, high]) => low <= value && value <= high);
    tile.setAttribute("class", shade < 0 ? plain(row) : `tile shade${shade}`);
    write(tile, ".tile-rank", measure === "score" ? String(row.rank ?? "") : "");
    write(tile, ".tile-figure", written(measure, value));
  }
  legend(map.closest("figure")?.querySelector(".legend"), measure, among);
}

/** A tile without a figure: nobody is told apart from few. @param {import("./rows.js").Row} row */
const plain = ({ people, few }) => (people === 0 && !few ? "tile empty" : "tile");

/**
 * The shades in words, as they are now.
 *
 * @param {Element | null | undefined} list
 * @param {string} measure
 * @param {[number, number][]} among
 */
function legend(list, measure, among) {
  if (!list) return;
  for (const old of list.querySelectorAll("[data-shade]")) old.remove();
  const lines = among.map(([low, high], n) => {
    const words = [...new Set([written(measure, low), written(measure, high)])].join("–");
    const swatch = el("span", { class: `swatch shade${n}`, "aria-hidden": "true" });
    return el("li", { "data-shade": "" }, swatch, words);
  });
  list.prepend(...lines);
}

/** @param {Element} tile @param {string} part @param {string} text */
function write(tile, part, text) {
  const node = tile.querySelector(part);
  if (node && node.textContent !== text) node.textContent = text;
}
