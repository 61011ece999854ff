/** The end: third, second, first, then the other seven of the ten, the best regions and teams. */
import { hundredths, took } from "../screen/figures.js";
import { el, fill } from "../shared/dom.js";
import { TOOK_PLACES } from "./view.js";

/**
 * @typedef {import("./frames.js").Board} Board
 * @typedef {import("./frames.js").Row} Row
 * @typedef {import("./frames.js").Words} Words
 */

const MEDALS = ["first", "second", "third"];
const PODIUM = 3;
const TOP = 10;

/**
 * @param {HTMLElement} place
 * @param {Board} board
 * @param {{ t: Words, fresh: boolean }} how `fresh`: it has just ended, so it is told step by step
 */
export function showFinal(place, board, { t, fresh }) {
  place.classList.toggle("fresh", fresh);
  const best = board.rows.slice(0, PODIUM);
  fill(
    place,
    el("ol", { class: "podium" }, ...best.map((row, n) => step(row, n, t))),
    el("div", { class: "panel rest" }, el("h2", {}, t("winners")), restOf(board.rows)),
    el("div", { class: "panel bests" }, ...bests(board, t)),
  );
}

/** @param {Row} row @param {number} n @param {Words} t */
function step({ rank, name, place, score, right, took_ms }, n, t) {
  const rights = `${t("rights", { n: right })} · ${took(took_ms, TOOK_PLACES)}`;
  return el(
    "li",
    { class: `step ${MEDALS[n]}` },
    el("div", { class: "who" }, el("bdi", {}, name || t("nameless")), el("small", {}, place)),
    el(
      "div",
      { class: "block" },
      el("b", { class: "medal" }, String(rank)),
      el("span", { class: "points" }, String(score)),
      el("small", {}, rights),
    ),
  );
}

/** @param {Row[]} rows */
function restOf(rows) {
  const others = rows.slice(PODIUM, TOP).map(({ rank, name, place, score, took_ms }) => {
    const who = el("span", {}, el("bdi", {}, name), el("small", {}, place));
    return el(
      "li",
      {},
      el("b", {}, String(rank)),
      who,
      el("small", {}, took(took_ms, TOOK_PLACES)),
      el("b", { class: "points" }, String(score)),
    );
  });
  return el("ol", {}, ...others);
}

/** @param {Board} board @param {Words} t @returns {HTMLElement[]} */
function bests({ teams, regions }, t) {
  const ranked = regions.filter(({ rank }) => rank !== null);
  return [
    ...list(
      t("best_teams"),
      teams.map(({ rank, name, score }) => ({ rank, name, x100: score })),
    ),
    ...list(
      t("best_regions"),
      ranked.map(({ rank, name, mean_x100 }) => ({ rank, name, x100: mean_x100 ?? 0 })),
    ),
  ];
}

/** @param {string} title @param {{ rank: number | null, name: string, x100: number }[]} rows */
function list(title, rows) {
  if (!rows.length) return [];
  const items = rows
    .slice(0, PODIUM)
    .map(({ rank, name, x100 }, n) =>
      el(
        "li",
        { class: MEDALS[n] ?? "" },
        el("b", {}, String(rank)),
        el("bdi", {}, name),
        el("b", { class: "points" }, hundredths(x100)),
      ),
    );
  return [el("div", { class: "best" }, el("h2", {}, title), el("ol", {}, ...items))];
}
