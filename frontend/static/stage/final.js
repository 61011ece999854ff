/** The end: third, second, first, then the others of the ten, the best regions and teams. */
import { hundredths, took } from "../screen/figures.js";
import { MEDALS } from "../screen/persons.js";
import { el, fill } from "../shared/dom.js";
import { unfold } from "./fit.js";
import { TOOK_PLACES } from "./view.js";

/**
 * @typedef {import("./frames.js").Board} Board
 * @typedef {import("./frames.js").Row} Row
 * @typedef {import("./frames.js").Words} Words
 * @typedef {{ rank: number | null, name: string, x100: number }} Best a team or a region
 */

const TOP = 10;
// More of one rank are a list, and more steps would be too narrow for names.
const MOST_TIED = 3;
const MOST_STEPS = 4;
// So many of the best teams, or regions, are readable below each other.
const MOST_BEST = 6;

/**
 * Who stands on the podium: whole ranks only, as those of one rank stand alike, and nobody is
 * crowned for nothing.
 *
 * @template {{ rank: number, score: number }} R
 * @param {R[]} rows best first @returns {R[]} the first of them
 */
export function onSteps(rows) {
  let steps = 0;
  for (let rank = 1; rank <= MEDALS.length; rank += 1) {
    const same = rows.filter((row) => row.rank === rank);
    const many = same.length > MOST_TIED || steps + same.length > MOST_STEPS;
    if (many || same.some(({ score }) => score <= 0)) break;
    steps += same.length;
  }
  return rows.slice(0, steps);
}

/**
 * @param {HTMLElement} place
 * @param {Board} board
 * @param {{ t: Words, fresh: boolean }} how `fresh`: it has just ended, so it is told step by step
 */
export function showFinal(place, board, { t, fresh }) {
  place.classList.toggle("fresh", fresh);
  const { rows } = board;
  if (!rows.length) return fill(place, el("p", { class: "nothing" }, t("no_results")));
  const steps = onSteps(rows);
  const side = [...restOf(rows, steps.length, t), ...bests(board, t)];
  fill(
    place,
    ...(steps.length ? [el("ol", { class: "podium" }, ...steps.map(step))] : []),
    ...(side.length ? [el("div", { class: "side" }, ...side)] : []),
  );
  unfold(place.querySelectorAll("li"), "bdi");

  /** @param {Row} row @param {number} n from 0, best first */
  function step(row, n) {
    const item = stepOf(row, sharedIn(rows, row) ? t("same") : "", t);
    // The best in the middle, the others to its left and right in turn.
    item.style.order = String(n % 2 ? -n : n);
    return item;
  }
}

/** @param {{ rank: number }[]} rows @param {{ rank: number }} row whether others have its rank, too */
function sharedIn(rows, row) {
  return rows.some((other) => other !== row && other.rank === row.rank);
}

/** @param {{ rank: number | null }} row @param {number} points @returns {string} its medal's class */
function medalOf({ rank }, points) {
  return (points > 0 && MEDALS[(rank ?? 0) - 1]) || "";
}

/** @param {Row} row @param {string} same what is said of a shared rank @param {Words} t */
function stepOf(row, same, t) {
  const { rank, name, place, score, right, took_ms } = row;
  const rights = `${t("rights", { n: right })} · ${took(took_ms, TOOK_PLACES)}`;
  return el(
    "li",
    { class: `step ${medalOf(row, score)}` },
    el("div", { class: "who" }, el("bdi", {}, name || t("nameless")), el("small", {}, place)),
    el(
      "div",
      { class: "block" },
      el("b", { class: "medal" }, String(rank), ...(same ? [el("i", {}, same)] : [])),
      el("span", { class: "points" }, String(score)),
      el("small", {}, rights),
    ),
  );
}

/** @param {Row[]} rows @param {number} from so many stand on steps @param {Words} t */
function restOf(rows, from, t) {
  const others = rows.slice(from, TOP).map((row) => {
    const { rank, name, place, score, took_ms } = row;
    const about = [sharedIn(rows, row) ? t("same") : "", place].filter(Boolean).join(" · ");
    const who = el("span", {}, el("bdi", {}, name || t("nameless")), el("small", {}, about));
    return el(
      "li",
      { class: medalOf(row, score) },
      el("b", {}, String(rank)),
      who,
      el("small", {}, took(took_ms, TOOK_PLACES)),
      el("b", { class: "points" }, String(score)),
    );
  });
  return panel("rest", others.length ? [el("h2", {}, t("winners")), el("ol", {}, ...others)] : []);
}

/** @param {string} name @param {HTMLElement[]} kids @returns {HTMLElement[]} no empty frame */
function panel(name, kids) {
  return kids.length ? [el("div", { class: `panel ${name}` }, ...kids)] : [];
}

/** @param {Board} board @param {Words} t */
function bests({ teams, regions }, t) {
  const means = regions.map(({ rank, name, mean_x100 }) => ({ rank, name, x100: mean_x100 ?? 0 }));
  const scores = teams.map(({ rank, name, score }) => ({ rank, name, x100: score }));
  const lists = [...list(t("best_teams"), scores), ...list(t("best_regions"), means)];
  return panel("bests", lists);
}

/** @param {string} title @param {Best[]} all best first */
function list(title, all) {
  const best = all.filter(({ rank }) => rank !== null && rank <= MEDALS.length);
  if (!best.length) return [];
  const items = best
    .slice(0, MOST_BEST)
    .map((one) =>
      el(
        "li",
        { class: medalOf(one, one.x100) },
        el("b", {}, String(one.rank)),
        el("bdi", {}, one.name),
        el("b", { class: "points" }, hundredths(one.x100)),
      ),
    );
  return [el("div", { class: "best" }, el("h2", {}, title), el("ol", {}, ...items))];
}
