/** A question's page: "e" opens it for writing, "j" and "k" lead along the list it was found in. */

import { byId, fill } from "../shared/dom.js";
import { around, trail } from "./along.js";
import { typing } from "./main.js";

const KEYS = new Map([
  ["e", "[data-edit]"],
  ["j", "[data-after][href]"],
  ["k", "[data-before][href]"],
]);

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const wanted = KEYS.get(event.key);
  const link = wanted && document.querySelector(wanted);
  if (link) /** @type {HTMLElement} */ (link).click();
});

/** @param {string} selector @param {string | undefined} address */
function lead(selector, address) {
  const link = /** @type {HTMLElement} */ (byId("along").querySelector(selector));
  if (address) link.setAttribute("href", address);
  link.hidden = !address;
}

function along() {
  const left = trail();
  const found = around(left, location.pathname);
  if (!found) return;
  lead("[data-list]", `${byId("along").dataset.list}${left.query}`);
  lead("[data-before]", found.before);
  lead("[data-after]", found.after);
  fill(byId("along-at"), `${found.place} / ${found.of}`);
}

along();
