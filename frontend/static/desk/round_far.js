/** How far the work on a round's papers is; when it is done the page shows what came. */

import { byId } from "../shared/dom.js";

const EVERY_MS = 1000;
const bar = /** @type {HTMLProgressElement} */ (byId("bar"));
const address = byId("far").dataset.far || "";

async function look() {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  /** @type {{ working: boolean, done: number, total: number }} */
  const far = await answer.json();
  bar.max = far.total;
  bar.value = far.done;
  if (!far.working) location.reload();
}

// What fails now is asked again; the work does not need this page.
setInterval(() => look().catch(() => undefined), EVERY_MS);
