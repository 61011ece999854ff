/** A phone as the host's remote: the one next step, pause, undo, and how many have answered. */

import { keepAwake } from "../screen/awake.js";
import { byId } from "../shared/dom.js";
import { ask, listenForClosing } from "./ask.js";
import { openCalm } from "./calm.js";
import { put } from "./face.js";
import { later, openLine } from "./line.js";
import { freshId, openOrders } from "./orders.js";
import { asksFirst, clockOf, spelled, stateOf, stepLabel, undoLabel, undoOf } from "./steps.js";
import { read, speaker } from "./words.js";

const TICK_MS = 100;
const setup = read("setup");
const t = speaker(read("words"));
const [next, undo, pause] = ["next", "undo", "pause"].map(
  (id) => /** @type {HTMLButtonElement} */ (byId(id)),
);
/** @type {{ stage: import("./frames.js").Stage | null, desk: import("./frames.js").Desk | null, online: boolean, over: boolean }} */
const view = { stage: null, desk: null, online: false, over: false };
const calm = openCalm({ now: () => performance.now(), later, changed: paint });
const line = openLine({
  hello: () => ({
    t: "host",
    sitting: setup.code,
    remote: location.hash.slice(1),
    lang: setup.lang,
  }),
  receive,
  state: (state) => {
    view.online = state === "online";
    byId("link").className = `link ${state}`;
    put("link", t(`link_${state}`));
    paint();
  },
  refused: over,
});
const orders = openOrders({
  send: line.send,
  version: () => Math.max(view.stage?.v ?? 0, view.desk?.v ?? 0),
  id: freshId,
  later,
  tell,
});

/** @param {any} frame */
function receive(frame) {
  // Said to nobody's order: the goodbye to an old code.
  if (frame.t === "error" && frame.code === "forbidden" && !frame.id) return over();
  if (frame.t === "hosting") {
    put("title", frame.hall.title);
    orders.online();
  } else if (frame.t === "done" || frame.t === "error") orders.heard(frame);
  else if (frame.t === "stage" && frame.v >= (view.stage?.v ?? 0)) view.stage = frame;
  else if (frame.t === "desk" && frame.v >= (view.desk?.v ?? 0)) view.desk = frame;
  paint();
}

/** @type {import("./orders.js").Tell} */
function tell(phase, order, trouble) {
  if (view.over) return;
  const what = setup.deeds[order.do] ?? order.do;
  const state = view.stage ? t(stateOf(view.stage, line.now())) : "";
  byId("said").className = `said ${phase}`;
  if (trouble && trouble.code === "forbidden") over();
  if (trouble && trouble.code === "stale") put("said", t("was_stale", { what, state }));
  else if (trouble) put("said", t("was_refused", { what, why: trouble.message }));
  else put("said", t(`was_${phase}`, { what }));
  paint();
}

/** The console has given out another code. What was given meanwhile gets no echo, and is not done. */
function over() {
  line.stop();
  view.online = false;
  view.over = true;
  byId("link").className = "link refused";
  put("link", t("remote_over"));
  put("said", "");
}

function ready() {
  return view.online && !orders.busy() && (view.desk?.v ?? -1) >= (view.stage?.v ?? 0);
}

function paint() {
  const { stage, desk } = view;
  if (!stage || !desk) return;
  if (ready()) {
    calm.see(`${desk.next} ${stage.slot} ${stage.state} ${desk.pending ?? 0}`);
    put("next", stepLabel(desk.next, stage, t));
  }
  put(
    "where",
    stage.slot < 0
      ? t("questions", { n: stage.of })
      : t("question_of", { n: stage.slot + 1, of: stage.of }),
  );
  put("answered", t("answered", { n: desk.answered, of: desk.connected }));
  tick();
}

function tick() {
  const { stage, desk } = view;
  if (!stage || !desk || !next || !undo || !pause) return;
  const { kind, seconds } = clockOf(stage, line.now());
  const word = stateOf(stage, line.now());
  put("state", t(word));
  document.body.dataset.state = word.slice("is_".length);
  put("clock", kind === "none" ? "–" : kind === "paused" ? "❚❚" : spelled(seconds));
  next.disabled = !ready() || !desk.next || calm.still() || word === "is_soon";
  const back = undoOf(desk, stage, line.now());
  undo.disabled = !ready() || !back;
  put("undo", undoLabel(back, setup.deeds, t));
  pause.disabled = !ready() || !desk.can.includes("pause");
}

next?.addEventListener("click", () => {
  const does = view.desk?.next ?? "";
  if (asksFirst(does))
    ask(t(`ask_${does}`), t(`do_${does}`), () => orders.give(does, { sure: true }));
  else orders.give(does);
});
undo?.addEventListener("click", () => orders.give("undo"));
pause?.addEventListener("click", () => orders.give("pause"));
listenForClosing();
setInterval(tick, TICK_MS);
keepAwake();
