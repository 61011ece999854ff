/** The phone page: joining, choosing a round, playing; each part is drawn by a module of its own. */

import { byId, el, show } from "../shared/dom.js";
import { openLink } from "../shared/socket.js";
import { canSpeak, openElder, speak } from "./elder.js";
import { openJoining } from "./joining.js";
import { learn, missing } from "./learn.js";
import { openOutbox } from "./outbox.js";
import {
  boards,
  call,
  clock,
  contest,
  every,
  get,
  joined,
  key,
  lang,
  later,
  leaveTogether,
  privacy,
  say,
  status,
  store,
  t,
} from "./page.js";
import { parts } from "./parts.js";
import { openPlay } from "./play.js";
import { keyView, questionView } from "./question.js";
import { readyView, roundsView } from "./rounds.js";
import { countTo, timer } from "./timer.js";

/** @typedef {import("./play.js").Face} Face */

// A tap so soon was meant for what stood there before: nobody has read yet what is there now.
const FRESH_MS = 400;
const main = byId("main");
const line = byId("line");
const unsent = byId("unsent");
const elder = openElder(store, byId("elder"));

let calm = () => {};
/** The result that is on the page, as text; "" = something else is there. */
let shownResult = "";

/** Shows something else; for a moment nothing on the page can be tapped. @param {...Node | string} kids */
function draw(...kids) {
  calm();
  shownResult = "";
  show(main, ...kids);
  document.body.classList.add("fresh");
  calm = later(() => document.body.classList.remove("fresh"), FRESH_MS);
}

// --- joining and choosing -------------------------------------------------------------------

const joining = openJoining(main, showRounds);

function showRounds() {
  close();
  store.drop(key("round"));
  const known = { rounds: contest.rounds, hello: joining.remembered().nickname ?? "", boards };
  const running = store.get(key("open"));
  const does = { choose: enter, forget: joining.forget };
  draw(roundsView({ t, lang, ...known, running, privacy: privacy(), ...does }));
}

// --- playing ----------------------------------------------------------------------------------

/** @type {ReturnType<typeof openLink> | null} */
let link = null;
/** @type {ReturnType<typeof openPlay> | null} */
let play = null;
/** @type {ReturnType<typeof questionView> | null} */
let view = null;
let stopCount = () => {};

/** The way out, wherever no question's time runs: to other rounds, and to one's data. */
const back = () => el("button", { type: "button", click: showRounds }, t("rounds"));

const start = () => play?.open();

