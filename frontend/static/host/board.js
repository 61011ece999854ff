/** The board as its host sees it: never frozen, ten rows are enough to talk about. */

import { el } from "../shared/dom.js";

/**
 * @typedef {import("./frames.js").Board} Board
 * @typedef {import("./frames.js").Row} Row
 * @typedef {import("./frames.js").Words} Words
 */

const ROWS = 10;

/** @param {Board | null} board @param {Words} t @returns {HTMLElement[]} */
export function boardView(board, t) {
  if (!board?.rows.length) return [el("p", { class: "quiet" }, t("no_board"))];
  const { rows, teams, regions } = board;
  return [
    el("h2", {}, t(board.final ? "final" : "ranks")),
    list(rows.map((row) => personRow(row, t))),
    ...part(teams, "teams", (row) => line(row.rank, row.name, "", hundredths(row.score))),
    ...part(
      regions.filter(({ rank }) => rank),
      "regions",
      (row) =>
        line(
          row.rank ?? 0,
          row.name,
          t("people", { n: row.people }),
          hundredths(row.mean_x100 ?? 0),
        ),
    ),
  ];

  /**
   * @template T
   * @param {T[]} all @param {string} title @param {(row: T) => HTMLElement} view
   */
  function part(all, title, view) {
    return all.length ? [el("h3", {}, t(title)), list(all.map(view))] : [];
  }
}

/** @param {HTMLElement[]} rows */
function list(rows) {
  return el("ol", { class: "ranks" }, ...rows.slice(0, ROWS));
}

/** @param {Row} row @param {Words} t */
function personRow({ rank, was, name, place, score, out }, t) {
  const moved =
    was && was !== rank ? t(was > rank ? "up" : "down", { n: Math.abs(was - rank) }) : "";
  return line(
    rank,
    name,
    [place, moved, out ? t("out") : ""].filter(Boolean).join(" · "),
    `${score}`,
  );
}

/** @param {number} rank @param {string} name @param {string} about @param {string} score */
function line(rank, name, about, score) {
  return el(
    "li",
    {},
    el("b", { class: "rank" }, String(rank)),
    el("bdi", {}, name),
    el("small", {}, about),
    el("b", { class: "score" }, score),
  );
}

/** @param {number} x100 */
function hundredths(x100) {
  return (x100 / 100).toFixed(2);
}
