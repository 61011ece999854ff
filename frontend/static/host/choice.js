/** What is chosen, with how long it takes, in whole words below the list: its one line would cut them. */

import { byId } from "../shared/dom.js";

const what = /** @type {HTMLSelectElement | null} */ (document.getElementById("what"));

/** @param {HTMLSelectElement} list */
function tell(list) {
  byId("chosen").textContent = list.selectedOptions[0]?.dataset.whole ?? "";
}

if (what) {
  what.addEventListener("change", () => tell(what));
  tell(what);
}
