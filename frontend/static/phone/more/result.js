/** After the paper: the score, the places among others, and every question again with its key. */

import { el, fill } from "../../shared/dom.js";
import { annulledView } from "./annulled.js";
import { pictureBelow } from "./picture.js";
import { reportView } from "./report.js";
import { richText } from "./rich.js";

/**
 * @typedef {import("../frames.js").Result} Result
 * @typedef {import("../frames.js").Round} Round
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 * @typedef {{ level: string, rank: number | null, people: number, rows: Row[] }} Place `rows`: the
 *   neighbours above and below, and ourselves between them
 * @typedef {{ rank: number, name: string, score: number }} Row
 */

// The boards follow the journal within a second or two; after that somebody should not have to wait.
const PLACE_TRIES = 6;
const PLACE_WAIT_MS = 1500;

/** A time taken, cut off like on the boards. @param {number} ms @param {Words} t */
export function spell(ms, t) {
  const minutes = Math.floor(ms / 60000);
  const seconds = Math.floor((ms % 60000) / 100) / 10;
  return minutes ? t("minutes", minutes, Math.floor(seconds)) : t("seconds", seconds.toFixed(1));
}

/** What stands before and behind a slash each stays whole. @param {string} text */
const told = (text) =>
  text.split(/ (?=\/)/).flatMap((part) => [el("span", { class: "whole" }, part), " "]);

/** @param {Row} row @param {boolean} mine */
const rowView = ({ rank, name, score }, mine) =>
  el(
    "li",
    { class: mine && "mine" },
    el("span", {}, `${rank}. `),
    el("bdi", {}, name),
    el("span", {}, ` ${score}`),
  );

/**
 * What counts beside the key after a ruling, by the letters of this paper.
 *
 * @param {any} row @param {typeof import("../parts.js").parts.told} told
 * @returns {(Node | string)[]}
 */
export const also = (row, told) =>
  (row.ruling?.keys ?? [])
    .slice(1)
    .filter((/** @type {number[]} */ key) => key.length)
    .map((/** @type {number[]} */ key) => told({ ...row, key }, false));

/**
 * @param {Result} result
 * @param {Round} round
 * @param {{ t: Words, get: (path: string) => Promise<any>, boards: string, nickname: string,
 *   again: () => void, leave: () => void,
 *   later: (fn: () => void, ms: number) => () => void,
 *   keyView: typeof import("../question.js").keyView,
 *   told: typeof import("../parts.js").parts.told,
 *   call: typeof import("../page.js").call }} deps `get` gives null for anything but a
 *   good answer
 */
export function resultView(result, round, deps) {
  const { t, get, boards, nickname, again, leave, later, keyView, call } = deps;
  const places = el("div", { class: "places", "aria-live": "polite" });
  const review = el("div", { class: "review" });
  const more = round.tries_left !== 0;
  if (round.ranked && !result.void) ask(PLACE_TRIES);

  /** @param {number} left */
  async function ask(left) {
    const found = await get(`/api/boards/${round.code}/me`);
    const counted = found?.places.some((/** @type {Place} */ place) => place.rank);
    if (counted) fill(places, ...found.places.map(placeView));
    else fill(places, el("p", {}, t(left ? "rank_wait" : "rank_none")));
    if (left && !counted) later(() => ask(left - 1), PLACE_WAIT_MS);
  }

  /** @param {Place} place */
  function placeView({ level, rank, people, rows }) {
    return el(
      "section",
      { class: "place" },
      el("h3", {}, t(`in_${level}`)),
      el("p", { class: "rank" }, ...(rank ? told(t("rank", rank, people)) : ["–"])),
      el(
        "ol",
        {},
        ...(rank
          ? rows.map((row) => rowView(row, row.name === nickname && row.score === result.score))
          : []),
      ),
    );
  }

  async function read() {
    button.disabled = true;
    const found = await get(`/api/attempts/${result.attempt}/review`);
    button.disabled = false;
    if (!found) {
      fill(review, el("p", {}, t("failed")));
      return;
    }
    fill(review, el("h2", { tabindex: -1 }, t("review")), ...found.questions.map(reviewed));
    button.hidden = true;
    review.querySelector("h2")?.focus();
    review.scrollIntoView();
  }

  /** @param {any} row */
  function reviewed(row) {
    return el(
      "article",
      { class: "card" },
      el("h3", {}, `${row.slot + 1}. `, ...richText(row.q, "stem", row.q.stem)),
      ...pictureBelow(row.q, t),
      keyView(row, t),
      reportView(row, result.attempt, { t, call }),
      row.ruling ? el("p", { class: "ruled" }, `${t("ruled")}${row.ruling.note}`) : "",
      ...also(row, deps.told).map((words) =>
        el("p", { class: "ruled" }, t("also"), el("b", {}, words)),
      ),
    );
  }

  const button = el("button", { type: "button", class: "main", click: read }, t("review"));
  const node = el(
    "section",
    {},
    el(
      "div",
      { class: "card score" },
      el("h2", {}, t("result")),
      el("p", { class: "big" }, String(result.score), el("small", {}, ` / ${result.full}`)),
      el("p", {}, t("right_of", result.right, result.of)),
      el("p", {}, spell(result.took_ms, t)),
      result.band ? el("p", {}, t(`band_${result.band}`)) : "",
    ),
    result.void ? annulledView(result.attempt, { t, get, call }) : "",
    round.ranked ? places : el("p", { class: "quiet" }, t("unranked")),
    result.review ? button : el("p", { class: "quiet" }, t("review_later")),
    more ? el("button", { type: "button", click: again }, t("again")) : "",
    round.ranked ? el("a", { class: "button", href: boards }, t("boards")) : "",
    // The page of certificates has the boards' place in its address: nothing more travels here.
    round.ranked
      ? el("a", { class: "button", href: boards.replace("boards", "c") }, t("certificate"))
      : "",
    el("button", { type: "button", click: leave }, t("rounds")),
    review,
  );
  return node;
}
