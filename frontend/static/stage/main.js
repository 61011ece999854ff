/** The big screen of a hall: joins the line, the clock and the faces. */
import { keepAwake } from "../screen/awake.js";
import { byId } from "../shared/dom.js";
import { openFeed } from "./feed.js";
import { showFinal } from "./final.js";
import { fitText } from "./fit.js";
import { openLine } from "./line.js";
import { openLobby } from "./lobby.js";
import { openQuestion } from "./question.js";
import { openRanking } from "./ranking.js";
import { openRing } from "./ring.js";
import { countOf, faceOf, leftOf, phaseOf } from "./view.js";
import { later, read, say, speaker, still } from "./words.js";

/** @typedef {import("./frames.js").Stage} Stage */

// A short loss is nobody's business: the picture stands, and the line comes back.
const QUIET_MS = 2500;
/** @type {Record<string, string>} the element of a face that has not its own */
const PLACES = { connecting: "pause", draft: "pause", opening: "board" };

const words = read("words");
const t = speaker(words);
const lobby = openLobby({ t, words, still });
const question = openQuestion(byId("question"), { t, still });
const ranking = openRanking({ t, words });
const ring = openRing(byId("ring"));
const feed = openFeed(paint);
const { seen } = feed;
let face = "";
let calm = () => {};

const line = openLine(read("setup"), {
  receive: feed.hear,
  state(state) {
    calm();
    if (state === "online") byId("status").hidden = true;
    else calm = later(() => (byId("status").hidden = false), QUIET_MS);
  },
});

function paint() {
  const { stage, crowd } = seen;
  if (crowd) lobby(crowd);
  turn(faceOf(seen));
  if (stage) paintTop(stage);
  tick();
}

/** @param {import("./view.js").Face} next */
function turn(next) {
  const before = face;
  face = next;
  document.body.dataset.face = next;
  const place = PLACES[next] ?? next;
  for (const one of document.querySelectorAll(".face")) {
    const node = /** @type {HTMLElement} */ (one);
    node.hidden = node.id !== place;
  }
  if (next === "lobby" || next === "board" || next === "opening") moveMap(place);
  paintFace(next, before !== "" && before !== "connecting" && before !== next);
}

/** There is one map; it stands where it is looked at. @param {string} place */
function moveMap(place) {
  const map = document.querySelector(".map");
  const chart = byId(place).querySelector("[data-chart]");
  if (!map || !chart) return;
  if (map.parentNode !== chart) chart.append(map);
  /** @type {HTMLElement} */ (chart).hidden = false;
  map.classList.toggle("means", place === "board");
}

/** @param {import("./view.js").Face} next @param {boolean} fresh the hall has just come here */
function paintFace(next, fresh) {
  const { stage, board, asked } = seen;
  if (next === "question" && stage && asked)
    question.show(asked, stage, phaseOf(stage, line.now()));
  if ((next === "board" || next === "opening") && board) paintBoard(board, fresh);
  if (next === "final") paintFinal(board, fresh);
  if (next === "pause" || next === "draft" || next === "connecting") paintPause(next);
  if (next === "soon" && stage) paintSoon(stage);
}

/** @param {import("./frames.js").Board} board @param {boolean} fresh */
function paintBoard(board, fresh) {
  const has = { teams: board.teams.length > 0, areas: board.regions.length > 0 };
  for (const [name, is] of Object.entries(has)) part("board", `.${name}`).hidden = !is;
  ranking.show(board, fresh && face === "board");
}

let ended = "";
let told = false;
/** @param {import("./frames.js").Board | null} board @param {boolean} fresh */
function paintFinal(board, fresh) {
  told = told || fresh;
  // The stage comes first; the board that belongs to it follows at once.
  if (!board?.final || board.frozen) return;
  const now = JSON.stringify([board.rows, board.teams, board.regions]);
  if (now === ended) return;
  ended = now;
  showFinal(byId("final"), board, { t, fresh: told && !still() });
  told = false;
}

