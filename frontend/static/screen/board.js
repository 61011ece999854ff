/**
 * A board as the screen has it, and what a frame makes of it.
 *
 * @typedef {{ id: string | number, rank: number | null, same: boolean, ranked: boolean,
 *   name: string, region?: string, place?: string, score?: number, took_ms?: number, few?: boolean,
 *   people?: number | null, attempts?: number | null, score_x100?: number | null }} Row
 * @typedef {{ board: string, v: number, as_of: number, late: boolean, official: boolean,
 *   divisor: number, people: number, attempts: number, rows: Row[] }} Board
 * @typedef {{ board: string, from: number, v: number, as_of: number, late: boolean, people: number,
 *   attempts: number, gone: (string | number)[], rows: [number, Row][] }} Change
 */

/**
 * Ranks follow from places: 1 + the number strictly better.
 *
 * @param {Row[]} rows
 * @returns {Row[]}
 */
export function withRanks(rows) {
  /** @type {Row[]} */
  const found = [];
  rows.forEach((row, n) => {
    const above = found[n - 1];
    const rank = above && row.same ? above.rank : n + 1;
    found.push({ ...row, rank: row.ranked ? rank : null });
  });
  return found;
}

/**
 * Whether a frame continues what is shown: yes, it is older, or something between was missed.
 *
 * @param {Board | undefined} board
 * @param {Change} change
 * @returns {"next" | "old" | "gap"}
 */
export function order(board, change) {
  if (board && change.from === board.v) return "next";
  return board && change.v <= board.v ? "old" : "gap";
}

/**
 * The board after a change that continues it: out with `gone` and `rows`, then each row in again at
 * its place.
 *
 * @param {Board} board
 * @param {Change} change
 * @returns {Board}
 */
export function after(board, change) {
  const out = new Set([...change.gone, ...change.rows.map(([, row]) => row.id)]);
  const rows = board.rows.filter((row) => !out.has(row.id));
  for (const [place, row] of change.rows) rows.splice(place, 0, row);
  const { v, as_of, late, people, attempts } = change;
  return { ...board, v, as_of, late, people, attempts, rows: withRanks(rows) };
}

/**
 * The rows with `same` for everyone who shares a rank, also for the upper one of two.
 *
 * @param {Row[]} rows
 * @returns {Row[]}
 */
export function tied(rows) {
  return rows.map((row, n) => ({ ...row, same: row.same || Boolean(rows[n + 1]?.same) }));
}
