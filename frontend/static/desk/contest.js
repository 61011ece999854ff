/** A new contest: its code is checked while it is typed, and proposed anew for another region. */

import { byId } from "../shared/dom.js";
import { checkWhileTyping } from "./checking.js";

const code = /** @type {HTMLInputElement} */ (byId("code"));
let own = false;

/** @param {{ proposed: string }} told */
function propose({ proposed }) {
  if (!own && proposed) code.value = proposed;
}

const check = checkWhileTyping(propose);
code.addEventListener("input", () => {
  own = true;
});
byId("region").addEventListener("change", () => {
  check().catch(() => undefined);
});
