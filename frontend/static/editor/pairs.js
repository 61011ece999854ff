/** Pairs by keyboard, and a search of the whole bank that goes on by itself. */

import { byId } from "../shared/dom.js";
import { typing } from "./main.js";

const form = /** @type {HTMLFormElement} */ (byId("search"));
const bar = /** @type {HTMLProgressElement} */ (byId("far"));

/** @returns {Promise<{ done: number, total: number }>} */
async function step() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function searchAll() {
  let before = -1;
  for (;;) {
    const { done, total } = await step();
    bar.max = total;
    bar.value = done;
    byId("done").textContent = done.toLocaleString("en");
    byId("total").textContent = total.toLocaleString("en");
    // No progress: somebody else deletes as fast as we search. The button is still there.
    if (done >= total || done === before) break;
    before = done;
  }
  location.reload();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  searchAll().catch(() => form.submit());
});

/** @param {number} by */
function move(by) {
  const pairs = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("[data-pair]")));
  const now = pairs.findIndex((pair) => pair.contains(document.activeElement));
  const next = pairs[Math.max(0, Math.min(pairs.length - 1, now + by))];
  if (next) next.focus();
}

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (document.activeElement) {
    const pair = document.activeElement.closest("[data-pair]");
    const button = pair?.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
    if (button) /** @type {HTMLButtonElement} */ (button).click();
  }
});

// After a verdict the page comes back: the next pair is at hand at once.
const first = /** @type {HTMLElement | null} */ (document.querySelector("[data-pair]"));
if (first && document.querySelector(".said")) first.focus();
