/** Lines of a check as they are found, and the buttons that begin one. */

import { byId } from "../shared/dom.js";
import { check } from "./check.js";

/**
 * @param {HTMLElement} list
 * @param {string | undefined} text
 * @param {"good" | "bad" | ""} kind
 */
export function say(list, text, kind = "") {
  const line = document.createElement("li");
  line.textContent = text || "";
  line.className = kind;
  list.append(line);
}

/**
 * Fetch a result and say whether it is what the page shows, whole, and signed.
 *
 * @param {HTMLElement} said the list, whose data has the words
 * @returns {Promise<import("./check.js").Envelope>}
 */
export async function looked(said) {
  const words = said.dataset;
  const envelope = await fetched(words.result || "");
  const shown = envelope.sha256 === byId("hash").textContent;
  tell(said, shown && envelope.key === byId("key").textContent, words.same, words.other);
  const found = await check(envelope, window.crypto?.subtle);
  if (found.hash !== null) tell(said, found.hash, words.hashGood, words.hashBad);
  tell(said, found.signature, words.signGood, words.signBad);
  return envelope;
}

/**
 * @param {string} address
 * @returns {Promise<import("./check.js").Envelope>}
 */
export async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/**
 * @param {HTMLElement} said
 * @param {boolean | null} holds null = this browser cannot tell
 * @param {string | undefined} yes
 * @param {string | undefined} no
 */
function tell(said, holds, yes, no) {
  if (holds === null) say(said, said.dataset.signNone, "bad");
  else say(said, holds ? yes : no, holds ? "good" : "bad");
}

/** @param {string} id @param {HTMLElement} list @param {() => Promise<void>} work @param {string} lost */
export function button(id, list, work, lost) {
  const node = /** @type {HTMLButtonElement} */ (byId(id));
  node.hidden = false;
  node.addEventListener("click", () => {
    list.textContent = "";
    node.disabled = true;
    work()
      .catch(() => say(list, lost, "bad"))
      .then(() => (node.disabled = false));
  });
}
