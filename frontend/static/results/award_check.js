/**
 * A published award computed again in the reader's browser, from what it says was counted and from
 * the result that it rests on. Shares nothing with the server. Regulations, sections 8 and 12.8.
 *
 * Products that a double does not keep are counted as BigInt. Balance is a logarithm: it may be off
 * by the last ten-thousandth, and is only bounded where cohorts of few people are hidden.
 *
 * @typedef {{ path: string, name: string, few: boolean, population: number | null,
 *   people: number, attempts: number, points: number, rank: number | null, score_x100: number,
 *   below?: string[], active: number, band: string, rate_x100: number, cap_x100: number,
 *   mean_x100: number, parts: number[], gains: number[], rank_in_band: number,
 *   cohorts: number[], unstated: number, [name: string]: unknown }} Row
 * @typedef {{ people: number, attempts: number, points: number }} Whole
 * @typedef {{ subject: { weights: Record<string, number> }, region: string, whole: Whole,
 *   policy: { shrink: number, least: number, per_cent: number,
 *   bands: { code: string, most: number | null }[] }, full: number, divisor: number, days: number[],
 *   regions: Row[], rests_on: { number: number, sha256: string }[] }} Award
 * @typedef {Whole & { number: number, region: string, regions: (Whole & { path: string })[] }} Base
 */

const MEASURES = ["reach", "balance", "mean", "activity"];

/** @param {bigint} top @param {bigint} bottom to a whole number, halves up; none is below 0 */
function halvesUp(top, bottom) {
  return Number((2n * top + bottom) / (2n * bottom));
}

/** @param {number} value @param {number} whole in ten-thousandths */
function share(value, whole) {
  const inside = Math.min(Math.max(value, 0), whole);
  return whole > 0 ? halvesUp(10000n * BigInt(inside), BigInt(whole)) : 0;
}

/** @param {Row} row people for every ten thousand residents, in hundredths */
function rate(row) {
  return halvesUp(1000000n * BigInt(row.people), BigInt(row.population || 1));
}

/** @param {Award} award @param {Row} row */
function band(award, row) {
  const wide = award.policy.bands.find(
    ({ most }) => most === null || (row.population || 0) <= most,
  );
  return wide ? wide.code : "";
}

/** @param {Award} award @param {Row} row */
function isRanked(award, row) {
  if (row.few || !row.population) return false;
  return row.people >= Math.max(award.policy.least, 1) && row.people <= row.population;
}

/** @param {Award} award @param {Row} row the mean with people of the whole's mean mixed in */
function mean(award, row) {
  const [people, points] = [BigInt(row.people), BigInt(row.points)];
  const [all, sum] = [BigInt(award.whole.people), BigInt(award.whole.points)];
  const shrink = BigInt(award.policy.shrink);
  const top = 100n * (points * all + shrink * sum);
  return halvesUp(top, (people + shrink) * all * BigInt(award.divisor));
}

/** @param {number[]} people in ten-thousandths, not rounded */
function evenness(people) {
  const whole = people.reduce((sum, one) => sum + one, 0);
  if (whole < 1 || people.length < 2) return 0;
  const parts = people.filter((one) => one > 0).map((one) => one / whole);
  const entropy = -parts.reduce((sum, part) => sum + part * Math.log(part), 0);
  return (10000 * entropy) / Math.log(people.length);
}

/** @param {Row} row the least and the most that its balance can be */
function balances(row) {
  const ways = row.cohorts.map((_, at) =>
    row.cohorts.map((one, n) => one + (n === at ? row.unstated : 0)),
  );
  const lows = [row.cohorts, ...ways].map(evenness);
  const ordered = [...row.cohorts].sort((one, other) => one - other);
  let most = evenness(row.cohorts);
  for (let n = 1; n <= ordered.length; n++) {
    const level = (ordered.slice(0, n).reduce((sum, one) => sum + one, 0) + row.unstated) / n;
    if (n === ordered.length || level <= (ordered[n] ?? 0)) {
      most = Math.max(most, evenness(ordered.map((one, at) => (at < n ? level : one))));
      break;
    }
  }
  return [Math.min(...lows) - 1, Math.max(most, ...lows) + 1];
}

