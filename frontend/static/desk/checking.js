/** Sends a form that is being typed to be checked, and puts each refusal beside its field. */

import { byId } from "../shared/dom.js";

/** After the last key: less and the server is asked for half a word. */
const PAUSE_MS = 500;

/**
 * @template T
 * @param {(told: T & { wrong: Record<string, string> }) => void} [then]
 */
export function checkWhileTyping(then) {
  const form = /** @type {HTMLFormElement} */ (byId("form"));
  /** @type {Set<string>} */
  const touched = new Set();
  let waits = 0;
  let last = 0;

  async function check() {
    const mine = ++last;
    const body = new FormData(form);
    body.set("check", "1");
    const answer = await fetch(location.href, { method: "POST", body });
    if (!answer.ok || mine !== last) return;
    const told = await answer.json();
    for (const place of form.querySelectorAll("[id^=wrong-]")) {
      const name = place.id.slice("wrong-".length);
      // Where nobody has typed yet nothing is wrong yet.
      const seen = touched.has(name) || name === "blueprint" || place.textContent;
      mark(place, name, (seen && told.wrong[name]) || "");
    }
    if (then) then(told);
  }

  form.addEventListener("input", (event) => {
    const name = /** @type {HTMLInputElement} */ (event.target).name || "";
    touched.add(name.startsWith("cell.") ? "blueprint" : name);
    clearTimeout(waits);
    waits = setTimeout(() => check().catch(() => undefined), PAUSE_MS);
  });
  return check;
}

/** @param {Element} place @param {string} name @param {string} words */
function mark(place, name, words) {
  place.textContent = words;
  const field = document.getElementById(name);
  if (words) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
}
