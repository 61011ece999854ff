/** After the paper: the score, the places among others, and every question again with its key. */

import { el, fill } from "../../shared/dom.js";
import { annulledView } from "./annulled.js";
import { attemptsView, called } from "./attempts.js";
import { pictureBelow } from "./picture.js";
import { reportView } from "./report.js";
import { richText } from "./rich.js";
import { spell, whole } from "./spell.js";

/**
 * @typedef {import("../frames.js").Result} Result
 * @typedef {import("../frames.js").Round} Round
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 * @typedef {{ level: string, rank: number | null, people: number, rows: Row[] }} Place `rows`: the
 *   neighbours above and below, and ourselves between them
 * @typedef {{ id: number, rank: number, name: string, score: number }} Row
 */

// The boards follow the journal within a second or two; after that somebody should not have to wait.
const PLACE_TRIES = 6;
const PLACE_WAIT_MS = 1500;

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

/** @param {string} text @param {() => void} click @param {string | false} [name] */
const press = (text, click, name = false) =>
  el("button", { type: "button", class: name, click }, text);

/** @param {Round} round @param {number} now */
const mayTry = ({ tries_left, closes_at }, now) =>
  tries_left !== 0 && (closes_at ?? Infinity) > now;

/** @param {Result} result @param {Words} t */
const scoreView = (result, t) =>
  el(
    "div",
    { class: "card score" },
    el("h2", {}, t("result")),
    el("p", { class: "big" }, String(result.score), el("small", {}, ` / ${result.full}`)),
    el("p", {}, t("right_of", result.right, result.of)),
    el("p", {}, spell(result.took_ms, t)),
    result.band ? el("p", {}, t(`band_${result.band}`)) : "",
  );

/**
 * The page of certificates has the boards' place in its address: nothing more travels here.
 *
 * @param {string} boards @param {boolean} hidden @param {Words} t
 */
const certificateLink = (boards, hidden, t) =>
  el("a", { class: "button", href: boards.replace("boards", "c"), hidden }, t("certificate"));

/**
 * @param {Result} result
 * @param {Round} round
 * @param {{ t: Words, get: (path: string) => Promise<any>, boards: string, again: () => void,
 *   leave: () => void, now: () => number, later: (fn: () => void, ms: number) => () => void,
 *   keyView: typeof import("../question.js").keyView,
 *   call: typeof import("../page.js").call }} deps `get` gives null for anything but a
 *   good answer
 */
export function resultView(result, round, deps) {
  const { t, get, boards, again, leave, now, later, keyView, call } = deps;
  const places = el("div", { class: "places", "aria-live": "polite" });
  const review = el("div", { class: "review" });
  const counted = el("div", { class: "own", "aria-live": "polite" });
  const list = el("div", { class: "own" });
  if (round.ranked && !result.void) ask(PLACE_TRIES);
  const steps = el("div");
  if (result.void) stepped(true);
  get(`/api/rounds/${round.code}/attempts`).then((mine) => mine && others(mine));

  /** @param {boolean} annulled */
  function stepped(annulled) {
    fill(steps, annulledView(result.attempt, annulled, { t, get, call }));
  }

  /** @param {Parameters<typeof attemptsView>[0]} mine this one and all others */
  function others(mine) {
    // That it was restored the frame does not say: everything in it is as if it had never been.
    if (mine.attempts.some((own) => own.attempt === result.attempt && own.void === false))
      stepped(false);
    certificate.hidden = !mine.counted;
    if (!mine.attempts[1]) return;
    const [line, all] = attemptsView(mine, result.attempt, { t, read: open });
    fill(counted, line);
    fill(list, all);
  }

  /** @param {number} left */
  async function ask(left) {
    const found = await get(`/api/boards/${round.code}/me`);
    /** @type {Place[]} */
    const all = found?.places ?? [];
    const ranked = all.some((place) => place.rank);
    if (ranked) fill(places, ...all.map((place) => placeView(place, found.contestant)));
    else fill(places, el("p", {}, t(left ? "rank_wait" : "rank_none")));
    if (left && !ranked) later(() => ask(left - 1), PLACE_WAIT_MS);
  }

  /** @param {Place} place @param {number} me */
  function placeView({ level, rank, people, rows }, me) {
    return el(
      "section",
      { class: "place" },
      el("h3", {}, t(`in_${level}`)),
      el("p", { class: "rank" }, ...(rank ? whole(t("rank", rank, people)) : ["–"])),
      el("ol", {}, ...(rank ? rows.map((row) => rowView(row, row.id === me)) : [])),
    );
  }

  /** @param {number} attempt @param {string} title @param {Node | string} head */
  async function read(attempt, title, head) {
    button.disabled = true;
    const found = result.review && (await get(`/api/attempts/${attempt}/review`));
    button.disabled = false;
    const questions = found
      ? found.questions.map((/** @type {any} */ row) => reviewed(row, attempt))
      : [el("p", {}, t(result.review ? "failed" : "review_later"))];
    fill(review, el("h2", { tabindex: -1 }, title), head, ...questions);
    button.hidden = found && attempt === result.attempt;
    review.querySelector("h2")?.focus();
    review.scrollIntoView();
  }

  /** @param {import("./attempts.js").Own} own one of this person's papers in the round */
  function open(own) {
    const { attempt, void: annulled } = own;
    const head = annulled === undefined ? "" : annulledView(attempt, annulled, { t, get, call });
    read(attempt, called(own, t), head);
  }

  /** @param {any} row @param {number} attempt */
  function reviewed(row, attempt) {
    return el(
      "article",
      { class: "card" },
      el("h3", {}, `${row.slot + 1}. `, ...richText(row.q, "stem", row.q.stem)),
      ...pictureBelow(row.q, t),
      keyView(row, t),
      reportView(row, attempt, { t, call }),
      row.ruling ? el("p", { class: "ruled" }, `${t("ruled")}${row.ruling.note}`) : "",
    );
  }

  const button = press(t("review"), () => read(result.attempt, t("review"), ""), "main");
  const certificate = certificateLink(boards, !round.ranked || !!result.void, t);
  return el(
    "section",
    {},
    scoreView(result, t),
    steps,
    counted,
    round.ranked ? places : el("p", { class: "quiet" }, t("unranked")),
    result.review ? button : el("p", { class: "quiet" }, t("review_later")),
    list,
    mayTry(round, now()) ? press(t("again"), again) : "",
    round.ranked ? el("a", { class: "button", href: boards }, t("boards")) : "",
    certificate,
    press(t("rounds"), leave),
    review,
  );
}
