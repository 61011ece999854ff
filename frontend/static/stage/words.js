/** The page's own words and what it starts from. */
import { fill } from "../screen/words.js";
import { byId } from "../shared/dom.js";

/** @param {string} id of a JSON block of the page @returns {any} */
export function read(id) {
  return JSON.parse(byId(id).textContent || "null");
}

/**
 * @param {Record<string, string>} words
 * @returns {import("./frames.js").Words} a word that is missing shows its name
 */
export function speaker(words) {
  return (word, values = {}) => fill(words[word] ?? word, values);
}

/** Whether this reader asked for no movement. */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {() => void} fn @param {number} ms @returns {() => void} stops it */
export function later(fn, ms) {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
}

/** @param {HTMLElement} node @param {string} text changed only if it differs: it may be spoken */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
