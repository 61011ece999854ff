/** Answering by keyboard: 1 to 9 and A to J tap the option at that place. */

/** @param {string} key @returns {number} the place it means, from 0; -1 = none */
export function placeOf(key) {
  if (/^[1-9]$/.test(key)) return Number(key) - 1;
  return /^[a-j]$/i.test(key) ? key.toLowerCase().charCodeAt(0) - 97 : -1;
}

/** @param {KeyboardEvent} event @param {HTMLElement} main @returns {void} */
export function tapByKey(event, main) {
  const { key, ctrlKey, altKey, metaKey, target } = event;
  const writes =
    target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select");
  if (ctrlKey || altKey || metaKey || writes) return;
  const option = main.querySelectorAll("button.option")[placeOf(key)];
  if (option instanceof HTMLElement) option.click();
}
