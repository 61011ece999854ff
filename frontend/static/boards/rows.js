/** Rows of the public boards, from the board's data to table rows; names enter as text only. */

import { el } from "../shared/dom.js";

/**
 * @typedef {import("../screen/board.js").Row & { region?: string, mean_x100?: number | null }} Row
 * @typedef {{ lang: string, contest: string, round: string, code: string,
 *   names: Record<string, string>, codes: Record<string, string>, few: string, nobody: string,
 *   late: string, lost: string, live: string, marks: string[],
 *   kind: "persons" | "regions" | "people" | "groups" }} Setup what the page was made with: addresses,
 *   words, and regions by path
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

/** A time in seconds, cut off as ties compare it, like the server's. @param {number} [ms] */
export const seconds = (ms) => decimal(ms && Math.floor(ms / 10), 100, 2);

/**
 * What of a row is marked when it changes. A region's score moves with the mean of all, a person's
 * rank with those above: neither is news of that row.
 *
 * @param {Row} row
 */
export function news({ rank, people, attempts, ...row }) {
  return JSON.stringify(attempts === undefined ? { ...row, same: 0 } : [rank, people, attempts]);
}

/** @param {{ late: boolean, official: boolean }} board an official one does not move
 * @param {Setup} words */
export function state({ late, official }, words) {
  return late ? words.late : official ? "" : words.live;
}

/** @typedef {string | number | null | undefined} Figure */

/** A figure that narrow pages leave out, showing it under another. @param {Figure} value */
const wide = (value) => el("td", { class: "number wide" }, String(value ?? "–"));

/**
 * @param {Figure | Node} value
 * @param {Figure} under what narrow pages write below it: the figure of a cell they leave out
 */
const above = (value, under) =>
  el(
    "td",
    { class: "number", "data-under": under ?? "–" },
    value instanceof Node ? value : String(value ?? "–"),
  );

/** That few people took part stands where others have how many. @param {string} words */
const counted = (words) => el("td", { class: "number" }, words);

/** @param {Figure} value */
const number = (value) => el("td", { class: "number" }, String(value ?? "–"));

/** @param {Row} row @param {Setup} setup */
const home = ({ region, place }, { names }) => names[region ?? ""] ?? place ?? "";

/** @param {string} href @param {...(Node | string)} kids */
const linked = (href, ...kids) => el("a", { href }, ...kids);

/**
 * @param {Row} row
 * @param {Setup} setup
 * @param {number} divisor of the board's scores
 */
export function personCells(row, setup, divisor) {
  const near = `${setup.contest}${setup.code}/near/${row.id}/?round=${setup.round}`;
  const [, ...cells] = peopleCells(row, setup, divisor);
  const name = linked(near, el("bdi", {}, row.name));
  return [el("td", { "data-under": home(row, setup) }, name), ...cells];
}

/**
 * Of a board that organisers defined: nobody's neighbours are known there.
 *
 * @param {Row} row
 * @param {Setup} setup
 * @param {number} divisor of the board's scores
 */
export function peopleCells(row, setup, divisor) {
  const place = home(row, setup);
  return [
    el("td", { "data-under": place }, el("bdi", {}, row.name)),
    el("td", { class: "wide" }, place),
    number(decimal(row.score, divisor, divisor === 1 ? 0 : 2)),
    number(seconds(row.took_ms)),
  ];
}

/**
 * @param {Row} row
 * @param {Setup} setup
 */
export function regionCells(row, { names, codes, contest, round, few }) {
  const path = String(row.id);
  const place = `${contest}${codes[path] ?? ""}/`;
  const down = el("td", {}, linked(`${place}?round=${round}&tab=regions`, names[path] ?? row.name));
  if (row.few) return [down, counted(few), wide(""), wide(""), counted("")];
  const score = decimal(row.score_x100, 100, 2);
  const why = row.score_x100 === null ? score : linked(`${place}why/?round=${round}`, score);
  const mean = decimal(row.mean_x100, 100, 2);
  return [down, above(row.people, row.attempts), wide(row.attempts), wide(mean), above(why, mean)];
}

/**
 * A group of people with its figure, on a board that organisers defined.
 *
 * @param {Row} row
 * @param {Setup} setup
 */
export function groupCells(row, { names, codes, contest, round, few }) {
  const path = String(row.id);
  const code = codes[path];
  const name = names[path] ?? row.name;
  const place = code ? linked(`${contest}${code}/?round=${round}`, name) : el("bdi", {}, name);
  const head = el("td", {}, place);
  if (row.few) return [head, counted(few), wide(""), counted("")];
  const value = number(decimal(row.score_x100, 100, 2));
  return [head, above(row.people, row.attempts), wide(row.attempts), value];
}
