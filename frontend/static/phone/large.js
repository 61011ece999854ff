/**
 * Elder mode on the public pages that the phone's own page leads to: the switch of `elder.js`, kept
 * under the same name. By itself in one small file, since these pages stay light.
 */

const root = document.documentElement;
const button = /** @type {HTMLElement} */ (document.getElementById("elder"));
const KEY = "elder";

/** @param {boolean} wanted */
function set(wanted) {
  root.classList.toggle(KEY, wanted);
  button.setAttribute("aria-pressed", String(wanted));
}

/** @param {(storage: Storage) => unknown} use a phone may have none, or refuse it */
function kept(use) {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}

set(kept((storage) => storage.getItem(KEY)) === "1");
button.addEventListener("click", () => {
  const wanted = !root.classList.contains(KEY);
  set(wanted);
  kept((storage) => storage.setItem(KEY, wanted ? "1" : "0"));
});
button.hidden = false;
