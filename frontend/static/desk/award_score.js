/**
 * The award's score, in the same whole numbers as leaderboard/rules/award.py: parts in
 * ten-thousandths, weights in per cent, gains and scores in hundredths of a point.
 * tests/js/award.json holds examples that both sides must get alike.
 *
 * @typedef {{ path: string, name: string, band: string, parts: number[], facts: string[] }} Region
 *   no parts = not ranked
 * @typedef {{ region: Region, gains: number[], score: number, rank: number, inBand: number }} Row
 */

/** @param {number} weight @param {number} part what it adds to the score, halves up */
export function gain(weight, part) {
  return Math.floor((2 * weight * part + 100) / 200);
}

/**
 * The regions that are ranked, the best first; equal scores share a rank.
 *
 * @param {Region[]} regions
 * @param {number[]} weights
 * @returns {Row[]}
 */
export function rows(regions, weights) {
  const scored = regions
    .filter((region) => region.parts.length > 0)
    .map((region) => {
      const gains = region.parts.map((part, n) => gain(weights[n] ?? 0, part));
      return { region, gains, score: gains.reduce((sum, one) => sum + one, 0), rank: 0, inBand: 0 };
    });
  scored.sort((a, b) => b.score - a.score || (a.region.path < b.region.path ? -1 : 1));
  for (const row of scored) {
    row.rank = place(scored, row.score);
    row.inBand = place(
      scored.filter((one) => one.region.band === row.region.band),
      row.score,
    );
  }
  return scored;
}

/** @param {Row[]} scored @param {number} score */
function place(scored, score) {
  return 1 + scored.findIndex((row) => row.score === score);
}

/**
 * The nearest row with a better score; null for the best.
 *
 * @param {Row[]} scored
 * @param {Row} row
 */
export function above(scored, row) {
  const better = scored.filter((one) => one.score > row.score);
  return better[better.length - 1] ?? null;
}

/** @param {number} x100 */
export function decimal(x100) {
  const sign = x100 < 0 ? "-" : "";
  const digits = String(Math.abs(x100)).padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
