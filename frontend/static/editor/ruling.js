/** Marking again goes on while somebody looks, and shows how far it is. */

import { byId } from "../shared/dom.js";

const form = /** @type {HTMLFormElement} */ (byId("on"));
const bar = /** @type {HTMLProgressElement} */ (byId("far"));

async function step() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return /** @type {{ done: number, total: number }} */ (await answer.json());
}

async function all() {
  let before = -1;
  for (;;) {
    const { done, total } = await step();
    bar.max = total;
    bar.value = done;
    byId("done").textContent = String(done);
    byId("total").textContent = String(total);
    // No progress: something is wrong with the rest. The button is still there.
    if (done >= total || done === before) break;
    before = done;
  }
  for (const button of form.querySelectorAll("button")) button.hidden = bar.value >= bar.max;
}

// What fails now is gone on with by the servers, and by the button.
all().catch(() => undefined);
