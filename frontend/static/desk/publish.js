/** How far a result's counting is, asked every second; when it is done the page shows what came. */

import { byId } from "../shared/dom.js";

const EVERY_MS = 1000;
const bar = /** @type {HTMLProgressElement} */ (byId("bar"));
const address = byId("far").dataset.far || "";

async function look() {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  /** @type {{ working: boolean, step: string, done: number, total: number }} */
  const far = await answer.json();
  if (!far.working) {
    window.location.reload();
    return;
  }
  bar.max = far.total || 1;
  bar.value = far.done;
  byId("step").textContent = far.step;
  byId("done").textContent = String(far.done);
  byId("total").textContent = String(far.total);
}

// What fails now is asked again; the counting does not need this page.
setInterval(() => look().catch(() => undefined), EVERY_MS);
