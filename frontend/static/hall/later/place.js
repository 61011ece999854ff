/** The board as one person sees it, and the end: one's own place, to keep and to show. */

import { learn, missing } from "../../phone/learn.js";
import { get, t } from "../../phone/page.js";
import { parts } from "../../phone/parts.js";
import { el, fill } from "../../shared/dom.js";
import { awaited } from "../note.js";
import { besideView, keyRows, pointsText, rankText, standView } from "./told.js";

/**
 * @typedef {import("../stand.js").Standing} Standing
 * @typedef {import("./told.js").Painted} Painted
 */

/** @param {Standing} at @returns {Painted} */
export function boardView(at) {
  const { mine, stage } = at;
  const rank = rankText(mine);
  const node = el(
    "section",
    { class: "card wait" },
    el("h2", {}, t("board")),
    rank ? el("p", { class: "big" }, String(mine.rank), el("small", {}, ` / ${mine.people}`)) : "",
    standView(at),
    besideView(mine),
    stage.alive === null || stage.alive === undefined
      ? ""
      : el("p", { class: "quiet" }, t("alive", stage.alive)),
    el("p", { class: "quiet" }, t(awaited(stage))),
  );
  return { node, said: rank };
}

/**
 * @param {Standing} at @param {import("./seen.js").Seen} seen
 * @param {string} home the contest's page
 * @returns {Painted}
 */
export function finalView(at, seen, home) {
  const { mine, hall, name } = at;
  const rank = rankText(mine);
  const review = el("div", { class: "review" });
  const text = t("share_text", name, hall.title, mine.score, rank);

  /**
   * What the server has is what counts, on any phone; without it, what this one saw. After a reload
   * the page may never have drawn such a question.
   */
  async function read() {
    const told = await get(`/h/${hall.code}/mine`);
    const rows = told ? told.questions.map(asRow) : seen.rows();
    if (rows.some(unreadable)) {
      fill(review, t("connecting"));
      await learn();
    }
    fill(review, el("h2", { tabindex: -1 }, t("review")), ...rows.map(rowView));
    review.querySelector("h2")?.focus();
    review.scrollIntoView();
  }

  /** @param {[number, import("./seen.js").Row]} row */
  function rowView([slot, row]) {
    const kept = { slot, choice: row.choice, text: row.text, sure: false };
    return el(
      "article",
      { class: "card" },
      el("h3", {}, `${slot + 1}. `, ...parts.text(row.q, "stem", row.q.stem)),
      ...keyRows(row, row.told, kept),
      el("p", { class: "points" }, pointsText(row.points)),
    );
  }

  const node = el(
    "section",
    {},
    el(
      "div",
      { class: "card score" },
      el("h2", {}, t("over")),
      el("p", { class: "big" }, String(mine.score), el("small", {}, ` / ${hall.full}`)),
      standView(at),
    ),
    shareView(text),
    el("button", { type: "button", class: "main", click: () => void read() }, t("review")),
    el("a", { class: "button", href: home }, t("to_contest")),
    review,
  );
  return { node, said: `${t("over")} ${t("score_now", mine.score)} ${rank}` };
}

/** @param {any} told @returns {[number, import("./seen.js").Row]} */
function asRow({ slot, ...row }) {
  return [slot, row];
}

/** @param {[number, import("./seen.js").Row]} row @returns {boolean} */
function unreadable([, { q, told }]) {
  return missing({ ...q, ...told });
}

/** A line to send to friends; without https a phone can only copy it. @param {string} text */
function shareView(text) {
  const line = el("p", {}, text);
  const done = el("span", { class: "quiet", role: "status" });

  async function share() {
    if (navigator.share) return navigator.share({ text }).catch(() => {});
    getSelection()?.selectAllChildren(line);
    document.execCommand("copy");
    done.textContent = t("copied");
  }

  const button = el("button", { type: "button", click: share }, t("share"));
  return el("div", { class: "share" }, line, button, done);
}
