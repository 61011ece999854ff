/**
 * What stands around the boards: the round, its time, how it is played, how many are answering.
 *
 * @typedef {{ code: string, title: string, opens_at: number, closes_at: number | null,
 *   questions: number, question_s: number, total_min: number, tries_per_day: number }} ShownRound
 * @typedef {{ now: number, round: ShownRound | null, answering: number, most: number,
 *   frozen: boolean, boards: { [kind: string]: string } }} Facts
 */
import { byId } from "../shared/dom.js";
import { grouped, left } from "./figures.js";
import { phaseOf } from "./status.js";
import { fill } from "./words.js";

/**
 * @param {{ words: { [name: string]: string }, facts: Facts, now: () => number,
 *   follow: (names: string[]) => void }} deps
 */
export function openTop({ words, facts, now, follow }) {
  let current = facts;
  let offset = facts.now - now();

  function tick() {
    const { kind, left_ms } = phaseOf(current.round, now() + offset);
    const phase = byId("phase");
    const text = left_ms ? `${words[kind]} ${countdown(left_ms)}` : words[kind] || "";
    if (phase.textContent !== text) phase.textContent = text;
    phase.className = `phase ${kind}`;
  }

  /** @param {number} left_ms */
  function countdown(left_ms) {
    const { days, clock } = left(left_ms);
    return days ? `${fill(words.days || "", { n: days })} ${clock}` : clock;
  }

  function show() {
    const { round, answering, most } = current;
    byId("round").textContent = round ? round.title : "";
    const number = grouped(answering);
    byId("answering").textContent =
      answering < most ? number : fill(words.more || "", { n: number });
    if (round) showBrief(round);
    tick();
  }

  show();
  return {
    tick,
    facts: () => current,

    /** @param {Facts} newer */
    told(newer) {
      const names = Object.values(newer.boards);
      const same = names.join() === Object.values(current.boards).join();
      current = newer;
      offset = newer.now - now();
      show();
      if (!same) follow(names);
    },
  };
}

/** @param {ShownRound} round */
function showBrief(round) {
  const minutes = round.question_s ? 0 : round.total_min;
  /** @type {[string, number][]} */
  const items = [
    ["questions", round.questions],
    ["seconds", round.question_s],
    ["minutes", minutes],
    ["tries", round.tries_per_day],
  ];
  for (const [name, number] of items) {
    const item = byId(`brief-${name}`);
    item.hidden = number === 0;
    if (item.firstElementChild) item.firstElementChild.textContent = String(number);
  }
}
