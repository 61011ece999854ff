/**
 * What the screen shows, from what it has heard: one face at a time.
 *
 * @typedef {import("./frames.js").Seen} Seen
 * @typedef {import("./frames.js").Stage} Stage
 * @typedef {"connecting" | "draft" | "lobby" | "soon" | "question" | "pause" | "board" |
 *   "opening" | "final"} Face
 * @typedef {"open" | "over" | "locked" | "revealed"} Phase of a question
 */

/** Of a second: a hall ranks by whole milliseconds, so who stands apart is seen to. */
export const TOOK_PLACES = 3;

/** @param {Pick<Seen, "stage" | "asked" | "board">} seen @returns {Face} */
export function faceOf({ stage, asked, board }) {
  if (!stage) return "connecting";
  const { state, paused, skipped } = stage;
  if (state === "closed") return stage.frozen ? frozenFace(board) : "final";
  if (paused) return "pause";
  if (state === "board" || skipped) return stage.frozen ? frozenFace(board) : "board";
  if (state === "draft" || state === "lobby") return state;
  return asked ? "question" : "soon";
}

/** @param {import("./frames.js").Board | null} board @returns {Face} */
function frozenFace(board) {
  return board?.frozen && board.opening ? "opening" : "board";
}

/** @param {Stage} stage @param {number} now by the server @returns {Phase} */
export function phaseOf(stage, now) {
  if (stage.state === "revealed") return "revealed";
  if (stage.state === "locked") return "locked";
  const { closes_at } = stage;
  return typeof closes_at === "number" && now >= closes_at ? "over" : "open";
}

/**
 * Whole seconds until the question opens, begun ones counted: 3, 2, 1, then 0.
 *
 * @param {Stage} stage
 * @param {number} now by the server
 */
export function countOf({ opens_at }, now) {
  return typeof opens_at === "number" ? Math.max(0, Math.ceil((opens_at - now) / 1000)) : 0;
}

/**
 * How much of the question's time is left, 1 to 0, and the whole seconds; null without a limit.
 *
 * @param {Stage} stage
 * @param {number} now by the server
 */
export function leftOf({ opens_at, closes_at }, now) {
  if (typeof opens_at !== "number" || typeof closes_at !== "number") return null;
  const left = Math.max(0, closes_at - Math.max(now, opens_at));
  return { part: left / Math.max(1, closes_at - opens_at), seconds: Math.ceil(left / 1000) };
}

/**
 * Whether there was an order before: where all stood alike, old places tell nothing.
 *
 * @param {{ was: number | null }[]} rows
 */
export function hadOrder(rows) {
  return new Set(rows.map(({ was }) => was).filter((was) => was !== null)).size > 1;
}

/**
 * Rows as they stood after the question before, so that the eye can follow each to its new place;
 * who was not there yet comes later.
 *
 * @template {{ rank: number | null, was: number | null }} R
 * @param {R[]} rows
 * @returns {R[]}
 */
export function asBefore(rows) {
  const known = rows.filter((row) => row.was !== null).map((row) => ({ ...row, rank: row.was }));
  return known.sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
}
