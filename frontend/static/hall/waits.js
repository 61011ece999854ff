/** What a phone shows while there is nothing to answer: the door, the lobby, a team, the countdown. */

import { el } from "../shared/dom.js";
import { card } from "./note.js";

/**
 * @typedef {import("./stand.js").Standing} Standing
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 */

/** @param {string} word @param {() => void} click @param {boolean} [main] */
export function act(word, click, main = false) {
  return el("button", { type: "button", class: main && "main", click }, word);
}

/** @param {Standing} at @param {Words} t */
function whoView({ name, mine }, t) {
  const kids = [el("bdi", { class: "name" }, name)];
  if (mine.team) kids.push(el("bdi", { class: "badge calm" }, mine.team));
  return el("p", {}, t("you_are"), " ", ...kids);
}

/** Before the first question, and while a break is on. @param {Standing} at @param {Words} t */
export function lobbyView(at, t) {
  const { hall, stage } = at;
  const about = [t("n_questions", hall.questions)];
  if (hall.question_ms) about.push(t("each_seconds", hall.question_ms / 1000));
  if (hall.lives) about.push(t("n_lives", hall.lives));
  return card(
    stage.rehearsal ? el("p", { class: "badge" }, t("rehearsal")) : "",
    el("h2", {}, t(stage.paused ? "rest" : "you_are_in")),
    whoView(at, t),
    stage.people ? el("p", { class: "quiet" }, t("n_people", stage.people)) : "",
    el("p", { class: "quiet" }, about.join(" · ")),
    el("p", {}, t(stage.paused ? "rest_more" : "starts_soon")),
  );
}

/** @param {Standing} at @param {Words} t */
export function readyView({ stage }, t) {
  const digits = el("p", { class: "digits", "aria-hidden": "true" });
  const note = el("p", { class: "quiet" }, t("get_ready"));
  const node = card(el("h2", {}, t("question_of", stage.slot + 1, stage.of)), digits, note);

  return {
    node,
    /** @param {number} left seconds */
    tick(left) {
      digits.textContent = String(left);
    },
    /** Its time has come, and it has not. @param {(news: string) => void} tell */
    late(tell) {
      if (!node.isConnected) return;
      digits.hidden = true;
      note.textContent = t("begun");
      tell(t("begun"));
    },
  };
}

/** @param {Standing} at @param {Words} t @param {(team: number) => void} choose */
export function teamView({ hall }, t, choose) {
  const teams = hall.teams.map(({ id, name }) =>
    el("button", { type: "button", class: "team", click: () => choose(id) }, el("bdi", {}, name)),
  );
  return card(el("h2", {}, t("your_team")), ...teams);
}
