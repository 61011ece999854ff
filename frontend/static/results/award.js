/** The page of a published award: check it here, against the result that it rests on. */

import { byId } from "../shared/dom.js";
import { restDifferences, scoreDifferences } from "./award_check.js";
import { check } from "./check.js";
import { button, fetched, looked, say } from "./said.js";

const MOST_SHOWN = 10;
const said = byId("said");
const words = said.dataset;

async function look() {
  const award = /** @type {import("./award_check.js").Award} */ ((await looked(said)).body);
  tell(scoreDifferences(award), words.scoresGood);
  const rest = await fetched(words.rest || "");
  const found = await check(rest, window.crypto?.subtle);
  const base = /** @type {import("./award_check.js").Base} */ (rest.body);
  const wrong = restDifferences(award, base, found.hash === false ? "" : rest.sha256);
  tell(wrong, words.restGood);
}

/** @param {string[]} wrong @param {string | undefined} good */
function tell(wrong, good) {
  if (!wrong.length) say(said, good, "good");
  for (const line of wrong.slice(0, MOST_SHOWN)) say(said, `${words.wrong}${line}`, "bad");
}

button("look", said, look, words.lost || "");
