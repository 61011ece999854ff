/** Which rounds there are, the moment before a paper starts, and what is kept about a contestant. */

import { el } from "../shared/dom.js";

/**
 * @typedef {import("./frames.js").Round} Round
 * @typedef {{ code: string, title: string, ranked: boolean, opens_at: number,
 *   closes_at: number | null, questions: number, question_ms: number, total_ms: number,
 *   full: number, shut?: "soon" | "over" }} Listed `shut`: why nobody could begin when the page came
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 */

const DAY_MS = 864e5;

/** Less than a day as hours, minutes and seconds. @param {number} ms */
const clockOf = (ms) => new Date(ms + 999).toISOString().slice(11, 19);

/** The contest's own year of a moment: China's clock, eight hours ahead. @param {number} moment */
const yearOf = (moment) => new Date(moment + 288e5).getUTCFullYear();

/**
 * Moments that nobody takes for others: the month by its name, the hour of 24; with their years
 * unless all are within this one.
 *
 * @param {number[]} moments
 * @param {string} lang
 */
export function spellMoments(moments, lang, now = Date.now()) {
  /** @type {"numeric" | undefined} */
  const year = moments.some((one) => yearOf(one) !== yearOf(now)) ? "numeric" : undefined;
  return moments.map((one) =>
    new Date(one).toLocaleString(lang, {
      ...{ year, month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
      ...{ hourCycle: "h23", timeZone: "Asia/Shanghai" },
    }),
  );
}

/**
 * One line, or where it has no room one for each word: between 11 and 月 a browser would end one.
 *
 * @param {string} [moment]
 * @returns {HTMLElement}
 */
function whole(moment = "") {
  const words = moment.split(" ");
  const kids = words[1] ? words.flatMap((word) => [" ", whole(word)]).slice(1) : words;
  return el("span", { class: "date" }, ...kids);
}

/** @param {Listed | Round} round @param {Words} t */
function facts(round, t) {
  const { questions, question_ms, total_ms, full } = round;
  return [
    t("n_questions", questions),
    question_ms ? t("each_seconds", question_ms / 1000) : "",
    total_ms ? t("all_minutes", Math.round(total_ms / 6000) / 10) : "",
    t("full", full),
  ]
    .filter(Boolean)
    .map((fact) => fact.replace(/ /g, "\u00a0"))
    .join(" · ");
}

/**
 * @param {{ t: Words, lang: string, rounds: Listed[], hello: string, boards: string,
 *   running: string | null,
 *   privacy: HTMLElement, choose: (code: string) => void, forget: () => Promise<void> }} deps
 */
export function roundsView({ t, lang, rounds, hello, boards, running, privacy, choose, forget }) {
  const sure = el(
    "button",
    { type: "button", class: "danger", hidden: true, click: forget },
    t("erase_sure"),
  );
  const ask = el(
    "button",
    {
      type: "button",
      click: () => {
        sure.hidden = false;
        sure.focus();
      },
    },
    t("erase"),
  );

  /** @param {Listed} round */
  function card(round) {
    const { code, title, ranked, opens_at, closes_at, shut } = round;
    const mine = code === running;
    const mark = mine ? "running" : shut;
    const [begin, end = t("no_end")] = spellMoments([opens_at, closes_at ?? []].flat(), lang);
    return el(
      "article",
      { class: "card" },
      el(
        "p",
        { class: ranked && !shut ? "badge" : "badge calm" },
        t(ranked ? "ranked" : "practice"),
        mark ? ` · ${t(mark)}` : "",
      ),
      el("h3", {}, title),
      el("p", { class: "quiet" }, facts(round, t)),
      el("p", { class: "quiet" }, whole(`${begin} –`), " ", whole(end)),
      el(
        "button",
        { type: "button", class: "main", click: () => choose(code) },
        t(mine ? "continue" : "enter"),
      ),
    );
  }

  return el(
    "section",
    {},
    el("h2", {}, t("hello").replace(",", ", "), el("bdi", {}, hello)),
    ...rounds.map(card),
    el("a", { class: "button", href: boards }, t("boards")),
    privacy,
    el("details", {}, el("summary", {}, t("my_data")), el("p", {}, t("erase_what")), ask, sure),
  );
}

/**
 * What keeps somebody from a good start now.
 *
 * @param {Pick<Round, "opens_at" | "closes_at" | "questions" | "question_ms" | "total_ms">} round
 * @param {number} now the server's time
 * @returns {["" | "soon" | "over" | "short", number]} milliseconds until it opens, or until it ends
 *   if its questions may take longer
 */
export function hurdle({ opens_at, closes_at, questions, question_ms, total_ms }, now) {
  if (now < opens_at) return ["soon", opens_at - now];
  const left = closes_at ? closes_at - now : Infinity;
  if (left <= 0) return ["over", 0];
  return [left < (total_ms || questions * question_ms) ? "short" : "", left];
}

/**
 * @param {Round} round
 * @param {{ t: Words, lang: string, now: () => number, boards: string, start: () => void,
 *   leave: () => void, early: () => boolean }} deps `early`: a question could not be shown yet
 */
export function readyView(round, { t, lang, now, boards, start, leave, early }) {
  const { tries_left: left, opens_at } = round;
  const told = el("p", { class: "problem" });
  const costs = el(
    "div",
    {},
    el("p", { class: "quiet" }, t(round.ranked ? "ready_ranked" : "ready_practice")),
    el("p", {}, left === null ? "" : t("tries_left", left)),
  );
  const button = el("button", { type: "button", class: "main", click: start });
  const places = el("a", { class: "button", href: boards }, t("boards"));

  /** To be called every second. */
  function look() {
    const [what, ms] = hurdle(round, now());
    const over = what === "over";
    button.disabled = left === 0 || what === "soon" || over || early();
    button.textContent = t(early() ? "connecting" : "start");
    costs.hidden = button.hidden = over;
    places.hidden = !over;
    told.textContent = what && t(what, Math.ceil(ms / 1000));
    if (what === "soon")
      told.append(" · ", ms < DAY_MS ? clockOf(ms) : whole(spellMoments([opens_at], lang)[0]));
  }

  look();
  const node = el(
    "section",
    { class: "card ready" },
    el("h2", {}, round.title),
    el("p", {}, facts(round, t)),
    costs,
    told,
    button,
    places,
    el("button", { type: "button", click: leave }, t("rounds")),
  );
  return { node, look };
}
