/**
 * What the badge says about the picture, and how old the picture is.
 *
 * @typedef {import("./line.js").LineState} LineState
 * @typedef {{ kind: "connecting" | "live" | "frozen" | "late" | "lost", as_of: number }} Status
 */

/**
 * Boards are late when the server says so of one of them. The age is that of the oldest.
 *
 * @param {LineState} line
 * @param {{ late: boolean, as_of: number }[]} boards
 * @param {boolean} frozen whether they stand still on purpose
 * @returns {Status}
 */
export function statusOf(line, boards, frozen = false) {
  const as_of = boards.length ? Math.min(...boards.map((board) => board.as_of)) : 0;
  const late = line === "live" && boards.some((board) => board.late);
  if (late) return { kind: "late", as_of };
  return { kind: line === "live" && frozen ? "frozen" : line, as_of };
}

/**
 * Whether the picture is that of the published result: only when each board in it is.
 *
 * @param {{ official: boolean }[]} boards
 * @returns {boolean}
 */
export function isOfficial(boards) {
  return boards.length > 0 && boards.every((board) => board.official);
}

/**
 * Where a round stands at `now`, and what is left until that changes (0: it does not).
 *
 * @param {{ opens_at: number, closes_at: number | null } | null} round
 * @param {number} now
 * @returns {{ kind: "none" | "soon" | "open" | "endless" | "over", left_ms: number }}
 */
export function phaseOf(round, now) {
  if (!round) return { kind: "none", left_ms: 0 };
  if (now < round.opens_at) return { kind: "soon", left_ms: round.opens_at - now };
  if (round.closes_at === null) return { kind: "endless", left_ms: 0 };
  const left_ms = round.closes_at - now;
  return left_ms > 0 ? { kind: "open", left_ms } : { kind: "over", left_ms: 0 };
}