/** @param {Award} award @param {Row[]} ranked the rate that counts in full, by band */
function caps(award, ranked) {
  /** @type {Record<string, number>} */
  const found = {};
  for (const { code } of award.policy.bands) {
    const rates = ranked.filter((row) => band(award, row) === code).map(rate);
    rates.sort((one, other) => one - other);
    found[code] = rates[Math.ceil((rates.length * award.policy.per_cent) / 100) - 1] ?? 0;
  }
  return found;
}

/** @param {Award} award @param {Row} row @param {number} cap what a region comes to */
function scored(award, row, cap) {
  const pairs = (award.days.length - 1) * Math.max((row.below || []).length, 1);
  const parts = [
    share(rate(row), cap),
    row.parts[1] ?? 0,
    share(mean(award, row), 100 * award.full),
    share(row.active, pairs),
  ];
  const weights = MEASURES.map((name) => award.subject.weights[name] ?? 0);
  const gains = parts.map((part, n) => halvesUp(BigInt((weights[n] ?? 0) * part), 100n));
  const score = gains.reduce((sum, one) => sum + one, 0);
  const said = { band: band(award, row), rate_x100: rate(row), cap_x100: cap };
  return { ...said, mean_x100: mean(award, row), parts, gains, score_x100: score };
}

/** @typedef {ReturnType<typeof scored>} Scored */

/** @param {Row} row @param {Scored} mine @param {Scored[]} ours everybody's */
function rowDifferences(row, mine, ours) {
  const better = ours.filter((one) => one.score_x100 > mine.score_x100);
  const rank = 1 + better.length;
  const inBand = 1 + better.filter((one) => one.band === mine.band).length;
  const said = { ...mine, rank, rank_in_band: inBand };
  const wrong = Object.entries(said)
    .filter(([name, value]) => JSON.stringify(row[name]) !== JSON.stringify(value))
    .map(([name]) => `${row.name} ${name}`);
  const [low = 0, high = 0] = balances(row);
  const balance = row.parts[1] ?? 0;
  return low <= balance && balance <= high ? wrong : [...wrong, `${row.name} balance`];
}

/**
 * Every region whose numbers are others than the award says, in words.
 *
 * @param {Award} award
 * @returns {string[]}
 */
export function scoreDifferences(award) {
  const ranked = award.regions.filter((row) => isRanked(award, row));
  const reached = caps(award, ranked);
  const ours = ranked.map((row) => scored(award, row, reached[band(award, row)] ?? 0));
  const wrong = award.regions
    .filter((row) => row.rank !== null && !ranked.includes(row))
    .map((row) => `${row.name} rank`);
  ranked.forEach((row, n) => {
    const mine = ours[n];
    if (mine) wrong.push(...rowDifferences(row, mine, ours));
  });
  return wrong;
}

/**
 * What the award says otherwise than the result that it rests on.
 *
 * @param {Award} award
 * @param {Base} base
 * @param {string} sha256 the result's
 * @returns {string[]}
 */
export function restDifferences(award, base, sha256) {
  /** @type {Record<string, Whole>} */
  const said = { [base.region]: base };
  for (const row of base.regions) said[row.path] = row;
  const wrong = award.regions
    .filter((row) => !same(row.few ? {} : row, said[row.path]))
    .map((row) => row.name);
  if (!same(award.whole, said[award.region])) wrong.push(award.region);
  if (award.rests_on[0]?.sha256 !== sha256) wrong.push("SHA-256");
  return wrong;
}

/** @param {Partial<Whole>} one @param {Whole | undefined} other */
function same(one, other) {
  if (!other) return false;
  const names = /** @type {const} */ (["people", "attempts", "points"]);
  return names.every((name) => (one[name] ?? null) === (other[name] ?? null));
}
