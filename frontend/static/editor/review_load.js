/** Cards from the server: sent for by a form, or loaded ahead. */

import { parsed } from "./parsed.js";
import { ask } from "./signed_in.js";

/** @type {Map<string, Promise<string>>} the one card that was loaded ahead, by its address */
const waiting = new Map();

/** @param {string} query @returns {Promise<string>} */
export async function fetchCard(query) {
  const answer = await ask(`${location.pathname}${query}&part=card`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

/**
 * The card at that address, asked for at the first call.
 *
 * @param {string} query
 * @returns {Promise<string>}
 */
export function ahead(query) {
  const known = waiting.get(query);
  if (known) return known;
  const coming = fetchCard(query);
  waiting.clear();
  waiting.set(query, coming);
  coming.then(
    (html) => preload(parsed(html)),
    // It is asked for again when it is needed.
    () => waiting.delete(query),
  );
  return coming;
}

/** @param {HTMLElement} page its pictures are fetched, so that they are there when it is shown */
export function preload(page) {
  for (const picture of page.querySelectorAll("img[src], input[src]")) {
    new Image().src = picture.getAttribute("src") || "";
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button that sends it
 * @param {string} accept
 */
export function send(form, button, accept) {
  const body = new FormData(form);
  body.set("part", "card");
  if (button instanceof HTMLButtonElement && button.name) body.set(button.name, button.value);
  return ask(form.action, { method: "POST", body, headers: { Accept: accept } });
}