/** @param {string} round */
function enter(round) {
  close();
  store.set(key("round"), round);
  draw(el("section", { class: "card" }, el("h2", {}, t("connecting")), back()));
  const hello = () => ({ t: "hello", token: store.get(key("token")), round, lang });
  play = openPlay({
    face,
    later,
    send: (frame) => link?.send(frame) ?? false,
    outboxFor: (attempt) => openOutbox(store, contest.code, attempt),
    again: () => link?.send(hello()),
    hint: clock.hint,
  });
  link = openLink({
    hello,
    later,
    connect: () =>
      new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws/play/`),
    receive: play.receive,
    state: showLine,
    random: Math.random,
    now: () => performance.now(),
    pong: clock.pong,
  });
}

function close() {
  link?.stop();
  leaveQuestion();
  link = play = null;
  line.hidden = true;
  status("", "");
}

/** @param {import("../shared/socket.js").LinkState} state @param {number} code */
function showLine(state, code) {
  line.hidden = false;
  line.className = state;
  line.textContent = t(state);
  if (state === "refused") refused(code);
  const waiting = state === "online" ? [] : (play?.unsent() ?? []);
  unsent.hidden = !waiting.length;
  if (!waiting.length) return;
  status("warn", t("unsent", (waiting[0]?.slot ?? 0) + 1));
  byId("unsent_text").textContent = JSON.stringify(waiting);
}

/** @param {number} code */
function refused(code) {
  const round = store.get(key("round")) ?? "";
  close();
  if (code !== 4409) store.drop(key("open"));
  if (code === 4401) {
    anew();
    return say(t("join_again"));
  }
  // Whose paper goes on elsewhere keeps the token here, so that a reload says so again.
  const ways =
    code === 4410
      ? [el("button", { type: "button", click: anew }, t("somebody"))]
      : [
          el("button", { type: "button", class: "main", click: () => enter(round) }, t("continue")),
          back(),
        ];
  draw(
    el(
      "section",
      { class: code === 4410 ? "card gone" : "card" },
      el("h2", {}, t(code === 4410 ? "moved" : "elsewhere")),
      ...ways,
    ),
  );
}

/** Somebody joins on this phone whom it does not know. */
function anew() {
  store.drop(key("token"));
  joining.show();
}

/** @type {Face} */
const face = {
  ready(round) {
    leaveQuestion();
    // The first question's time would run while its view is on its way.
    const early = () => !!round.uses?.some((kind) => missing({ kind }));
    const does = { start, leave: showRounds, early };
    const { node, look } = readyView(round, { t, lang, now: clock.now, boards, ...does });
    draw(node);
    if (early()) withMore(look);
    stopCount = every(look, 1000);
  },

  question(shown, waiting) {
    leaveQuestion();
    if (missing(shown.q)) return withMore(() => enter(store.get(key("round")) ?? ""));
    if (shown.slot) learn();
    store.set(key("open"), store.get(key("round")) ?? "");
    let painted = performance.now();
    const done = (/** @type {import("./frames.js").Choice} */ choice) =>
      play?.answer(choice, performance.now() - painted);
    const drawn = questionView(shown, { t, confirm: elder.on(), done });
    view = drawn;
    const name = t("question_of", shown.slot + 1, shown.of);
    const paper = { class: "paper", max: shown.of, value: shown.slot, "aria-label": name };
    const read = { type: "button", class: "speak", click: () => speak(drawn.spoken()) };
    const aloud = canSpeak() ? el("button", read, t("speak")) : "";
    draw(el("progress", paper), aloud, drawn.node);
    requestAnimationFrame(() => {
      painted = performance.now();
      later(() => drawn.node.classList.remove("fresh"), FRESH_MS);
    });
    count(shown);
    if (waiting) {
      drawn.lock(waiting.choice);
      face.sending(shown.slot);
    }
  },

  sending(slot) {
    status("sending", t("sending", slot + 1));
    if (line.className !== "online") showLine("offline", 0);
  },

  saved({ slot, counts, reason, choice, text }) {
    const saved = t("saved", slot + 1);
    if (counts && (text || choice.length)) status("saved", saved);
    else if (counts) status("warn", `${saved} · ${t("blank")}`);
    else status("warn", t(reason === "late" ? "late" : "other_choice", slot + 1));
    unsent.hidden = true;
  },

  reveal(revealed, stored, last, go) {
    stopCount();
    view?.reveal(revealed, stored);
    const next = el(
      "button",
      { type: "button", class: "main", click: go },
      t(last ? "result" : "next"),
    );
    const node = view?.node;
    withMore(() => node?.append(parts.report?.(stored, stored.attempt, { t, call }) ?? ""));
    main.append(next, last ? "" : back());
    next.focus();
    // Where not all of it has room, what the answer earned goes before the button.
    node?.querySelector(".key")?.scrollIntoView({ block: "nearest" });
  },

  pause(slot, go) {
    leaveQuestion();
    draw(
      el(
        "section",
        { class: "card" },
        el("h2", {}, t("ready_for", slot + 1)),
        el("button", { type: "button", class: "main", click: go }, t("continue")),
        back(),
      ),
    );
  },

  result(result, round, ready) {
    const same = JSON.stringify(result);
    // Told once more, on a line that came back or of a later end: who reads it goes on reading.
    if (shownResult === same) return;
    leaveQuestion();
    store.drop(key("open"));
    const has = { t, get, call, boards, now: clock.now, later, keyView };
    // What a ranked try costs, and whether its time is enough, is said before it begins.
    const again = round.ranked ? ready : start;
    const deps = { ...has, again, leave: showRounds };
    withMore(() => {
      if (parts.result) draw(parts.result(result, round, deps));
      shownResult = same;
    });
  },

  count,
  trouble: say,
};

/** @param {() => void} then what is done with more.js, unless somebody leaves before it comes */
function withMore(then) {
  const mine = play;
  learn().then(() => mine === play && then());
}

function leaveQuestion() {
  stopCount();
  timer.hidden = true;
  view = null;
}

/** @param {import("./frames.js").Shown} shown */
function count(shown) {
  stopCount();
  stopCount = countTo(shown, () => view?.expire());
}

// While a question's time runs the first way back only tells so; the second one leads out.
addEventListener("popstate", () => {
  if (history.state) return;
  if (timer.hidden) history.back();
  else say(t("stay"));
});
addEventListener("online", () => link?.wake());
document.addEventListener("visibilitychange", () => document.hidden || link?.wake());
leaveTogether();

if (!joined()) joining.show();
else if (store.get(key("round"))) enter(store.get(key("round")) ?? "");
else showRounds();
