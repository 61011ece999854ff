/** Buttons that copy a text of the page. On plain http there is no clipboard: then it is selected. */

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
  document.querySelectorAll("[data-copy]")
)) {
  button.hidden = false;
  button.addEventListener("click", () => {
    copy(/** @type {HTMLElement} */ (document.getElementById(button.dataset.copy || ""))).then(
      (done) => {
        if (done) button.textContent = button.dataset.done || "";
      },
    );
  });
}

/** @param {HTMLElement} from */
async function copy(from) {
  getSelection()?.selectAllChildren(from);
  try {
    await navigator.clipboard.writeText(from.textContent || "");
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
