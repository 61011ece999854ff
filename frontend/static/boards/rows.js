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

/** @param {string | number | null | undefined} value */
const number = (value) => el("td", { class: "number" }, String(value ?? "–"));

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
  return [el("td", {}, linked(near, el("bdi", {}, row.name))), ...cells];
}

/**
 * Of a board that organisers defined: nobody's neighbours are known there.
 *
 * @param {Row} row
 * @param {Setup} setup
 * @param {number} divisor of the board's scores
 */
export function peopleCells(row, { names }, divisor) {
  return [
    el("td", {}, el("bdi", {}, row.name)),
    el("td", {}, names[row.region ?? ""] ?? row.place ?? ""),
    number(decimal(row.score, divisor, divisor === 1 ? 0 : 2)),
    number(decimal(row.took_ms, 1000, 2)),
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
  if (row.few) return [down, el("td", { class: "number", colspan: 4 }, few)];
  const score = decimal(row.score_x100, 100, 2);
  const why = row.score_x100 === null ? score : linked(`${place}why/?round=${round}`, score);
  return [
    down,
    number(row.people),
    number(row.attempts),
    number(decimal(row.mean_x100, 100, 2)),
    el("td", { class: "number" }, why),
  ];
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
  if (row.few) return [head, el("td", { class: "number", colspan: 3 }, few)];
  return [head, number(row.people), number(row.attempts), number(decimal(row.score_x100, 100, 2))];
}
