/** The page of a published season: check it here from its rounds' standings, find one's own line. */

import { byId } from "../shared/dom.js";
import { check } from "./check.js";
import { offerOwn } from "./mine.js";
import { canUnpack, eachRow } from "./rows.js";
import { button, fetched, looked, say } from "./said.js";
import { seasonDifferences } from "./season_check.js";

const MOST_SHOWN = 10;
// More rows than these are for a computer with the script.
const MOST_PEOPLE = 200000;
const said = byId("said");
const words = said.dataset;

async function look() {
  const season = /** @type {import("./season_check.js").Season} */ ((await looked(said)).body);
  if (!canUnpack() || season.people > MOST_PEOPLE) return say(said, words.old, "bad");
  const places = (words.rounds || "").trim().split(" ");
  const found = await Promise.all(places.map((place) => fetched(`${place}result.json`)));
  /** @type {string[]} */
  const wrong = [];
  for (const [slot, envelope] of found.entries()) {
    const { hash } = await check(envelope, window.crypto?.subtle);
    const wanted = season.rests_on[slot]?.sha256;
    if (hash === false || envelope.sha256 !== wanted) wrong.push(`SHA-256 ${slot + 1}`);
  }
  wrong.push(...(await counted(season, places, found)));
  if (!wrong.length) say(said, words.seasonGood, "good");
  for (const line of wrong.slice(0, MOST_SHOWN)) say(said, `${words.wrong}${line}`, "bad");
}

/**
 * @param {import("./season_check.js").Season} season
 * @param {string[]} places
 * @param {import("./check.js").Envelope[]} found
 */
async function counted(season, places, found) {
  const opened = found.map(
    ({ body }) => /** @type {{ round: { opens_at: number } }} */ (body).round.opens_at,
  );
  /** @type {Map<string, import("./season_check.js").Part>[]} */
  const rounds = [];
  for (const [slot, place] of places.entries()) {
    const later = Math.floor(((opened[slot] ?? 0) - Math.min(...opened)) / 1000);
    /** @type {Map<string, import("./season_check.js").Part>} */
    const people = new Map();
    await eachRow(
      `${place}persons.jsonl.gz`,
      (/** @type {import("./season_check.js").Row} */ row) =>
        people.set(row.code, { ...row, finish_s: row.finish_s + later }),
    );
    rounds.push(people);
  }
  /** @type {import("./season_check.js").Row[]} */
  const rows = [];
  await eachRow(words.persons || "", (/** @type {import("./season_check.js").Row} */ row) =>
    rows.push(row),
  );
  return seasonDifferences(season, rounds, rows);
}

button("look", said, look, words.lost || "");
offerOwn(words);
