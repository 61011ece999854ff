/** The face of a question: built once a question, told once it is revealed, fitted to its place. */
import { el, fill } from "../shared/dom.js";
import { contain, cutText, fitText } from "./fit.js";
import { questionParts, shapeOf } from "./paper.js";
import { tellKey, toldParts } from "./told.js";

/**
 * @typedef {import("./frames.js").Asked} Asked
 * @typedef {import("./frames.js").Stage} Stage
 */

const COME_MS = 500;
const MOST = 6.4;
const MOST_BESIDE_PICTURES = 3;
// Pictures that take what room there is.
const PLACED = ".shot img, .spot .picture img";
// Smaller letters are read by nobody in a hall; what does not fit then is on every phone.
const LEAST_WHY = 1.7;

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
    // Where options are pictures, letters leave them the room.
    const most = paper.classList.contains("gallery") ? MOST_BESIDE_PICTURES : MOST;
    fitText(paper, { least: 1.3, most, shapes: ["two", "one"] });
    for (const one of paper.querySelectorAll(PLACED)) contain(/** @type {HTMLElement} */ (one));
    fitText(note, { least: LEAST_WHY, most: 3 });
    cutText(note, ".why", ".more");
  }

  /** @param {Asked} asked @param {Stage} stage */
  function draw(asked, stage) {
    const next = JSON.stringify([stage.slot, asked]);
    if (next === shown) return false;
    shown = next;
    lay(asked);
    return true;
  }

  /** The question, and nothing of its reveal. @param {Asked} asked */
  function lay(asked) {
    told = "";
    fill(paper, ...questionParts(asked, t));
    fill(note);
    for (const [name, is] of Object.entries(shapeOf(asked))) paper.classList.toggle(name, is);
    for (const picture of paper.querySelectorAll("img")) picture.addEventListener("load", fit);
  }

  /** @param {Asked} asked @param {Stage} stage */
  function tell(asked, { told: news }) {
    const next = news ? JSON.stringify(news) : "";
    if (next === told) return;
    // It was taken back, or another key counts: nothing of what was told stays.
    if (told) lay(asked);
    told = next;
    if (!news) return;
    tellKey(paper, asked, news, t);
    fill(note, ...toldParts(asked, news, t));
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
