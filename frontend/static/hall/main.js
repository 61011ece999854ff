/** The phone in the hall: joining and waiting; from the first question on later/later.js draws. */

import { openElder } from "../phone/elder.js";
import { openOutbox } from "../phone/outbox.js";
import {
  clock,
  contest,
  data,
  every,
  joined,
  key,
  lang,
  later,
  leaveTogether,
  say,
  status,
  store,
  t,
} from "../phone/page.js";
import { open } from "../shared/cipher.js";
import { byId, el, fill, show } from "../shared/dom.js";
import { openLink } from "../shared/socket.js";
import { openCount } from "./counting.js";
import { showJoin, showMove } from "./joining.js";
import { awaited, noteView } from "./note.js";
import { openSealed } from "./sealed.js";
import { openStand } from "./stand.js";
import { openUnsent } from "./unsent.js";
import { act, lobbyView, readyView, teamView } from "./waits.js";

/**
 * @typedef {import("./stand.js").Standing} Standing
 * @typedef {(at: Standing, put: import("./later/asking.js").Put) => void} Scene
 */

const { code } = data.hall;
const main = byId("main");
const line = byId("line");
const notSent = byId("unsent");
const elder = openElder(store, byId("elder"));
const count = openCount({ now: clock.now, every, hush: () => tell("") });
const WHO_AGAIN = ["no_token", "name_taken", "other_contest"];
// The door opens later for these; until then the phone knocks by itself.
const KNOCK_AGAIN = ["not_open", "not_prepared", "slow_down", "unavailable"];
const KNOCK_MS = 3000;
const FETCH_AGAIN_MS = 1500;
// So long after its opening a question is there, unless the line is away.
const KEY_MS = 1000;
let drawn = "";
let redraw = () => {};

// --- the line ---------------------------------------------------------------------------------

/** @type {ReturnType<typeof openLink> | null} */
let link = null;
/** @type {import("./later/later.js").Later | null} */
let rest = null;
let stopKnock = () => {};
const unsent = openUnsent({
  outboxFor: (attempt) => openOutbox(store, contest.code, attempt),
  send: (frame) => link?.send(frame) ?? false,
});
const stand = openStand({
  face: { draw, saved: kept, refused, door, trouble: say },
  unsent,
  later,
  hint: clock.hint,
  random: Math.random,
  sealed: openSealed({
    later,
    again: () => link?.send(hello()),
    now: clock.now,
    random: Math.random,
    unseal: open,
  }),
});
/** @type {import("./later/asking.js").Answer} */
function answer(slot, choice, took_ms, sure) {
  status("sending", t("sending", slot + 1));
  stand.answer(choice, took_ms, sure);
  if (line.className !== "online") showLine("offline", 0);
}

function hello() {
  return { t: "enter", token: store.get(key("token")), sitting: code, lang };
}

