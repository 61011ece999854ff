/** Regions or teams against each other: rows with a bar, that can be followed as they overtake. */
import { hundredths } from "../screen/figures.js";
import { medal, part, put } from "../screen/persons.js";
import { openRows } from "../screen/rows.js";
import { el } from "../shared/dom.js";
import { unfold } from "./fit.js";
import { later, still } from "./words.js";

/**
 * @typedef {{ id: string | number, rank: number | null, name: string, x100: number | null,
 *   about: string, lit?: boolean }} Racer
 */

/** @returns {HTMLElement} */
function make() {
  return el(
    "li",
    { class: "racer" },
    el("b", { class: "racer-rank" }),
    el("bdi", { class: "racer-name" }),
    el("span", { class: "racer-about" }),
    el("b", { class: "racer-score" }),
    el("i", { class: "racer-bar", "aria-hidden": "true" }),
  );
}

/**
 * @param {HTMLElement} list
 * @param {{ few: string }} words what is said of too few people
 * @returns {(racers: Racer[]) => void}
 */
export function openRace(list, { few }) {
  /** @type {Racer[]} */
  let now = [];
  const paintRows = openRows(list, { make, paint, still, later });

  /** @param {HTMLElement} item @param {any} row */
  function paint(item, row) {
    const most = Math.max(1, ...now.map(({ x100 }) => x100 ?? 0));
    const bar = /** @type {HTMLElement} */ (part(item, ".racer-bar"));
    medal(item, row);
    item.classList.toggle("unranked", row.rank === null);
    item.classList.toggle("lit", row.lit === true);
    put(item, ".racer-rank", row.rank === null ? "·" : String(row.rank));
    put(item, ".racer-name", row.name);
    put(item, ".racer-about", row.about);
    put(item, ".racer-score", row.x100 === null ? few : hundredths(row.x100));
    bar.style.transform = `scaleX(${(row.x100 ?? 0) / most})`;
  }

  return (racers) => {
    now = racers;
    paintRows(/** @type {any[]} */ (racers));
    unfold(list.children, ".racer-name", (one) => one.scrollHeight <= one.clientHeight + 1);
  };
}
