/** Rows of the public boards, from the board's data to table rows; names enter as text only. */

import { el } from "../shared/dom.js";

/**
 * @typedef {import("../screen/board.js").Row & { region?: string, mean_x100?: number | null }} Row
 * @typedef {{ lang: string, contest: string, names: Record<string, string>,
 *   codes: Record<string, string>, few: string, nobody: string, late: string, lost: string,
 *   live: string }} Setup what the page was made with: words, and regions by path
 */

/**
 * A whole number as a decimal, rounded half up like the server's.
 *
 * @param {number | null | undefined} number
 * @param {number} over what it is divided by
 * @param {number} places
 */
export function decimal(number, over, places) {
  if (number === null || number === undefined) return "–";
  const scaled = Math.floor((2 * number * 10 ** places + over) / (2 * over));
  const text = String(Math.abs(scaled)).padStart(places + 1, "0");
  const cut = text.length - places;
  const sign = scaled < 0 ? "-" : "";
  return places ? `${sign}${text.slice(0, cut)}.${text.slice(cut)}` : sign + text;
}

/** @param {string | number | null | undefined} value */
const number = (value) => el("td", { class: "number" }, String(value ?? "–"));

/**
 * @param {Row} row
 * @param {number} divisor of the board's scores
 * @param {Setup} setup
 */
export function personCells(row, divisor, { names }) {
  return [
    el("td", {}, el("bdi", {}, row.name)),
    el("td", {}, names[row.region ?? ""] ?? row.place ?? ""),
    number(decimal(row.score, divisor, divisor === 1 ? 0 : 2)),
    number(decimal(row.took_ms, 1000, 2)),
  ];
}

/**
 * @param {Row} row
 * @param {string} search of the page, kept when going down
 * @param {Setup} setup
 */
export function regionCells(row, search, { names, codes, contest, few }) {
  const path = String(row.id);
  const href = `${contest}${codes[path] ?? ""}/${search}`;
  const link = el("td", {}, el("a", { href }, names[path] ?? row.name));
  if (row.few) return [link, el("td", { class: "number", colspan: 4 }, few)];
  return [
    link,
    number(row.people),
    number(row.attempts),
    number(decimal(row.mean_x100, 100, 2)),
    number(decimal(row.score_x100, 100, 2)),
  ];
}