function enter() {
  leave();
  byId("move").hidden = false;
  show(main, noteView(t("connecting"), ""));
  link = openLink({
    hello,
    later,
    connect: () =>
      new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws/hall/`),
    receive: stand.receive,
    state: showLine,
    random: Math.random,
    now: () => performance.now(),
    pong: clock.pong,
  });
}

function leave() {
  stopKnock();
  link?.stop();
  link = null;
  line.hidden = true;
  drawn = "";
  count.end();
}

function begin() {
  if (joined()) enter();
  else askWho();
}

function askWho() {
  goOut();
  showJoin(main, enter);
}

/** Nobody whom this phone knows is here any more. */
function goOut() {
  leave();
  stand.forget();
  byId("move").hidden = true;
  fill(byId("moving"));
}

/** @param {string} why they have to say again who they are */
function forget(why) {
  store.drop(key("token"));
  notSent.hidden = true;
  askWho();
  say(why);
}

/** @param {import("../shared/socket.js").LinkState} state @param {number} closing */
function showLine(state, closing) {
  line.hidden = false;
  line.className = state;
  line.textContent = t(state);
  const waiting = state === "online" ? [] : unsent.all();
  notSent.hidden = !waiting.length;
  byId("unsent_text").textContent = JSON.stringify(waiting);
  if (waiting[0]) status("warn", t("unsent", waiting[0].slot + 1));
  if (closing === 4401) forget(t("join_again"));
  else if (closing === 4410) left();
  else if (state === "refused") shut(t("elsewhere"));
}

/** @param {import("./frames.js").Trouble} trouble */
function door({ code: why, message, retry_ms }) {
  if (WHO_AGAIN.includes(why)) return forget(message);
  if (why === "moved") return left();
  shut(message, why === "not_open" ? t("enters_itself") : "", why === "over");
  if (KNOCK_AGAIN.includes(why))
    stopKnock = later(enter, (retry_ms ?? KNOCK_MS) * (1 + Math.random()));
}

/** Who was here goes on with another phone; this one may be lent to somebody else. */
function left() {
  goOut();
  show(
    main,
    noteView(
      t("moved"),
      "",
      act(t("somebody"), () => forget("")),
    ),
  );
}

/**
 * @param {string} message why it does not go on here by itself
 * @param {string} [more] @param {boolean} [ever] nor will it when somebody tries again
 */
function shut(message, more = "", ever = false) {
  leave();
  const again = ever ? [] : [act(t("try_again"), enter, true)];
  const other = { class: ever ? "button main" : "button", href: "/h/" };
  show(main, noteView(message, more, ...again, el("a", other, t("other_code"))));
}

// --- what is shown ----------------------------------------------------------------------------

/** @type {Record<string, Scene>} what is drawn here; the others are in the module */
const SCENES = {
  lobby: (at, put) => put(lobbyView(at, t)),
  rest: (at, put) => put(lobbyView(at, t)),
  team: (at, put) => put(teamView(at, t, (team) => link?.send({ ...hello(), team }))),
  skipped: ({ stage }, put) =>
    put(noteView(t("skipped"), t("skipped_more"), el("p", {}, t(awaited(stage))))),
  removed: (_at, put) => put(noteView(t("removed"), t("removed_more"))),
  ready(at, put) {
    const { node, tick, late } = readyView(at, t);
    put(node);
    count.end();
    count.to(at.stage.opens_at, tick, () => later(() => late(tell), KEY_MS));
  },
};

/** @param {string} scene @param {Standing} at */
function draw(scene, at) {
  const now = `${scene}:${at.stage.slot}`;
  const fresh = now !== drawn;
  drawn = now;
  if (fresh) count.end();
  if (fresh && scene === "ask" && at.stored) kept(at.stage.slot, true);
  else if (fresh && !at.sending) status("", "");
  redraw = () => draw(scene, at);
  /** @type {import("./later/asking.js").Put} */
  const put = (...kids) => (fresh ? show : fill)(main, ...kids);
  const own = SCENES[scene];
  if (own) own(at, put);
  else if (rest) rest.draw(scene, at, put);
  else put(noteView(t("connecting"), ""));
}

/** Tells people who do not see the page. @param {string} news */
function tell(news) {
  const said = byId("said");
  if (said.textContent !== news) said.textContent = news;
}

/** @param {number} slot @param {boolean} counts */
function kept(slot, counts) {
  status(counts ? "saved" : "warn", t(counts ? "saved" : "other_choice", slot + 1));
  notSent.hidden = true;
}

/** @param {number} slot @param {string} message @param {boolean} again */
function refused(slot, message, again) {
  if (!again) rest?.bar(slot);
  say(`${t("question_n", slot + 1)} ${message}`);
}

// --- the page ---------------------------------------------------------------------------------

const only = byId("only");
setOnly(store.get("only") === "1");
only.addEventListener("click", () => setOnly(only.getAttribute("aria-pressed") !== "true"));

/** @param {boolean} wanted only the options: the screen has the question */
function setOnly(wanted) {
  document.documentElement.classList.toggle("only", wanted);
  only.setAttribute("aria-pressed", String(wanted));
  store.set("only", wanted ? "1" : "0");
}

/** Gets the module for all that follows; without a network goes on trying, each time anew. */
async function fetchRest() {
  for (let tries = 0; !rest; tries++) {
    try {
      const { openLater, extra } = await import(`${data.hall.later}?${tries}`);
      rest = openLater(extra, { confirm: elder.on, tell, redraw: () => redraw(), count, answer });
      redraw();
    } catch {
      await new Promise((done) => later(() => done(0), FETCH_AGAIN_MS));
    }
  }
}

byId("move").addEventListener("click", () => rest && show(byId("moving"), rest.move()));
addEventListener("online", () => link?.wake());
addEventListener("keydown", (event) => rest?.key(event, main));
document.addEventListener("visibilitychange", () => document.hidden || link?.wake());
leaveTogether();
fetchRest();
if (location.hash.startsWith("#move=")) showMove(location.hash.slice(6), main, begin);
else begin();
