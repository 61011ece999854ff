/** The honeycomb as a map of means: the fuller a cell and the greener, the better its city. */
import { hundredths } from "../screen/figures.js";
import { medal, put } from "../screen/persons.js";
import { fill } from "../screen/words.js";

/**
 * @param {Element} map
 * @param {import("./frames.js").RegionRow[]} regions
 * @param {{ words: Record<string, string>, lit: string | null }} how `lit`: the path that shines
 */
export function paintMeans(map, regions, { words, lit }) {
  const means = regions.map(({ mean_x100 }) => mean_x100 ?? 0);
  const most = Math.max(1, ...means);
  const held = new Map(regions.map((row) => [`tile-${row.path.split("/").pop()}`, row]));
  for (const node of map.querySelectorAll(".tile")) {
    const tile = /** @type {SVGElement} */ (node);
    const row = held.get(tile.id);
    tile.classList.toggle("lit", lit !== null && row?.path === lit);
    paint(tile, row, (row?.mean_x100 ?? 0) / most, words);
  }
}

/**
 * @param {SVGElement} tile
 * @param {import("./frames.js").RegionRow | undefined} row
 * @param {number} level from 0 to 1
 * @param {Record<string, string>} words
 */
function paint(tile, row, level, words) {
  const mean = row?.mean_x100 ?? null;
  medal(tile, /** @type {any} */ ({ rank: row?.rank ?? null }));
  tile.classList.toggle("in", row !== undefined);
  tile.classList.toggle("scarce", row !== undefined && mean === null);
  tile.classList.toggle("filled", mean !== null);
  tile.style.setProperty("--level", String(level));
  tile.style.setProperty("--hue", String(Math.round(212 - 62 * level)));
  put(tile, ".rank", row?.rank && row.rank <= 3 ? `★${row.rank}` : "");
  put(tile, ".count", mean === null ? "" : hundredths(mean));
  const said = { name: tile.dataset.name || "", mean: mean === null ? "–" : hundredths(mean) };
  tile.setAttribute("aria-label", fill(words.tile_mean || "", said));
}
