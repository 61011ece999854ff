/** The console of a host: joins the line, the commands and the page. */

import { keepAwake } from "../screen/awake.js";
import { byId, fill } from "../shared/dom.js";
import { ask, dialog, listenForClosing, openBox } from "./ask.js";
import { openCalm } from "./calm.js";
import { allow, listenForTaps, possible } from "./commands.js";
import { openNames } from "./crowd.js";
import { openPlaces, paintClock, paintDesk, paintLines, paintStage, put } from "./face.js";
import { openFix } from "./fix.js";
import { listenForKeys } from "./keys.js";
import { later, openLine } from "./line.js";
import { freshId, openOrders } from "./orders.js";
import { openOthers } from "./others.js";
import { openPlayers } from "./players.js";
import { drawQr } from "./qr.js";
import { asksFirst, stateOf, stepLabel, undoLabel, undoOf } from "./steps.js";
import { openStops } from "./stops.js";
import { read, speaker } from "./words.js";

/** @typedef {import("./frames.js").Fields} Fields */

const TICK_MS = 100;
const MORE_MS = 10000;
// A refusal is read before what others did takes its place.
const READ_MS = 4000;
const words = read("words");
const setup = read("setup");
const t = speaker(words);
const place = openPlaces();
const others = openOthers();
let refusedAt = -READ_MS;
const next = /** @type {HTMLButtonElement} */ (byId("next"));
const undo = /** @type {HTMLButtonElement} */ (byId("undo"));

/** @type {import("./face.js").View} */
const view = { stage: null, desk: null, board: null, crowd: null, online: false };
const calm = openCalm({ now: () => performance.now(), later, changed: paint });

const line = openLine({
  hello: () => ({ t: "host", sitting: setup.code, lang: setup.lang }),
  receive,
  state: linkChanged,
  refused: ({ message }) => linkSays("offline", message),
});
const orders = openOrders({ send: line.send, version, id: freshId, later, tell });
const players = openPlayers({ url: setup.people_url, t, later, give });
const names = openNames(byId("names"), { t, press: players.open });
const fix = openFix({ url: setup.questions_url, t, give });
const stops = openStops({ t, now: line.now, give, say: (text) => say("refused", text) });

/** The version that the host sees. */
function version() {
  return Math.max(view.stage?.v ?? 0, view.desk?.v ?? 0);
}

/** @param {any} frame */
function receive(frame) {
  if (frame.t === "hosting") entered(frame);
  else if (frame.t === "done" || frame.t === "error") orders.heard(frame);
  else if (frame.t === "stage") view.stage = newest(view.stage, frame);
  else if (frame.t === "desk") view.desk = newest(view.desk, frame);
  else if (frame.t === "crowd") view.crowd = frame;
  else if (frame.t === "board") view.board = frame;
  paint();
}

/** @template {{ v: number }} F @param {F | null} held @param {F} came @returns {F} */
function newest(held, came) {
  return held && came.v < held.v ? held : came;
}

/** @param {import("./frames.js").Hosting} hosting */
function entered(hosting) {
  put("title", hosting.hall.title);
  put("who", hosting.who);
  put("join-address", `${setup.base}${hosting.join_url}`);
  for (const link of document.querySelectorAll("a[data-screen]"))
    link.setAttribute("href", hosting.screen_url);
  put("screen-address", `${setup.base}${hosting.screen_url}`);
  orders.online();
}

/** @param {import("./line.js").LinkState} state */
function linkChanged(state) {
  view.online = state === "online";
  linkSays(state, t(`link_${state}`));
  paint();
}

/** @param {string} how @param {string} text */
function linkSays(how, text) {
  byId("link").className = `link ${how}`;
  put("link", text);
}

/** @param {string} how @param {string} text */
function say(how, text) {
  if (how === "refused") refusedAt = performance.now();
  byId("said").className = `said ${how}`;
  put("said", text);
}

/** @type {import("./orders.js").Tell} */
function tell(phase, order, trouble) {
  const what = setup.deeds[order.do] ?? order.do;
  others.sent(order.id);
  const stands = view.stage ? t(stateOf(view.stage, line.now())) : "";
  if (trouble && trouble.code === "stale") say("refused", t("was_stale", { what, state: stands }));
  else if (trouble) say("refused", t("was_refused", { what, why: trouble.message }));
  else say(phase, t(`was_${phase}`, { what }));
  if (phase === "done") players.changed();
  paint();
}

