/** Choices as values: what a tap makes of them, and which ones may be sent. */

/**
 * @typedef {import("./frames.js").Question} Question
 * @typedef {import("./frames.js").Choice} Choice
 */

const LETTERS = "ABCDEFGHIJ";

/** @param {number} place from 0 @returns {string} the letter a person says */
export function letter(place) {
  return LETTERS[place] ?? String(place + 1);
}

/**
 * @param {number[]} choice
 * @param {number} number the option that was tapped
 * @returns {number[]} with it, or without it when it was there; smallest number first
 */
export function toggled(choice, number) {
  const rest = choice.filter((one) => one !== number);
  return rest.length < choice.length ? rest : [...rest, number].sort((a, b) => a - b);
}

/**
 * @param {number[]} order
 * @param {number} place of the option to move
 * @param {number} step -1 = up, 1 = down
 * @returns {number[]} the same where there is no room to move
 */
export function moved(order, place, step) {
  const to = place + step;
  if (to < 0 || to >= order.length) return order;
  const next = [...order];
  next.splice(to, 0, ...next.splice(place, 1));
  return next;
}

/**
 * @param {string} text as typed, full-width digits and commas included
 * @param {Question} question
 * @returns {number | null} a whole number within the question's bounds, or null for no number
 */
export function typed(text, { min = 0, max = 0 }) {
  const plain = text.normalize("NFKC").replace(/[\s,]/g, "");
  if (!/^[+-]?\d{1,12}(\.\d*)?$/.test(plain)) return null;
  return Math.min(max, Math.max(min, Math.round(Number(plain))));
}

/**
 * @param {Question} question
 * @param {Choice} choice
 * @returns {boolean} whether it is an answer, not only the beginning of one
 */
export function complete({ kind, options = [] }, choice) {
  return kind === "ordering" ? choice.length === options.length : choice.length > 0;
}

/**
 * @param {Question} question
 * @param {number[]} choice option numbers
 * @param {number[]} order this person's order of the options
 * @returns {string} the choice in words, as this person saw it
 */
export function inWords({ kind, options = [], unit = "" }, choice, order) {
  if (kind === "estimate") return choice.length ? `${choice[0]} ${unit}` : "";
  if (kind === "ordering") return choice.map((number) => options[number]).join(" → ");
  const chosen = order.filter((number) => choice.includes(number));
  return chosen.map((number) => `${letter(order.indexOf(number))} ${options[number]}`).join(" · ");
}
