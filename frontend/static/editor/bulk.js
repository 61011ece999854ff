/** How far a large act is: asked again until it is over, then the page shows what came of it. */

import { byId } from "../shared/dom.js";

const PAUSE_MS = 700;
const bar = /** @type {HTMLProgressElement} */ (byId("far"));

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
    const { state, done } = await answer.json();
    if (state !== "running" && state !== "undoing") {
      location.reload();
      return;
    }
    // Nobody has begun yet, or all is done and about to be told.
    if (done !== null) {
      bar.value = done;
      byId("done").textContent = String(done);
    }
  } catch {
    // The line is away; it is asked again.
  }
  setTimeout(look, PAUSE_MS);
}

setTimeout(look, PAUSE_MS);