/** @param {string} does @param {Fields} [fields] */
function give(does, fields) {
  if (!orders.give(does, fields)) say("refused", t(view.online ? "still_busy" : "no_line"));
}

/** Whether the desk belongs to the stage, and commands may be given. */
function ready() {
  return view.online && !orders.busy() && (view.desk?.v ?? -1) >= (view.stage?.v ?? 0);
}

function paint() {
  const { stage, desk } = view;
  allow(possible(stage, desk), ready());
  byId("offline").hidden = view.online;
  if (stage && desk) paintCommands(stage, desk);
  paintStage(view, t);
  paintDesk(view, t, place);
  if (view.crowd) names(view.crowd);
  tick();
}

/** @param {import("./frames.js").Stage} stage @param {import("./frames.js").Desk} desk */
function paintCommands(stage, desk) {
  if (ready()) {
    calm.see(`${desk.next} ${stage.slot} ${stage.state} ${desk.pending ?? 0}`);
    put("next", stepLabel(desk.next, stage, t));
  }
  paintLines(desk, saidOf);
  const read = performance.now() - refusedAt > READ_MS;
  const theirs = read ? others.newest(desk.lines) : null;
  if (theirs) say("other", saidOf(theirs));
  stops.show(desk.stops, desk.askings ?? []);
  put("pending", desk.pending ? t("pending", { n: desk.pending }) : "");
}

/** @param {import("./frames.js").Line} line */
function saidOf({ who, do: does }) {
  return t("by_other", { who: setup.nobody[who] ?? who, what: setup.deeds[does] ?? does });
}

/** What the time alone changes. */
function tick() {
  const { stage, desk } = view;
  if (!stage || !desk) return;
  const now = line.now();
  paintClock(stage, now, t);
  const soon = stateOf(stage, now) === "is_soon";
  next.disabled = !ready() || !desk.next || calm.still() || soon;
  const back = undoOf(desk, stage, now);
  undo.disabled = !ready() || !back;
  put("undo", undoLabel(back, setup.deeds, t));
}

function step() {
  if (next.disabled || !view.desk) return;
  const does = view.desk.next;
  if (asksFirst(does)) ask(t(`ask_${does}`), t(`do_${does}`), () => give(does, { sure: true }));
  else give(does);
}

/** @param {string} does @param {Fields} [fields] */
function tryTo(does, fields) {
  if (!ready()) return;
  if (view.desk?.can.includes(does)) give(does, fields);
  else say("refused", t("not_now", { what: setup.deeds[does] ?? does }));
}

/** @param {boolean} open */
function drawer(open) {
  byId("drawer").hidden = !open;
  byId("more").setAttribute("aria-expanded", String(open));
  // Closed, the keys are the console's again at once, whatever had the focus inside.
  if (open) byId("drawer").focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** @type {Record<string, () => void>} */
const KEYS = {
  next: step,
  lock: () => tryTo("lock"),
  reveal: () => tryTo("reveal"),
  board: () => tryTo("board"),
  pause: () => tryTo(view.stage?.paused ? "resume" : "pause"),
  undo: () => undo.click(),
  extend: () => tryTo("extend", { ms: MORE_MS }),
  keys: () => openBox(dialog("keys")),
  away: () => drawer(false),
};

async function newRemote() {
  const token = byId("csrf").getAttribute("content") ?? "";
  const answer = await fetch(setup.remote_url, {
    method: "POST",
    headers: { "X-CSRFToken": token },
  });
  if (!answer.ok) return say("refused", t("remote_failed"));
  const { address, rows, reachable } = await answer.json();
  fill(byId("remote-qr"), drawQr(rows, t("remote_qr")));
  put("remote-address", address);
  byId("remote-far").hidden = reachable;
  openBox(dialog("remote"));
}

listenForClosing();
listenForTaps({ t, give, final: (does) => view.stage?.state === "closed" && asksFirst(does) });
listenForKeys((means) => KEYS[means]?.());
next.addEventListener("click", step);
undo.addEventListener("click", () => give("undo"));
byId("more").addEventListener("click", () => drawer(byId("drawer").hidden === true));
byId("less").addEventListener("click", () => drawer(false));
byId("keys-open").addEventListener("click", () => openBox(dialog("keys")));
byId("remote-new").addEventListener("click", () =>
  ask(t("ask_remote"), t("do_remote"), () => void newRemote()),
);
byId("fix-open").addEventListener("click", () => void fix.open(view.stage?.slot ?? 0));
setInterval(tick, TICK_MS);
keepAwake();
