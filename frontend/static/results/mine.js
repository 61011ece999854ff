/** One's own line of a result, found by the phone's token. */

import { byId } from "../shared/dom.js";
import { ownCode, ownRow } from "./own.js";
import { button, say } from "./said.js";

/** @param {DOMStringMap} words of the page's list */
export function offerOwn(words) {
  const mine = byId("mine");

  async function own() {
    const code = await ownCode(words.contest || "", words.own || "");
    if (!code) return say(mine, words.nobody);
    say(mine, `${words.yours}${code}`);
    const row = await ownRow(words.persons || "", code);
    if (row) {
      const took = (Math.floor(row.took_ms / 10) / 100).toFixed(2);
      const text = (words.row || "")
        .replace("{rank}", String(row.rank))
        .replace("{score}", String(row.score))
        .replace("{took}", took);
      say(mine, text);
    }
  }

  button("own", mine, own, words.lost || "");
}
