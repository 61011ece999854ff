/**
 * A published season put together again in the reader's browser, from the published standings of its
 * rounds. Shares nothing with the server. Regulations, sections 7.2, 8.9 and 12.9.
 *
 * @typedef {{ score: number, took_ms: number, finish_s: number, tries: number, region: string }} Part
 * @typedef {Part & { code: string, rank: number, rounds: string[] }} Row
 * @typedef {{ subject: { best_of: number }, ties: string[], people: number,
 *   rests_on: { number: number, sha256: string }[] }} Season
 */

/** @param {string[]} ties @param {Part} part smaller is better; of rounds of one person */
function better(ties, part) {
  const links = ties
    .filter((tie) => tie === "took" || tie === "finished")
    .map((tie) => (tie === "took" ? part.took_ms : part.finish_s));
  return [-part.score, ...links, part.finish_s];
}

/** @param {string[]} ties @param {Part} part smaller is better; times in steps of 10 ms */
function place(ties, part) {
  const links = ties.map((tie) => {
    if (tie === "took") return Math.max(Math.floor(part.took_ms / 10), 0);
    return Math.max(tie === "finished" ? part.finish_s : part.tries, 0);
  });
  return [-part.score, ...links];
}

/** @param {number[]} one @param {number[]} other */
function compare(one, other) {
  const at = one.findIndex((value, n) => value !== other[n]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

/**
 * What somebody's rounds, the earliest first, come to.
 *
 * @param {Season} season
 * @param {Part[]} parts
 * @returns {Part}
 */
export function together(season, parts) {
  const ordered = [...parts].sort((one, other) =>
    compare(better(season.ties, one), better(season.ties, other)),
  );
  const kept = ordered.slice(0, season.subject.best_of || ordered.length);
  const last = parts[parts.length - 1];
  return {
    score: kept.reduce((sum, part) => sum + part.score, 0),
    took_ms: kept.reduce((sum, part) => sum + part.took_ms, 0),
    finish_s: kept.reduce((most, part) => Math.max(most, part.finish_s), 0),
    tries: parts.reduce((sum, part) => sum + part.tries, 0),
    region: last ? last.region : "",
  };
}

/**
 * Rows whose numbers are others than their rounds come to, by pseudonym; and who is left out.
 *
 * @param {Season} season
 * @param {Map<string, Part>[]} rounds everybody of each; emptied on the way
 * @param {Row[]} rows
 * @returns {string[]}
 */
export function seasonDifferences(season, rounds, rows) {
  /** @type {string[]} */
  const wrong = [];
  let rank = 0;
  /** @type {number[]} */
  let before = [];
  rows.forEach((row, n) => {
    const parts = taken(rounds, row.rounds);
    const ours = together(season, parts);
    const here = place(season.ties, ours);
    if (compare(here, before) || !n) rank = n + 1;
    if (n && compare(here, before) < 0) wrong.push(row.code);
    before = here;
    const whole = parts.length > 0 && parts.length === row.rounds.filter(Boolean).length;
    if (!whole || !same(row, { ...ours, rank })) wrong.push(row.code);
  });
  if (rows.length !== season.people) wrong.push(String(rows.length));
  for (const left of rounds) wrong.push(...[...left.keys()].slice(0, 3));
  return wrong;
}

/** @param {Map<string, Part>[]} rounds @param {string[]} codes each taken once */
function taken(rounds, codes) {
  /** @type {Part[]} */
  const parts = [];
  rounds.forEach((round, slot) => {
    const code = codes[slot] || "";
    const part = round.get(code);
    if (part && round.delete(code)) parts.push(part);
  });
  return parts;
}

/** @param {Row} row @param {Part & { rank: number }} ours */
function same(row, ours) {
  const names = /** @type {const} */ ([
    ...["rank", "score", "took_ms", "finish_s", "tries", "region"],
  ]);
  return names.every(
    (name) =>
      /** @type {Record<string, unknown>} */ (row)[name] ===
      /** @type {Record<string, unknown>} */ (ours)[name],
  );
}
