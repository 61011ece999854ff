/** The queue of reports: j and k go from question to question, a number takes a usual answer. */

import { typing } from "./main.js";

/** @type {HTMLElement[]} */
const rows = [...document.querySelectorAll("article.report")].map(
  (row) => /** @type {HTMLElement} */ (row),
);

const here = () => rows.findIndex((row) => row.contains(document.activeElement));

/** @param {HTMLElement} button */
function take(button) {
  const text = button.closest("form")?.querySelector("textarea");
  if (text) text.value = button.dataset.words ?? "";
}

for (const row of rows)
  for (const node of row.querySelectorAll("[data-words]")) {
    const button = /** @type {HTMLElement} */ (node);
    button.hidden = false;
    button.addEventListener("click", () => take(button));
  }

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const at = here();
  if (event.key === "j") rows[Math.min(at + 1, rows.length - 1)]?.focus();
  else if (event.key === "k") rows[Math.max(at - 1, 0)]?.focus();
  else if (/^[1-9]$/.test(event.key) && at >= 0) {
    const button = rows[at]?.querySelectorAll("[data-words]")?.[Number(event.key) - 1];
    if (button) take(/** @type {HTMLElement} */ (button));
  }
});