/** @param {string} which */
function paintPause(which) {
  const { stage } = seen;
  const name = which !== "pause" ? which : stage?.state === "shown" ? "stopped" : "break";
  say(part("pause", ".big"), t(name));
  say(part("pause", ".note"), which === "pause" ? t(`${name}_note`) : "");
}

/** @param {Stage} stage */
function paintSoon({ slot, audience }) {
  say(part("soon", ".number"), t("number", { n: slot + 1 }));
  say(part("soon", ".note"), t(audience ? "audience" : "ready"));
}

/** @param {string} id @param {string} selector @returns {HTMLElement} */
function part(id, selector) {
  return /** @type {HTMLElement} */ (byId(id).querySelector(selector));
}

/** @param {Stage} stage */
function paintTop(stage) {
  const { hall } = seen;
  if (hall) {
    say(byId("title"), hall.title);
    say(part("lobby", ".brief"), briefOf(hall));
  }
  byId("rehearsal").hidden = !stage.rehearsal;
  byId("frozen").hidden = !stage.frozen;
  const alive = typeof stage.alive === "number" && stage.slot >= 0 && stage.state !== "closed";
  byId("alive").hidden = !alive;
  if (alive) say(part("alive", "b"), stage.alive ? t("people", { n: stage.alive }) : t("all_out"));
  byId("entry").hidden = !stage.door || ["draft", "lobby", "closed"].includes(stage.state);
  say(byId("where"), whereOf(stage));
}

function fitTitle() {
  fitText(byId("title"), { least: 1.6, most: 3.4 });
}

/** @param {import("./frames.js").Hall} hall */
function briefOf({ questions, question_ms, lives }) {
  const facts = [t("questions", { n: questions })];
  if (question_ms) facts.push(t("each", { n: question_ms / 1000 }));
  if (lives) facts.push(t("lives", { n: lives }));
  return facts.join(" · ");
}

/** @param {Stage} stage */
function whereOf({ slot, of, state, skipped }) {
  const { board } = seen;
  if (face === "final") return t("final");
  if (face === "opening") return t("opening");
  if (face === "board" && board?.frozen) return t("frozen", { n: board.slot + 1 });
  if (slot < 0) return t(state === "draft" ? "draft" : "lobby");
  const where = skipped ? t("skipped", { n: slot + 1 }) : t("where", { n: slot + 1, of });
  return face === "board" && !skipped ? `${where} · ${t("standing")}` : where;
}

/** What the time alone changes. */
function tick() {
  const { stage, asked } = seen;
  if (!stage) return;
  const now = line.now();
  const phase = face === "question" ? phaseOf(stage, now) : "";
  ring(phase === "open" ? leftOf(stage, now) : null);
  paintOver(phase === "open" ? "" : phase);
  if (asked && phase === "over") question.show(asked, stage, phase);
  if (face === "soon") paintCount(countOf(stage, now));
}

/** @param {string} phase "" = there is nothing to say */
function paintOver(phase) {
  const over = byId("over");
  over.hidden = phase === "";
  over.className = `over ${phase}`;
  if (phase) say(over, t(phase === "over" ? "time_up" : phase));
}

let counted = -1;
/** @param {number} count */
function paintCount(count) {
  if (count === counted) return;
  counted = count;
  const node = part("soon", ".count");
  node.textContent = count ? String(count) : "…";
  if (still()) return;
  const frames = [
    // It comes from within: around it stand the words of the face.
    { opacity: 0, transform: "scale(0.7)" },
    { opacity: 1, transform: "none", offset: 0.25 },
    { opacity: 1, transform: "none" },
  ];
  node.animate(frames, { duration: 900, easing: "ease-out" });
}

function frame() {
  tick();
  requestAnimationFrame(frame);
}

new ResizeObserver(fitTitle).observe(byId("title"));
keepAwake();
turn("connecting");
frame();
