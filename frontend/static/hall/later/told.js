/** After the key is out: right or not, why, how one stands, and what the network cost. */

import { inWords } from "../../phone/choice.js";
import { t } from "../../phone/page.js";
import { parts } from "../../phone/parts.js";
import { el } from "../../shared/dom.js";
import { drawMark, mark } from "../../shared/marks.js";

/**
 * @typedef {import("../stand.js").Standing} Standing
 * @typedef {import("../frames.js").Told} Told
 * @typedef {{ node: HTMLElement, said: string }} Painted `said`: the news in one line
 */

/** @param {Standing} at @returns {"right" | "partly" | "wrong" | "none" | "wait"} */
export function verdictOf({ mine, judged, stored }) {
  if (!judged) return "wait";
  if (mine.right === true) return "right";
  if (mine.right === false && (mine.points ?? 0) > 0) return "partly";
  return mine.right === false || stored?.choice.length || stored?.text ? "wrong" : "none";
}

const SIGNS = { right: "✓", partly: "◐", wrong: "✗", none: "–", wait: "…" };

/** @param {Standing} at @returns {Painted} */
export function toldView(at) {
  const { stage, mine, content, stored } = at;
  const verdict = verdictOf(at);
  const headline = `${SIGNS[verdict]} ${t(`verdict_${verdict}`)}`;
  const points = verdict === "wait" ? "" : pointsText(mine.points ?? 0);
  const key = stage.told && content ? keyRows(content, stage.told, stored) : [];
  const node = el(
    "section",
    { class: `told ${verdict}` },
    el("p", { class: "kind" }, t("question_of", stage.slot + 1, stage.of)),
    el("h2", { class: "verdict" }, headline),
    el("p", { class: "points" }, points),
    besideView(mine) || livesView(mine.lives),
    ...key,
    verdict === "wait" ? "" : standView(at),
    lagView(mine.lag_ms),
  );
  return { node, said: `${headline} ${points}` };
}

/**
 * That somebody does not compete any more, or never did.
 *
 * @param {import("../frames.js").Mine} mine @returns {HTMLElement | ""}
 */
export function besideView({ out, watching }) {
  if (!out && !watching) return "";
  return el("p", { class: "badge" }, t(out ? "you_are_out" : "watching"));
}

/** @param {number} points a stake may cost some */
export function pointsText(points) {
  return points < 0 ? t("points_lost", -points) : t("points_got", points);
}

/** @param {number | null | undefined} lives */
function livesView(lives) {
  return lives ? el("p", { class: "quiet" }, t("lives_left", lives)) : "";
}

// What is less than this, nobody feels.
const FELT_MS = 100;

/** @param {number | null | undefined} lag_ms */
function lagView(lag_ms) {
  if (lag_ms === null || lag_ms === undefined) return "";
  return el("p", { class: "badge calm" }, t(lag_ms < FELT_MS ? "no_lag" : "lag", lag_ms));
}

/**
 * The key, what one said, why, and how the hall answered.
 *
 * @param {import("../frames.js").Content} content @param {Told} told
 * @param {import("../frames.js").Kept | null} stored
 * @returns {HTMLElement[]}
 */
export function keyRows(content, told, stored) {
  const { q, order } = content;
  const { choice = [], text = "" } = stored ?? {};
  const row = { ...content, choice, text, ...told, points: 0 };
  const answered = choice.length || text;
  const rows = [
    el("p", {}, t("key"), el("b", {}, ...spell(row, false))),
    el("p", {}, t("yours"), ...(answered ? spell(row, true) : [t("blank")])),
  ];
  if (told.ruling) rows.unshift(el("p", { class: "ruled" }, rulingText(told, q, order)));
  if (told.of) rows.push(el("p", { class: "quiet" }, t("hall_right", told.right, told.of)));
  if (told.partly) rows.push(el("p", { class: "quiet" }, t("hall_partly", told.partly)));
  rows.push(el("p", { class: "why" }, ...parts.text({ ...q, rich: told.rich }, "why", told.why)));
  if (told.source) rows.push(el("p", { class: "source" }, `${t("source")}${told.source}`));
  return rows;
}

/**
 * An answer in words, options with their marks as on the screen.
 *
 * @param {import("../../phone/frames.js").Answered} row @param {boolean} mine or the key
 * @returns {(Node | string)[]}
 */
export function spell(row, mine) {
  const { q, order, choice, key } = row;
  if (!["single", "multiple", "truefalse"].includes(q.kind)) return [parts.told(row, mine)];
  const said = mine ? choice : key;
  return order.flatMap((number, place) =>
    said.includes(number) ? [optionView(q, number, place)] : [],
  );
}

/** @param {import("../frames.js").Question} q @param {number} number @param {number} place */
function optionView(q, number, place) {
  const letter = el("span", { class: "unseen" }, mark(place).letter);
  const text = parts.text(q, `options.${number}`, q.options?.[number] ?? "");
  return el("span", { class: "picked" }, drawMark(place), letter, el("span", {}, ...text));
}

/**
 * @param {Told} told @param {import("../frames.js").Question} q @param {number[]} order
 *
 */
function rulingText({ ruling }, q, order) {
  const { kind = "", keys = [] } = ruling ?? {};
  return t(`ruled_${kind}`, keys.map((one) => inWords(q, one, order)).join(" / "));
}

/** Score, rank, who is ahead. @param {Standing} at @returns {HTMLElement} */
export function standView({ mine, stage, was }) {
  const rows = [el("p", {}, t("score_now", mine.score))];
  if (mine.rank) rows.push(rankView(mine, mine.rank, was));
  else if (stage.frozen) rows.push(el("p", { class: "quiet" }, t("frozen")));
  if (mine.ahead) {
    const { name, score } = mine.ahead;
    const gap = score > mine.score ? t("ahead_by", score - mine.score) : t("ahead_tie");
    rows.push(el("p", { class: "quiet" }, t("ahead"), " ", el("bdi", {}, name), ` ${gap}`));
  } else if (mine.rank === 1 && mine.score > 0)
    rows.push(el("p", { class: "quiet" }, t("leading")));
  if (mine.team && mine.team_rank) {
    const stands = t("team_stands", ((mine.team_score ?? 0) / 100).toFixed(2), mine.team_rank);
    rows.push(el("p", {}, el("bdi", {}, mine.team), ` ${stands}`));
  }
  return el("div", { class: "stand" }, ...rows);
}

/** @param {import("../frames.js").Mine} mine @returns {string} "" = none; that it is shared is said */
export function rankText({ rank, people, same }) {
  return rank ? t("rank", rank, people) + (same ? ` ${t("same")}` : "") : "";
}

/** @param {import("../frames.js").Mine} mine @param {number} rank @param {number | null} was */
function rankView(mine, rank, was) {
  const moved = was ? was - rank : 0;
  const word = moved > 0 ? t("rank_up", moved) : moved < 0 ? t("rank_down", -moved) : "";
  return el("p", { class: "rank" }, rankText(mine), word ? el("small", {}, ` ${word}`) : "");
}
