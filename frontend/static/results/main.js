/** The page of a published result: check it here, find one's own line. */

import { byId } from "../shared/dom.js";
import { check } from "./check.js";
import { ownCode, ownRow } from "./own.js";

const said = byId("said");
const mine = byId("mine");
const words = said.dataset;

/**
 * @param {HTMLElement} list
 * @param {string | undefined} text
 * @param {"good" | "bad" | ""} kind
 */
function say(list, text, kind = "") {
  const line = document.createElement("li");
  line.textContent = text || "";
  line.className = kind;
  list.append(line);
}

/** @param {boolean | null} holds @param {string | undefined} yes @param {string | undefined} no */
function tell(holds, yes, no) {
  if (holds === null) say(said, words.signNone, "bad");
  else say(said, holds ? yes : no, holds ? "good" : "bad");
}

async function look() {
  const answer = await fetch(words.result || "");
  if (!answer.ok) throw new Error(String(answer.status));
  const envelope = /** @type {import("./check.js").Envelope} */ (await answer.json());
  const shown = envelope.sha256 === byId("hash").textContent;
  tell(shown && envelope.key === byId("key").textContent, words.same, words.other);
  const found = await check(envelope, window.crypto?.subtle);
  if (found.hash !== null) tell(found.hash, words.hashGood, words.hashBad);
  tell(found.signature, words.signGood, words.signBad);
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

/** @param {string} id @param {HTMLElement} list @param {() => Promise<void>} work */
function button(id, list, work) {
  const node = /** @type {HTMLButtonElement} */ (byId(id));
  node.hidden = false;
  node.addEventListener("click", () => {
    list.textContent = "";
    node.disabled = true;
    work()
      .catch(() => say(list, words.lost, "bad"))
      .then(() => (node.disabled = false));
  });
}

button("look", said, look);
button("own", mine, own);
