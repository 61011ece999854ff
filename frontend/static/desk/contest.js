/** A new contest: its code is checked while it is typed, and proposed anew for another region. */

import { byId } from "../shared/dom.js";
import { checkWhileTyping } from "./checking.js";

const code = /** @type {HTMLInputElement} */ (byId("code"));
const region = /** @type {HTMLSelectElement} */ (byId("region"));
// Somebody may have typed or chosen before this script came.
let own = code.value !== code.defaultValue;
const first = [...region.options].findIndex((one) => one.defaultSelected);

/** @param {{ proposed: string }} told */
function propose({ proposed }) {
  if (!own && proposed) code.value = proposed;
}

const check = checkWhileTyping(propose);
code.addEventListener("input", () => {
  own = true;
});
const ask = () => check().catch(() => undefined);
region.addEventListener("change", ask);
if (first >= 0 && first !== region.selectedIndex) ask();
