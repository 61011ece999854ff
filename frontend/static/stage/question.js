/** The face of a question: built once a question, told once it is revealed, fitted to its place. */
import { el, fill } from "../shared/dom.js";
import { fitText } from "./fit.js";
import { chosen, questionParts, tellOptions, toldParts } from "./paper.js";

/**
 * @typedef {import("./frames.js").Asked} Asked
 * @typedef {import("./frames.js").Stage} Stage
 */

const COME_MS = 500;

/**
 * @param {HTMLElement} place
 * @param {{ t: import("./frames.js").Words, still: () => boolean }} deps
 */
export function openQuestion(place, { t, still }) {
  const paper = el("div", { class: "paper" });
  const note = el("aside", { class: "told panel" });
  place.append(paper, note);
  let shown = "";
  let told = "";
  new ResizeObserver(fit).observe(place);

  function fit() {
    fitText(paper, { least: 1.3, most: 6.4, shapes: ["two", "one"] });
    fitText(note, { least: 1.2, most: 3 });
  }

  /** @param {Asked} asked @param {Stage} stage */
  function draw(asked, stage) {
    const next = JSON.stringify([stage.slot, asked]);
    if (next === shown) return false;
    shown = next;
    told = "";
    fill(paper, ...questionParts(asked, t));
    fill(note);
    paper.classList.toggle("pictured", Boolean(asked.q.picture));
    for (const picture of paper.querySelectorAll("img")) picture.addEventListener("load", fit);
    return true;
  }

  /** @param {Asked} asked @param {Stage} stage */
  function tell(asked, { told: news }) {
    const next = JSON.stringify(news ?? "");
    if (next === told) return false;
    told = next;
    if (!news) return forget();
    if (chosen(asked)) tellOptions(paper, news, t);
    fill(note, ...toldParts(asked, news, t));
    return true;
  }

  /** The reveal was taken back: nothing of it stays. */
  function forget() {
    for (const old of paper.querySelectorAll(".bar, .count, .tick")) old.remove();
    for (const old of paper.querySelectorAll(".option")) old.classList.remove("right", "wrong");
    fill(note);
    return true;
  }

  return {
    /** @param {Asked} asked @param {Stage} stage @param {string} phase */
    show(asked, stage, phase) {
      const drawn = draw(asked, stage);
      const same = place.dataset.phase === phase;
      if (same && !drawn && (phase !== "revealed" || told === JSON.stringify(stage.told))) return;
      const anew = !drawn && [place.dataset.phase, phase].includes("revealed");
      place.dataset.phase = phase;
      place.classList.toggle("fresh", !drawn);
      tell(asked, stage);
      fit();
      if (anew && !still()) come(paper);
    },
  };
}

/**
 * What was fitted anew comes to light in its place: on the way there options would lie across each
 * other, and beyond the paper.
 *
 * @param {HTMLElement} paper
 */
function come(paper) {
  paper.animate([{ opacity: 0.2 }, { opacity: 1 }], { duration: COME_MS, easing: "ease-out" });
}
