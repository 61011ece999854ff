/** What is chosen, in whole words below the list, whose one line may cut them. */

import { byId } from "../shared/dom.js";

const what = /** @type {HTMLSelectElement | null} */ (document.getElementById("what"));

/** @param {HTMLSelectElement} list */
function tell(list) {
  byId("chosen").textContent = list.selectedOptions[0]?.text ?? "";
}

if (what) {
  what.addEventListener("change", () => tell(what));
  tell(what);
}
