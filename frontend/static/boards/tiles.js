/** The map of tiles: figures and shades anew when the board of regions has changed. */

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

/** @param {import("./rows.js").Row} row */
const figure = (row) => (row.ranked ? (row.score_x100 ?? null) : null);

/**
 * @param {Element | null} map
 * @param {import("./rows.js").Row[]} rows
 */
export function paint(map, rows) {
  if (!map) return;
  const found = shades(rows.flatMap((row) => figure(row) ?? []));
  const byPath = new Map(rows.map((row) => [String(row.id), row]));
  for (const tile of map.querySelectorAll(".tile")) {
    const row = byPath.get(tile.getAttribute("data-path") ?? "");
    if (row) one(tile, row, found);
  }
}

/**
 * @param {Element} tile
 * @param {import("./rows.js").Row} row
 * @param {[number, number][]} among
 */
function one(tile, row, among) {
  const value = figure(row);
  const shade =
    value === null ? -1 : among.findIndex(([low, high]) => low <= value && value <= high);
  tile.setAttribute("class", shade < 0 ? "tile" : `tile shade${shade}`);
  write(tile, ".tile-rank", String(row.rank ?? ""));
  write(tile, ".tile-figure", value === null ? "–" : decimal(value, 100, 2));
}

/** @param {Element} tile @param {string} part @param {string} text */
function write(tile, part, text) {
  const node = tile.querySelector(part);
  if (node && node.textContent !== text) node.textContent = text;
}
