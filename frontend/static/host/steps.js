/** Where a sitting stands, in words: nothing here touches the page. */

/**
 * @typedef {import("./frames.js").Stage} Stage
 * @typedef {import("./frames.js").Words} Words
 */

/**
 * What the one big button says.
 *
 * @param {string} next the command that naturally follows, "" when the sitting is over
 * @param {Stage} stage
 * @param {Words} t
 */
export function stepLabel(next, stage, t) {
  if (!next) return t("over");
  if (next !== "show") return t(`next_${next}`);
  return t(stage.slot < 0 ? "next_first" : "next_show", { n: stage.slot + 2 });
}

/** @param {string} command @returns {boolean} whether it is asked about: nothing takes it back */
export function asksFirst(command) {
  return ["close", "unfreeze"].includes(command);
}

/**
 * The command that can be taken back now; a question that has opened was seen.
 *
 * @param {import("./frames.js").Desk} desk @param {Stage} stage @param {number} now
 * @returns {string} "" = none
 */
export function undoOf(desk, stage, now) {
  const undo = desk.undo ?? "";
  return undo === "show" && stateOf(stage, now) !== "is_soon" ? "" : undo;
}

/**
 * @param {string} command the one that would be taken back
 * @param {Record<string, string>} deeds
 * @param {Words} t
 */
export function undoLabel(command, deeds, t) {
  return command ? t("undo", { what: deeds[command] ?? command }) : t("no_undo");
}

/** @param {Stage} stage @param {number} now by the server's clock @returns {string} a word's name */
export function stateOf(stage, now) {
  if (stage.paused) return stage.state === "shown" ? "is_paused" : "is_break";
  if (stage.state === "shown" && now < (stage.opens_at ?? 0)) return "is_soon";
  if (stage.state === "board" && stage.skipped) return "is_skipped";
  return `is_${stage.state}`;
}

/**
 * What the clock shows.
 *
 * @param {Stage} stage
 * @param {number} now by the server's clock
 * @returns {{ kind: "soon" | "left" | "paused" | "endless" | "none", seconds: number }}
 */
export function clockOf(stage, now) {
  const { state, paused, opens_at, closes_at } = stage;
  if (state !== "shown") return { kind: "none", seconds: 0 };
  if (paused) return { kind: "paused", seconds: 0 };
  if (opens_at && now < opens_at) return { kind: "soon", seconds: up(opens_at - now) };
  if (!closes_at) return { kind: "endless", seconds: Math.floor((now - (opens_at ?? now)) / 1000) };
  return { kind: "left", seconds: up(Math.max(0, closes_at - now)) };
}

/** @param {number} ms */
function up(ms) {
  return Math.ceil(ms / 1000);
}

/** @param {number} seconds @returns {string} 75 -> "1:15", 9 -> "9" */
export function spelled(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return minutes ? `${minutes}:${String(rest).padStart(2, "0")}` : String(rest);
}

/**
 * The letters of option numbers in the order of the hall.
 *
 * @param {number[]} key @param {number[]} order
 */
export function letters(key, order) {
  return key
    .map((number) => order.indexOf(number))
    .filter((place) => place >= 0)
    .sort((a, b) => a - b)
    .map((place) => String.fromCharCode(65 + place))
    .join("");
}
