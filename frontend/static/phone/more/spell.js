/** How a time is spelled, and how a line of several facts breaks. */

import { el } from "../../shared/dom.js";

/**
 * A time taken, cut off like on the boards.
 *
 * @param {number} ms @param {(word: string, ...parts: (string | number)[]) => string} t
 */
export function spell(ms, t) {
  const minutes = Math.floor(ms / 60000);
  const seconds = Math.floor((ms % 60000) / 100) / 10;
  return minutes ? t("minutes", minutes, Math.floor(seconds)) : t("seconds", seconds.toFixed(1));
}

/** What slashes and dots part stays whole; no line begins with one. @param {string} text */
export const whole = (text) =>
  (text.match(/[^/·]+.?/g) ?? []).flatMap((part) => [el("span", { class: "whole" }, part), " "]);
