/** The list: results while typing, rows by keyboard. Without this the form's button does it. */

import { byId, fill } from "../shared/dom.js";
import { leave } from "./along.js";
import { typing } from "./main.js";
import { parsed } from "./parsed.js";
import { ask, SignedOut } from "./signed_in.js";

// Long enough to finish a word, short enough to feel at once.
const PAUSE_MS = 160;
const form = /** @type {HTMLFormElement} */ (byId("find"));
const results = byId("results");
/** @type {AbortController | undefined} */
let asking;
let timer = 0;

/** @param {string} query */
async function load(query) {
  if (asking) asking.abort();
  asking = new AbortController();
  results.classList.add("waiting");
  const answer = await ask(`?${query}&part=results`, { signal: asking.signal });
  if (!answer.ok) throw new Error(String(answer.status));
  fill(results, ...Array.from(parsed(await answer.text()).childNodes));
  results.classList.remove("waiting");
}

/** @param {string} query */
async function show(query) {
  try {
    await load(query);
    history.replaceState(null, "", `?${query}`);
  } catch (error) {
    if (error instanceof SignedOut) results.classList.remove("waiting");
    else if (/** @type {Error} */ (error).name !== "AbortError") location.search = query;
  }
}

function asked() {
  // @ts-expect-error URLSearchParams takes a FormData of strings, which the types do not say
  return new URLSearchParams(new FormData(form)).toString();
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(() => show(asked()), PAUSE_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  show(asked());
});

// Whoever opens a question may go on to the next one from there.
addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-row]");
  if (!link) return;
  const rows = Array.from(document.querySelectorAll("[data-row]"), (one) =>
    String(one.getAttribute("href")),
  );
  leave({ query: location.search, rows });
});

/** @param {number} step */
function move(step) {
  const rows = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("[data-row]")));
  const now = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, now + step))];
  if (next) next.focus();
}

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key >= "1" && event.key <= "9") {
    const tab = document.querySelectorAll("[data-tab]")[Number(event.key) - 1];
    if (tab) /** @type {HTMLElement} */ (tab).click();
  }
});
