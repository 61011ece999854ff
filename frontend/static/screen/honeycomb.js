/**
 * The province as a honeycomb: cells fill as cities take part and pulse when they gain people.
 *
 * @typedef {import("./board.js").Row} Row
 */
import { FEW, people } from "./cities.js";
import { grouped, rounded } from "./figures.js";
import { medal, put } from "./persons.js";
import { fullAt, level, marks } from "./scale.js";
import { fill } from "./words.js";

// What a cell holds at least: of a province; and of a hall, where a few people are no secret.
const LEAST = 100;
const LEAST_COUNTED = 10;
const SVG = "http://www.w3.org/2000/svg";
const CELL = "M0-26 22-13V13L0 26-22 13V-13Z";

/**
 * @param {SVGElement} map
 * @param {SVGElement} legend
 * @param {{ words: { [name: string]: string }, still: () => boolean, counted?: boolean }} deps
 *   `counted`: every cell says how many there are, however few
 */
export function openHoneycomb(map, legend, { words, still, counted = false }) {
  const least = counted ? LEAST_COUNTED : LEAST;
  /** @type {Map<string, number>} how many people each cell has shown */
  const before = new Map();
  let full = 0;

  /** @param {Row[]} rows of the region board */
  return (rows) => {
    const most = Math.max(0, ...rows.map((row) => row.people || 0));
    if (fullAt(most, least) !== full) {
      full = fullAt(most, least);
      drawLegend(legend, full, counted);
    }
    for (const row of rows) {
      const tile = map.querySelector(`#tile-${String(row.id).split("/").pop()}`);
      if (tile) show(tile, row);
    }
  };

  /** @param {Element} tile @param {Row} row */
  function show(tile, row) {
    const number = row.people || 0;
    const had = before.get(tile.id);
    before.set(tile.id, number);
    paint(/** @type {SVGElement} */ (tile), row, words, level(number, full));
    if (had !== undefined && number > had && !still()) pulse(map, tile);
  }
}

/** @param {SVGElement} tile @param {Row} row @param {{ [name: string]: string }} words
 * @param {number} height */
function paint(tile, row, words, height) {
  const number = row.people || 0;
  medal(tile, row);
  tile.classList.toggle("in", number > 0 || row.few === true);
  tile.classList.toggle("scarce", row.few === true);
  tile.classList.toggle("filled", number > 0);
  tile.style.setProperty("--level", String(height));
  tile.style.setProperty("--hue", String(hue(height)));
  put(tile, ".rank", row.rank === null || row.rank > 3 ? "" : `★${row.rank}`);
  put(tile, ".count", row.few ? FEW : grouped(number));
  tile.setAttribute("aria-label", spoken(tile, row, words));
}

/** @param {SVGElement} tile @param {Row} row @param {{ [name: string]: string }} words */
function spoken(tile, row, words) {
  const text = (row.rank === null ? words.tile_unranked : words.tile) || "";
  const values = { name: tile.dataset.name || "", rank: row.rank || 0 };
  return fill(text, { ...values, people: people(words, row) });
}

/**
 * A ring that leaves the cell, above all its neighbours.
 *
 * @param {SVGElement} map
 * @param {Element} tile
 */
function pulse(map, tile) {
  const place = shape("g", { transform: tile.getAttribute("transform") || "" });
  const ring = shape("path", { class: "pulse", d: "M0-56 49-28V28L0 56-49 28V-28Z" });
  place.append(ring);
  map.append(place);
  const frames = [
    { opacity: 1, transform: "scale(1)" },
    { opacity: 0, transform: "scale(1.4)" },
  ];
  ring.animate(frames, { duration: 1100, easing: "ease-out" }).onfinish = () => place.remove();
}

/** @param {SVGElement} legend @param {number} full @param {boolean} counted */
function drawLegend(legend, full, counted) {
  for (const old of legend.querySelectorAll("g")) old.remove();
  const few = { class: "mark-few", fill: "url(#hatch)", d: CELL };
  if (!counted) legend.append(swatch(0, FEW, 0, few));
  marks(full).forEach((n, place) => {
    const height = level(n, full);
    const water = { class: "mark-water", d: filled(height) };
    legend.append(swatch(place + 1, rounded(n, document.documentElement.lang), height, water));
  });
}

/**
 * @param {number} place
 * @param {string} text
 * @param {number} height
 * @param {{ [name: string]: string }} inside
 */
function swatch(place, text, height, inside) {
  const cell = shape("g", { class: "mark", transform: `translate(${34 + place * 88} 0)` });
  const label = shape("text", { y: 54 });
  label.textContent = text;
  const content = shape("path", inside);
  content.style.setProperty("--hue", String(hue(height)));
  cell.append(
    shape("path", { class: "mark-ground", d: CELL }),
    content,
    shape("path", { class: "mark-edge", d: CELL }),
    label,
  );
  return cell;
}

/** From blue for few to green for many; the height says the same. @param {number} height */
function hue(height) {
  return Math.round(212 - 52 * height);
}

/** @param {number} height of the water, 0 to 1 @returns {string} that part of the small cell */
function filled(height) {
  const top = 26 - 52 * height;
  const half = Math.abs(top) > 13 ? 22 * ((26 - Math.abs(top)) / 13) : 22;
  const sides = top < -13 ? "L22-13V13" : top < 13 ? "V13" : "";
  const back = top < -13 ? "L-22 13V-13" : top < 13 ? "L-22 13" : "";
  return `M${-half} ${top}H${half}${sides}L0 26${back}Z`;
}

/** @param {string} name @param {{ [name: string]: string | number }} attributes */
function shape(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
