/** Takes a phone's own certificates, with the token that the phone page keeps for this contest. */

import { byId } from "../shared/dom.js";

/** @typedef {{ code: string, page: string, picture: string, phone: string }} Certificate */

/** @type {{ key: string, check: string, failed: string, nobody: string, none: string }} */
const setup = JSON.parse(byId("setup").textContent ?? "{}");

/** A private window or a policy may forbid storage. */
function token() {
  try {
    return localStorage.getItem(setup.key);
  } catch {
    return null;
  }
}

/**
 * @param {Element} card
 * @param {string} what
 * @returns {HTMLElement}
 */
function part(card, what) {
  return /** @type {HTMLElement} */ (card.querySelector(what));
}

/**
 * @param {Element} card
 * @param {Certificate} got
 */
function show(card, got) {
  const image = /** @type {HTMLImageElement} */ (part(card, "img"));
  image.src = got.phone;
  image.alt = got.code;
  part(card, ".large").setAttribute("href", got.phone);
  part(card, ".save").setAttribute("href", got.picture);
  part(card, ".page").setAttribute("href", got.page);
  part(card, ".code").textContent = got.code;
  part(card, ".got").hidden = false;
  part(card, "button").hidden = true;
}

/** Whoever has nothing that counts is not offered what would be refused. @param {HTMLElement} card */
async function look(card) {
  const held = token();
  const button = part(card, "button");
  if (!held || button.hidden) return;
  try {
    const headers = { Authorization: `Bearer ${held}` };
    const answer = await fetch(card.dataset.mine ?? "", { headers });
    if (!answer.ok || (await answer.json()).counted) return;
    button.hidden = true;
    part(card, ".told").textContent = setup.none;
  } catch {
    // The button stays: taking the certificate says what is wrong.
  }
}

/** @param {HTMLElement} card */
async function take(card) {
  const told = part(card, ".told");
  const held = token();
  if (!held) {
    told.textContent = setup.nobody;
    return;
  }
  told.textContent = "…";
  const headers = { Authorization: `Bearer ${held}` };
  try {
    const answer = await fetch(card.dataset.round ?? "", { method: "POST", headers });
    const body = await answer.json();
    told.textContent = answer.ok ? "" : body.message;
    if (answer.ok) show(card, body);
  } catch {
    told.textContent = setup.failed;
  }
}

/** @type {NodeListOf<HTMLElement>} */
const cards = document.querySelectorAll("[data-round]");
for (const card of cards) {
  part(card, "button").addEventListener("click", () => take(card));
  look(card);
}
