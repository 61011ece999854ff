/**
 * The draw in a hall. The screen waits for it; then winners are uncovered one by one, by key, by
 * touch, or by themselves.
 */

import { keepAwake } from "../screen/awake.js";
import { grouped } from "../screen/figures.js";
import { byId, el, fill } from "../shared/dom.js";
import { follow, inFours, winners } from "./follow.js";

/** @typedef {import("./follow.js").Told} Told */

const EACH_MS = 2400;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
/** @type {Record<"facts" | "open" | "sealed" | "beacon", string>} */
const setup = JSON.parse(byId("setup").textContent ?? "{}");
/** @type {HTMLElement[]} */
let cards = [];
let shown = 0;

function next() {
  const card = cards[shown];
  if (!card) return;
  shown += 1;
  card.classList.add("shown");
  card.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  byId("left").textContent = grouped(cards.length - shown);
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

/** @param {Told} told the last prize first, so that the first prize is the end of it */
function uncover(told) {
  const list = winners(told).map(({ prize, ticket }) =>
    el("li", {}, el("b", {}, prize), el("code", {}, inFours(ticket))),
  );
  fill(byId("winners"), ...list);
  byId("goods").hidden = true;
  byId("winners").hidden = false;
  byId("to-come").hidden = false;
  cards = list.reverse();
  byId("left").textContent = grouped(cards.length);
  if (still) for (const _card of list) next();
  else setInterval(next, EACH_MS);
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
keepAwake();
follow({ ask, tell, random: Math.random, later: (fn, ms) => setTimeout(fn, ms) });
