/** Asking the server as somebody who is signed in: when that has ended, the page stays and says so. */

import { byId } from "../shared/dom.js";

/** Nobody is signed in any more, or somebody else is. */
export class SignedOut extends Error {}

// Questions by number: the newest, and the newest when it was last heard that nobody is signed in.
let asked = 0;
let outSince = 0;

/**
 * As `fetch`. Throws SignedOut, told on the page until something asked later is answered.
 *
 * @param {string} address
 * @param {RequestInit} [wanted]
 */
export async function ask(address, wanted) {
  asked += 1;
  const mine = asked;
  const answer = await fetch(address, wanted);
  const out = answer.status === 401;
  if (out) outSince = asked;
  const told = out ? await answer.json() : {};
  if (out || (answer.ok && mine > outSince)) byId("signed-out").hidden = !out;
  byId("signed-out-as").textContent = told.code === "another" ? told.message : "";
  if (out) throw new SignedOut(told.message);
  return answer;
}
