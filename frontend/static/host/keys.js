/** Keys of the console. They do nothing while somebody types, and one press is one press. */

import { anyOpen } from "./ask.js";

const TYPING = "input, textarea, select, [contenteditable]";
const PRESSING = [" ", "Enter"];
const PRESSED_BY_ITSELF = "button, a, summary, label";

/** @type {Record<string, string>} */
const MEANS = {
  " ": "next",
  Enter: "next",
  PageDown: "next", // what a presenter's clicker sends
  l: "lock",
  r: "reveal",
  b: "board",
  p: "pause",
  u: "undo",
  "+": "extend",
  "=": "extend",
  "?": "keys",
  Escape: "away",
};

/**
 * @param {{ key: string, repeat: boolean, isComposing: boolean, ctrlKey: boolean, metaKey: boolean,
 *   altKey: boolean, target: any }} event
 * @param {boolean} dialog whether one is open: it has keys of its own
 * @returns {string} what the key means here, "" = nothing of ours
 */
export function meant(event, dialog) {
  const { key, repeat, isComposing, ctrlKey, metaKey, altKey, target } = event;
  const means = MEANS[key.length === 1 ? key.toLowerCase() : key] ?? "";
  if (dialog || repeat || isComposing || ctrlKey || metaKey || altKey) return "";
  if (target.matches?.(TYPING)) return "";
  return PRESSING.includes(key) && target.matches?.(PRESSED_BY_ITSELF) ? "" : means;
}

/** @param {(means: string) => void} act */
export function listenForKeys(act) {
  document.addEventListener("keydown", (event) => {
    const means = meant(event, anyOpen());
    if (!means) return;
    event.preventDefault();
    act(means);
  });
}
