/**
 * One person's row among the first ten.
 *
 * @typedef {import("./board.js").Row} Row
 */
import { el } from "../shared/dom.js";
import { score, took } from "./figures.js";
import { fill } from "./words.js";

/** The three that wear a colour; their rank is written all the same. */
export const MEDALS = ["first", "second", "third"];

/** @returns {HTMLElement} an empty row */
export function makePerson() {
  const place = el("span", { class: "place" }, el("b"), el("i"));
  const who = el("span", { class: "who" }, el("bdi"), el("span", { class: "home" }));
  const result = el("span", { class: "result" }, el("b", { class: "score" }));
  result.append(el("span", { class: "took" }));
  return el("li", { class: "row" }, place, who, result);
}

/**
 * @param {{ [name: string]: string }} words
 * @param {() => number} divisor of the scores on the board
 * @param {{ homes?: { [path: string]: string }, places?: number }} [more] `homes`: the names of
 *   regions where they are not those of the frames; `places` of a second that ranks compare
 */
export function personPainter(words, divisor, { homes = {}, places = 2 } = {}) {
  /** @param {HTMLElement} item @param {Row} row @param {number} rise in ranks, 0 = it did not */
  return (item, row, rise) => {
    medal(item, row);
    part(item, ".place").classList.toggle("same", row.same);
    put(item, ".place b", row.rank === null ? "·" : String(row.rank));
    put(item, ".place i", row.same ? words.same || "" : "");
    put(item, "bdi", row.name || words.nameless || "");
    const home = homes[row.region || ""] || row.place || "";
    put(item, ".home", rise ? `${risen(words, rise)} · ${home}` : home);
    part(item, ".home").classList.toggle("up", rise > 0);
    put(item, ".score", score(row.score || 0, divisor()));
    put(item, ".took", took(row.took_ms || 0, places));
  };
}

/** @param {{ [name: string]: string }} words @param {number} rise */
function risen(words, rise) {
  return `▲ ${fill(words.up || "", { n: rise })}`;
}

/** @param {Element} item @param {Row} row */
export function medal(item, row) {
  MEDALS.forEach((name, n) => {
    item.classList.toggle(name, row.rank === n + 1);
  });
}

/** @param {Element} item @param {string} selector of a part that the item always has */
export function part(item, selector) {
  return /** @type {Element} */ (item.querySelector(selector));
}

/** @param {Element} item @param {string} selector @param {string} text */
export function put(item, selector, text) {
  const node = part(item, selector);
  if (node.textContent !== text) node.textContent = text;
}
