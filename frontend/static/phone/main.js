/** The phone page: puts the parts together and gives them the real clock, storage and network. */

import { countDown, openClock } from "../shared/countdown.js";
import { byId, el, show } from "../shared/dom.js";
import { openLink } from "../shared/socket.js";
import { openStore } from "../shared/storage.js";
import { canSpeak, openElder, speak } from "./elder.js";
import { joinView, suggest, unpack } from "./join.js";
import { openOutbox } from "./outbox.js";
import { openPlay } from "./play.js";
import { questionView } from "./question.js";
import { resultView } from "./result.js";
import { readyView, roundsView } from "./rounds.js";

/** @typedef {import("./play.js").Face} Face */
/** @typedef {import("./join.js").JoinForm} JoinForm */

const data = JSON.parse(byId("data").textContent ?? "{}");
const words = JSON.parse(byId("words").textContent ?? "{}");
const { contest, lang } = data;
const boards = `/boards/${contest.code}/`;
const main = byId("main");
const saved = byId("saved");
const line = byId("line");
const unsent = byId("unsent");
const store = openStore(
  () => localStorage,
  () => {
    byId("notice").textContent = t("no_storage");
  },
);
const clock = openClock(() => performance.now());
const elder = openElder(store, byId("elder"));

/** @param {string} word @param {...(string | number)} parts fill the gaps in order */
function t(word, ...parts) {
  let at = 0;
  return String(words[word] ?? word).replace(/\{\}/g, () => String(parts[at++]));
}

/** @param {() => void} fn @param {number} ms */
function later(fn, ms) {
  const id = setTimeout(fn, ms);
  return () => clearTimeout(id);
}

/** @param {() => void} fn @param {number} ms */
function every(fn, ms) {
  const id = setInterval(fn, ms);
  return () => clearInterval(id);
}

/** @param {string} name of something kept for this contest */
const key = (name) => `${name}:${contest.code}`;

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<{ ok: boolean, body: any }>} never rejects: no network is an answer too
 */
async function call(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = body ? { "Content-Type": "application/json" } : {};
  const token = store.get(key("token"));
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    const answer = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : null });
    return { ok: answer.ok, body: answer.status === 204 ? null : await answer.json() };
  } catch {
    return { ok: false, body: { code: "offline", message: t("failed") } };
  }
}

/** @param {string} path */
async function get(path) {
  const { ok, body } = await call("GET", path);
  return ok ? body : null;
}

const privacy = () =>
  el(
    "details",
    {},
    el("summary", {}, t("privacy")),
    el(
      "ol",
      {},
      ...t("privacy_lines")
        .split("|")
        .map((text) => el("li", {}, text)),
    ),
  );

// --- joining and choosing -------------------------------------------------------------------

/** @returns {Partial<JoinForm>} what was filled in last time on this phone */
function remembered() {
  try {
    return JSON.parse(store.get("me") ?? "{}");
  } catch {
    return {};
  }
}

function showJoin() {
  const kept = { nickname: suggest(t("suggestions"), Math.random), ...remembered() };
  const places = unpack(data.regions);
  show(main, joinView({ t, places, cohorts: data.cohorts, kept, privacy: privacy(), send: join }));
}

/** A second sending of one form must not make a second contestant. */
function once() {
  const kept = store.get(key("once"));
  if (kept) return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  store.set(key("once"), made);
  return made;
}

/** @param {JoinForm} form */
async function join(form) {
  const { ok, body } = await call("POST", "/api/join", {
    ...form,
    contest: contest.code,
    once: once(),
  });
  if (!ok) return body;
  store.set("me", JSON.stringify({ ...form, nickname: body.nickname }));
  store.set(key("token"), body.token);
  store.drop(key("once"));
  showRounds();
  return null;
}

function showRounds() {
  close();
  store.drop(key("round"));
  const { rounds } = contest;
  const hello = remembered().nickname ?? "";
  show(
    main,
    roundsView({ t, lang, rounds, hello, boards, privacy: privacy(), choose: enter, forget }),
  );
}

async function forget() {
  const { ok, body } = await call("DELETE", "/api/me");
  if (!ok && body.code !== "no_token") return say(body.message);
  for (const name of ["token", "round"]) store.drop(key(name));
  store.drop("me");
  showJoin();
  say(t("erased"));
}

// --- playing ----------------------------------------------------------------------------------

