/** How far work beside the server is, asked every second; when it is done the page shows what came. */

import { byId } from "../shared/dom.js";

const EVERY_MS = 1000;
const bar = /** @type {HTMLProgressElement} */ (byId("bar"));
const address = byId("far").dataset.far || "";

/** Where the page says so. @param {string} id @param {string | number | undefined} words */
function tell(id, words) {
  const place = document.getElementById(id);
  if (place && words !== undefined) place.textContent = String(words);
}

async function look() {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  /** @type {{ working: boolean, step?: string, done: number, total: number }} */
  const far = await answer.json();
  if (!far.working) {
    window.location.reload();
    return;
  }
  bar.max = far.total || 1;
  bar.value = far.done;
  tell("step", far.step);
  tell("done", far.done);
  tell("total", far.total);
}

// What fails now is asked again; the work does not need this page.
setInterval(() => look().catch(() => undefined), EVERY_MS);
