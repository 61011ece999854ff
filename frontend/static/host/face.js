/** The console's page: everything that is shown, from everything that was heard. */

import { clock as timeOf } from "../screen/figures.js";
import { byId, fill } from "../shared/dom.js";
import { boardView } from "./board.js";
import { regionView } from "./crowd.js";
import { healthView } from "./health.js";
import { comingView, questionView } from "./question.js";
import { clockOf, spelled, stateOf } from "./steps.js";

/**
 * @typedef {import("./frames.js").Stage} Stage
 * @typedef {import("./frames.js").Desk} Desk
 * @typedef {import("./frames.js").Words} Words
 * @typedef {{ stage: Stage | null, desk: Desk | null, board: import("./frames.js").Board | null,
 *   crowd: import("./frames.js").Crowd | null, online: boolean }} View
 */

const LINES = 2;

/** @param {string} id @param {string} text */
export function put(id, text) {
  const node = byId(id);
  if (node.textContent !== text) node.textContent = text;
}

/** @param {View} view @param {Words} t */
export function paintStage({ stage, desk }, t) {
  if (!stage) return;
  const { slot, of, state } = stage;
  put("where", slot < 0 ? t("questions", { n: of }) : t("question_of", { n: slot + 1, of }));
  const flags = ["door", "frozen", "audience"].filter((name) =>
    name === "door" ? !stage.door : stage[/** @type {"frozen"} */ (name)],
  );
  const { alive: left = null } = stage;
  const alive = left === null ? [] : [left ? t("alive", { n: left }) : t("all_out")];
  const auto = desk?.autopilot ? [t("auto")] : [];
  put("flags", [...flags.map((name) => t(`flag_${name}`)), ...alive, ...auto].join(" · "));
  const before = ["draft", "lobby"].includes(state);
  byId("lobby").hidden = false; // what is hidden cannot keep the focus while it moves
  movePeople(byId(before ? "lobby" : "side"));
  byId("lobby").hidden = !before;
  byId("question").hidden = slot < 0 || ["board", "closed"].includes(state);
  byId("board").hidden = !["board", "closed"].includes(state);
}

/** There is one list of people; it has the middle while they come in. @param {HTMLElement} place */
function movePeople(place) {
  const people = byId("entered");
  if (people.parentNode === place) return;
  // Whoever types there goes on typing: on the page itself the letters would be commands.
  const typing = /** @type {HTMLElement | null} */ (people.querySelector(":focus"));
  place.append(people);
  typing?.focus();
}

/** What goes on with the time. @param {Stage} stage @param {number} now @param {Words} t */
export function paintClock(stage, now, t) {
  const { kind, seconds } = clockOf(stage, now);
  const word = stateOf(stage, now);
  put("state", t(word));
  document.body.dataset.state = word.slice("is_".length);
  put("clock", kind === "none" ? "–" : kind === "paused" ? "❚❚" : spelled(seconds));
  put("clock-is", t(`clock_${kind}`));
  byId("clock").classList.toggle("short", kind === "left" && seconds <= 5);
  byId("clock").classList.toggle("stopped", kind === "paused");
}

/** Repaints a place only when what it shows has changed. */
export function openPlaces() {
  /** @type {Map<string, string>} */
  const shown = new Map();

  /**
   * @param {string} id @param {unknown} from what the view is made of
   * @param {() => HTMLElement[]} view
   */
  return (id, from, view) => {
    const next = JSON.stringify(from) ?? "";
    if (shown.get(id) === next) return;
    shown.set(id, next);
    fill(byId(id), ...view());
  };
}

/** @param {View} view @param {Words} t @param {ReturnType<typeof openPlaces>} place */
export function paintDesk({ desk, crowd, board }, t, place) {
  if (desk) {
    const { q, order, told, counts, coming, health, answered, connected } = desk;
    place("question", [q, order, told, counts, answered], () => questionView(desk, t));
    place("coming", coming, () => comingView(coming, t));
    place("health", health, () => healthView(health, t));
    put("answered", String(answered));
    put("connected", String(connected));
    const bar = /** @type {HTMLProgressElement} */ (byId("answered-bar"));
    bar.max = Math.max(1, connected, answered);
    bar.value = answered;
    put("bots", desk.bots ? t("bots", { n: desk.bots }) : "");
  }
  if (crowd) {
    put("people", t("people", { n: crowd.people }));
    place("regions", crowd.regions, () => regionView(crowd, t));
  }
  place("board", board, () => boardView(board, t));
}

/**
 * The last commands, whoever gave them: the strip at the bottom, where no control stands.
 *
 * @param {Desk} desk @param {(line: import("./frames.js").Line) => string} said who did what
 */
export function paintLines({ lines }, said) {
  const told = lines.slice(0, LINES).map((line) => {
    const { at } = line;
    return `${timeOf(at)} ${said(line)}`;
  });
  put("lines", told.join("　"));
}
