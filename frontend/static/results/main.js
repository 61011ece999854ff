/** The page of a published result: check it here, find one's own line. */

import { byId } from "../shared/dom.js";
import { ownCode, ownRow } from "./own.js";
import { button, looked, say } from "./said.js";

const said = byId("said");
const mine = byId("mine");
const words = said.dataset;

async function look() {
  await looked(said);
}

async function own() {
  const code = await ownCode(words.contest || "", words.own || "");
  if (!code) return say(mine, words.nobody);
  say(mine, `${words.yours}${code}`);
  const row = await ownRow(words.persons || "", code);
  if (row) {
    const took = (row.took_ms / 1000).toFixed(2);
    const text = (words.row || "")
      .replace("{rank}", String(row.rank))
      .replace("{score}", String(row.score))
      .replace("{took}", took);
    say(mine, text);
  }
}

button("look", said, look, words.lost || "");
button("own", mine, own, words.lost || "");