/** @type {ReturnType<typeof openLink> | null} */
let link = null;
/** @type {ReturnType<typeof openPlay> | null} */
let play = null;
/** @type {ReturnType<typeof questionView> | null} */
let view = null;
let stopCount = () => {};

/** @param {string} round */
function enter(round) {
  close();
  store.set(key("round"), round);
  const back = el("button", { type: "button", click: showRounds }, t("rounds"));
  show(main, el("section", { class: "card" }, el("h2", {}, t("connecting")), back));
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
  stopCount();
  link = play = view = null;
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
  if (code === 4401) {
    store.drop(key("token"));
    showJoin();
    return say(t("join_again"));
  }
  const go = () => enter(round);
  show(
    main,
    el(
      "section",
      { class: "card" },
      el("h2", {}, t(code === 4409 ? "elsewhere" : "forbidden")),
      el("button", { type: "button", class: "main", click: go }, t("continue")),
      el("button", { type: "button", click: showRounds }, t("rounds")),
    ),
  );
}

/** @param {string} kind "sending", "saved", "warn" or nothing @param {string} text */
function status(kind, text) {
  saved.className = kind;
  saved.textContent = text;
}

/** @param {string} message */
function say(message) {
  status("warn", message);
}

/** @type {Face} */
const face = {
  ready(round) {
    leaveQuestion();
    show(main, readyView(round, { t, start, leave: showRounds }));
  },

  question(shown, waiting) {
    leaveQuestion();
    let painted = performance.now();
    const done = (/** @type {number[]} */ choice) =>
      play?.answer(choice, performance.now() - painted);
    const asked = questionView(shown, { t, confirm: elder.on(), done });
    view = asked;
    const timer = timerView(shown.closes_at);
    const name = t("question_of", shown.slot + 1, shown.of);
    const paper = { class: "paper", max: shown.of, value: shown.slot, "aria-label": name };
    const read = { type: "button", class: "speak", click: () => speak(asked.spoken()) };
    const aloud = canSpeak() ? el("button", read, t("speak")) : "";
    show(main, el("progress", paper), timer.node, aloud, asked.node);
    requestAnimationFrame(() => {
      painted = performance.now();
    });
    if (waiting) asked.lock();
    else timer.run(shown);
  },

  sending(slot) {
    stopCount();
    status("sending", t("sending", slot + 1));
    if (line.className !== "online") showLine("offline", 0);
  },

  saved({ slot, counts, reason }) {
    if (counts) status("saved", t("saved", slot + 1));
    else status("warn", t(reason === "late" ? "late" : "other_choice", slot + 1));
    unsent.hidden = true;
  },

  reveal(revealed, choice, last, go) {
    stopCount();
    view?.reveal(revealed, choice);
    const next = el(
      "button",
      { type: "button", class: "main", click: go },
      t(last ? "result" : "next"),
    );
    main.append(next);
    next.focus();
  },

  pause(slot, go) {
    leaveQuestion();
    show(
      main,
      el(
        "section",
        { class: "card" },
        el("h2", {}, t("ready_for", slot + 1)),
        el("button", { type: "button", class: "main", click: go }, t("continue")),
      ),
    );
  },

  result(result, round) {
    leaveQuestion();
    const nickname = remembered().nickname ?? "";
    const deps = { t, get, boards, nickname, later, again: start, leave: showRounds };
    show(main, resultView(result, round, deps));
  },

  trouble: say,
};

function start() {
  play?.open();
}

function leaveQuestion() {
  stopCount();
  view = null;
}

/** @param {number | null} closesAt null = no limit, nothing is shown */
function timerView(closesAt) {
  const seconds = el("b", {});
  const bar = el("progress", { max: 1, value: 1, "aria-label": t("time_left") });
  const node = el("p", { class: "timer", role: "timer", hidden: !closesAt }, bar, seconds);

  /** @param {import("./frames.js").Shown} shown */
  function run({ opened_at, closes_at }) {
    if (!closes_at) return;
    const tick = (/** @type {number} */ left, /** @type {number} */ left_ms) => {
      seconds.textContent = String(left);
      bar.value = left_ms / (closes_at - opened_at);
      bar.classList.toggle("soon", left <= 5);
    };
    stopCount = countDown(closes_at, { now: clock.now, every, tick, zero: () => view?.expire() });
  }

  return { node, run };
}

addEventListener("online", () => link?.wake());
document.addEventListener("visibilitychange", () => document.hidden || link?.wake());

if (!store.get(key("token"))) showJoin();
else if (store.get(key("round"))) enter(store.get(key("round")) ?? "");
else showRounds();
