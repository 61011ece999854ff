/** A round while it is typed: refusals beside their fields, the blueprint's sum, what the pool has. */

import { byId, el, fill } from "../shared/dom.js";
import { checkWhileTyping } from "./checking.js";

/** @typedef {{ said: string, pool: number, have: Record<string, number>, short: string[] }} Told */

/** @param {Told} told */
function show(told) {
  byId("sum").textContent = told.said;
  byId("pool").textContent = String(told.pool);
  fill(byId("short"), ...told.short.map((line) => el("li", {}, line)));
  for (const place of document.querySelectorAll("[data-have]")) {
    place.textContent = String(told.have[place.getAttribute("data-have") || ""] || 0);
  }
}

if (document.getElementById("sum")) checkWhileTyping(show);
