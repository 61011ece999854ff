/** The overlay for broadcasters: a lower third, the time, a slim top five; nothing else is painted. */
import { byId, el, fill } from "../shared/dom.js";
import { openFeed } from "./feed.js";
import { fitText } from "./fit.js";
import { openLine } from "./line.js";
import { chosen, questionParts } from "./paper.js";
import { openRing } from "./ring.js";
import { keyLine, ruledLine, tellKey } from "./told.js";
import { faceOf, leftOf, phaseOf } from "./view.js";
import { read, speaker } from "./words.js";

/** @typedef {import("./frames.js").Row} Row */

const TOP = 5;
const BOARDS = ["board", "opening", "final"];

const t = speaker(read("words"));
const setup = read("setup");
const ring = openRing(byId("ring"));
const feed = openFeed(paint);
const { seen } = feed;
const line = openLine(setup, { receive: feed.hear, state: () => {} });
let drawn = "";

/** Whether the address asks for this part; without `?part=` all come in their turn. @param {string} part */
function wanted(part) {
  return setup.part === "" || setup.part === part;
}

function paint() {
  const face = faceOf(seen);
  const lower = byId("lower");
  lower.hidden = !wanted("question") || face !== "question";
  if (!lower.hidden) paintQuestion(lower);
  const top = byId("top");
  const rows = seen.board?.rows ?? [];
  // Asked for alone it always stands; in turn it comes with the hall's board.
  const due = setup.part === "board" || BOARDS.includes(face);
  top.hidden = !wanted("board") || !due || rows.length === 0;
  if (!top.hidden) fill(top, ...rows.slice(0, TOP).map(rowOf));
}

/** @param {HTMLElement} lower */
function paintQuestion(lower) {
  const { stage, asked } = seen;
  if (!stage || !asked) return;
  const told = stage.state === "revealed" ? stage.told : undefined;
  const next = JSON.stringify([stage.slot, asked, told ?? ""]);
  if (next === drawn) return;
  drawn = next;
  fill(lower, ...questionParts(asked, t));
  if (told && chosen(asked)) tellKey(lower, asked, told, t);
  else if (told) lower.append(...ruledLine(told, t), ...keyLine(asked, told, t));
  fitText(lower, { least: 0.9, most: 2, shapes: ["two", "one"] });
}

/** @param {Row} row */
function rowOf({ rank, name, place, score }) {
  return el(
    "li",
    {},
    el("b", {}, String(rank)),
    el("bdi", {}, name || t("nameless")),
    el("small", {}, place),
    el("b", { class: "points" }, String(score)),
  );
}

function frame() {
  const { stage } = seen;
  const now = line.now();
  const ticks = stage && faceOf(seen) === "question" && phaseOf(stage, now) === "open";
  ring(ticks && wanted("clock") ? leftOf(stage, now) : null);
  requestAnimationFrame(frame);
}

frame();
