/** Brings the public board page to life: the board's changes, as they come. */

import { openFeed } from "../screen/feed.js";
import { openLine } from "../screen/line.js";
import { byId, el } from "../shared/dom.js";
import { glide, tops } from "./motion.js";
import { groupCells, news, peopleCells, personCells, regionCells, state } from "./rows.js";
import { paint } from "./tiles.js";

/** @typedef {import("../screen/board.js").Board} Board */

const FADE_MS = 1500;
const CELLS = {
  persons: personCells,
  regions: regionCells,
  people: peopleCells,
  groups: groupCells,
};
/** @type {import("./rows.js").Setup} */
const setup = JSON.parse(byId("setup").textContent ?? "{}");
const name = byId("alive").dataset.board ?? "";
const body = byId("rows");
const still = matchMedia("(prefers-reduced-motion: reduce)");
/** What each row showed last, to mark those that changed. @type {Map<string, string>} */
let shown = new Map();

/** @param {() => void} fn @param {number} ms */
function later(fn, ms) {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
}

/** @param {string} text @param {boolean} problem */
function say(text, problem) {
  const state = byId("state");
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("problem", problem);
}

/** @param {number} ms since 1970, as the page writes moments: the contest's own time zone */
function moment(ms) {
  const parts = new Date(ms + 8 * 3600000).toISOString();
  return `${parts.slice(0, 10)} ${parts.slice(11, 19)}`;
}

/** @param {boolean} official */
function mark(official) {
  const node = document.querySelector(".mark");
  const word = node?.querySelector("a") ?? node;
  const text = setup.marks[Number(official)] ?? "";
  if (word && word.textContent?.trim() !== text) word.textContent = text;
  node?.classList.toggle("official", official);
}

/** @param {Board} board */
function show(board) {
  byId("people").textContent = String(board.people);
  byId("attempts").textContent = String(board.attempts);
  byId("as-of").textContent = moment(board.as_of);
  say(state(board, setup), board.late);
  mark(board.official);
  const before = tops(body.children);
  const focus = focused();
  body.textContent = "";
  body.append(...lines(board));
  if (focus) find(focus)?.querySelector("a")?.focus();
  glide(body.children, before, still.matches);
  paint(document.getElementById("tiles"), board.rows);
}

/** @param {Board} board @returns {HTMLElement[]} */
function lines(board) {
  const old = shown;
  shown = new Map();
  if (!board.rows.length) return [el("tr", {}, el("td", { colspan: 6 }, setup.nobody))];
  return board.rows.map((row) => line(board, row, old));
}

/**
 * @param {Board} board
 * @param {import("./rows.js").Row} row
 * @param {Map<string, string>} old
 */
function line(board, row, old) {
  const cells = CELLS[setup.kind](row, setup, board.divisor);
  const rank = el("td", { class: "rank" }, String(row.rank ?? "–"));
  const node = el("tr", { "data-id": row.id }, rank, ...cells);
  const id = String(row.id);
  const text = news(row);
  shown.set(id, text);
  if (old.size && old.get(id) !== text) {
    node.classList.add("changed");
    later(() => node.classList.remove("changed"), FADE_MS);
  }
  return node;
}

/** The row that holds the focus, which replacing the rows must not lose. */
function focused() {
  const row = document.activeElement?.closest("tr");
  return row && body.contains(row) ? row.dataset.id : undefined;
}

/** @param {string} id */
function find(id) {
  return [...body.children].find((row) => row instanceof HTMLElement && row.dataset.id === id);
}

/** Only contestants have a token here; rejects where the browser may keep nothing. */
async function showOwn() {
  const token = localStorage.getItem(`token:${setup.contest.split("/").filter(Boolean).pop()}`);
  if (!token) return;
  const { showMine } = await import("./mine.js");
  await showMine(document.getElementById("mine"), setup, name, token);
}

const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/boards/`;
/** @type {ReturnType<typeof openLine>} */
let link;
const feed = openFeed({ send: (frame) => link?.send(frame), show, later });
link = openLine({
  connect: () => new WebSocket(address),
  ask: feed.ask,
  hear: feed.hear,
  state: (state) => {
    if (state === "lost") say(setup.lost, true);
  },
  random: Math.random,
  later,
});
feed.want([name]);
showOwn().catch(() => {});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) link.wake();
});
addEventListener("online", () => link.wake());
