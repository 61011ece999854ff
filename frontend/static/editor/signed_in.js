/** Asking the server as somebody who is signed in: when that has ended, the page stays and says so. */

import { byId } from "../shared/dom.js";

/** Nobody is signed in any more, or somebody else is. */
export class SignedOut extends Error {}

/**
 * As `fetch`. Throws SignedOut, told on the page until an answer comes again.
 *
 * @param {string} address
 * @param {RequestInit} [wanted]
 */
export async function ask(address, wanted) {
  const answer = await fetch(address, wanted);
  const out = answer.status === 401;
  const told = out ? await answer.json() : {};
  if (out || answer.ok) byId("signed-out").hidden = !out;
  byId("signed-out-as").textContent = told.code === "another" ? told.message : "";
  if (out) throw new SignedOut(told.message);
  return answer;
}
