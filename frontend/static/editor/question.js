/** A question's page: "e" opens it for writing. */

import { typing } from "./main.js";

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const link = event.key === "e" && document.querySelector("[data-edit]");
  if (link) /** @type {HTMLElement} */ (link).click();
});
