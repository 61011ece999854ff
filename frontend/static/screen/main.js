/** The big screen: joins the boards' socket, the facts and the picture. */
import { byId } from "../shared/dom.js";
import { keepAwake } from "./awake.js";
import { tied } from "./board.js";
import { cityPainter, makeCity } from "./cities.js";
import { openFeed } from "./feed.js";
import { clock, grouped } from "./figures.js";
import { openHoneycomb } from "./honeycomb.js";
import { openLine } from "./line.js";
import { openPace } from "./pace.js";
import { makePerson, personPainter } from "./persons.js";
import { openPoll } from "./poll.js";
import { openRows } from "./rows.js";
import { watchSleep } from "./sleep.js";
import { isOfficial, statusOf } from "./status.js";
import { openTop } from "./top.js";
import { fill } from "./words.js";

/** @typedef {import("./board.js").Board} Board */

const TOP = 10;
// From an answer to the screen within a second, and still every overtaking can be followed.
const BEAT_MS = 1000;
const FACTS_MS = 5000;

const words = read("words");
const setup = read("setup");
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const now = () => performance.now();
const random = () => Math.random();

/** @param {() => void} fn @param {number} ms */
function later(fn, ms) {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
}

/** @param {string} id of a JSON block of the page */
function read(id) {
  return JSON.parse(byId(id).textContent || "null");
}

/** @type {Map<string, Board>} */
const boards = new Map();
/** @type {import("./line.js").LineState} */
let lineState = "connecting";
let divisor = 1;

const paintPersons = openRows(byId("persons"), {
  make: makePerson,
  paint: personPainter(words, () => divisor, { homes: setup.homes }),
  still,
  later,
});
const paintCities = openRows(byId("regions"), {
  make: makeCity,
  paint: cityPainter(words, setup.names),
  still,
  later,
});
const [map, legend] = ["map", "legend"].map((id) => document.getElementById(id));
const paintMap =
  map && legend ? openHoneycomb(asSvg(map), asSvg(legend), { words, still }) : () => {};
const pacePersons = openPace({ now, later }, BEAT_MS);
const paceRegions = openPace({ now, later }, BEAT_MS);

/** @param {unknown} node @returns {SVGElement} */
function asSvg(node) {
  return /** @type {SVGElement} */ (node);
}

/** @param {Board} board */
function show(board) {
  boards.set(board.board, board);
  divisor = board.divisor;
  byId("people").textContent = grouped(board.people);
  byId("attempts").textContent = grouped(board.attempts);
  if (board.board === top.facts().boards.regions) paceRegions(() => showRegions(board));
  else pacePersons(() => showPersons(board));
  showStatus();
}

/** @param {Board} board */
function showPersons(board) {
  byId("persons-none").hidden = board.rows.length > 0;
  paintPersons(tied(board.rows.slice(0, TOP + 1)).slice(0, TOP));
}

/** @param {Board} board */
function showRegions(board) {
  byId("regions-none").hidden = board.rows.length > 0;
  paintCities(board.rows);
  paintMap(board.rows);
}

function showStatus() {
  const { kind, as_of } = statusOf(lineState, [...boards.values()], top.facts().frozen);
  const time = as_of ? clock(as_of) : "–";
  const badge = byId("status");
  const text = fill(words[kind], { time });
  badge.className = `status ${kind}`;
  if (badge.textContent !== text) badge.textContent = text;
  byId("as-of").textContent = time;
  const mark = isOfficial([...boards.values()]) ? "official" : "unofficial";
  byId("official").textContent = words[mark];
}

const feed = openFeed({ send: (frame) => line.send(frame), show, later });
const top = openTop({ words, facts: setup.facts, now, follow });

/** @param {string[]} names the boards of the round that is shown now */
function follow(names) {
  boards.clear();
  paintPersons([]);
  paintCities([]);
  feed.want(names);
}

const line = openLine({
  connect: () => new WebSocket(`${location.origin.replace("http", "ws")}/ws/boards/`),
  ask: feed.ask,
  hear: feed.hear,
  state(state) {
    lineState = state;
    showStatus();
  },
  random,
  later,
});

const poll = openPoll({ ask: askFacts, tell: toldFacts, random, later });

/** @returns {Promise<any>} rejected when there is no answer in FACTS_MS */
async function askFacts() {
  const stop = new AbortController();
  const cancel = later(() => stop.abort(), FACTS_MS);
  try {
    const answer = await fetch(setup.now_url, { signal: stop.signal, cache: "no-store" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return await answer.json();
  } finally {
    cancel();
  }
}

/** @param {any} facts */
function toldFacts(facts) {
  line.hurry();
  top.told(facts);
  showStatus();
}

function wake() {
  line.wake();
  poll.now();
}

setInterval(top.tick, 250);
watchSleep({ now: () => Date.now(), every: (fn, ms) => void setInterval(fn, ms), woke: wake });
addEventListener("online", wake);
addEventListener("pageshow", (event) => {
  if (event.persisted) wake();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") wake();
});
keepAwake();
feed.want(Object.values(setup.facts.boards));
