/**
 * The draw in a hall. The screen waits for it; then winners are uncovered one by one, by key, by
 * touch, or by themselves.
 */

import { keepAwake } from "../screen/awake.js";
import { grouped } from "../screen/figures.js";
import { byId, el, fill } from "../shared/dom.js";
import { follow, inFours, winners } from "./follow.js";
import { pages, wall } from "./wall.js";

/** @typedef {import("./follow.js").Told} Told */

const EACH_MS = 2400;
// Where nothing may move, a picture's winners stand there at once, for so long.
const PAGE_MS = 20000;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
/** @type {Record<"facts" | "open" | "sealed" | "beacon", string>} */
const setup = JSON.parse(byId("setup").textContent ?? "{}");
/** @type {HTMLElement[][]} pictures of the wall, the last prizes' first */
let walls = [];
let left = 0;

/** What is on the wall and not uncovered yet. */
const covered = () => (walls[0] ?? []).filter((one) => !one.classList.contains("shown"));

/** The last prize that is covered, so that the first prize is the end of it. */
function next() {
  if (!covered().length && walls.length > 1) {
    walls.shift();
    show(walls[0] ?? []);
  }
  const card = covered().pop();
  if (!card) return;
  card.classList.add("shown");
  left -= 1;
  byId("left").textContent = grouped(left);
}

/** Everything that is on the wall; after a while the next picture. */
function nextWall() {
  for (const _card of covered()) next();
  if (walls.length < 2) return;
  setTimeout(() => {
    next();
    nextWall();
  }, PAGE_MS);
}

/** @param {HTMLElement[]} cards */
function show(cards) {
  fill(byId("winners"), ...cards);
  spread(byId("winners"));
}

/** As large as the wall has room for. @param {HTMLElement} list */
function spread(list) {
  const cards = [...list.children];
  const signs = (/** @type {string} */ of) =>
    Math.max(1, ...cards.map((one) => one.querySelector(of)?.textContent?.trim().length ?? 0));
  const longest = { name: signs("b"), digits: signs("code, span") };
  const space = { width: list.clientWidth, height: list.clientHeight };
  const { columns, size } = wall(cards.length, space, longest);
  list.style.setProperty("--columns", String(columns));
  list.style.setProperty("--size", `${size}px`);
}

/** @param {Told} told */
function stage({ tickets, beacon, drawn }) {
  if (drawn) return setup.beacon.replace("{}", beacon ?? "");
  return tickets === undefined ? setup.open : setup.sealed;
}

/** @param {Told} told */
function tell(told) {
  byId("stage").textContent = stage(told);
  byId("tickets").textContent = told.tickets === undefined ? "–" : grouped(told.tickets);
  if (told.drawn) uncover(told);
}

/** @param {Told} told */
function uncover(told) {
  const list = winners(told).map(({ prize, ticket }) =>
    el("li", {}, el("b", {}, prize), el("code", {}, ...halves(ticket))),
  );
  byId("goods").hidden = true;
  byId("winners").hidden = false;
  byId("to-come").hidden = false;
  walls = pages(list).reverse();
  left = list.length;
  byId("left").textContent = grouped(left);
  if (walls[0]) show(walls[0]);
  if (still) nextWall();
  else setInterval(next, EACH_MS);
}

/** Neither half is broken. @param {string} ticket */
function halves(ticket) {
  const middle = Math.ceil(ticket.length / 2);
  const parts = [ticket.slice(0, middle), ticket.slice(middle)];
  return parts.flatMap((part, n) => [n ? " " : "", el("i", {}, inFours(part))]);
}

async function ask() {
  // The browser asks with the tag of what it has: nothing new is a few bytes.
  const answer = await fetch(setup.facts, { cache: "no-cache" });
  if (!answer.ok) throw new Error(String(answer.status));
  return /** @type {Promise<Told>} */ (answer.json());
}

addEventListener("keydown", (event) => {
  if ([" ", "Enter", "ArrowRight", "PageDown"].includes(event.key)) {
    event.preventDefault();
    next();
  }
});
addEventListener("pointerdown", next);
addEventListener("resize", () => {
  for (const name of ["goods", "winners"]) if (!byId(name).hidden) spread(byId(name));
});
spread(byId("goods"));
keepAwake();
follow({ ask, tell, random: Math.random, later: (fn, ms) => setTimeout(fn, ms) });
