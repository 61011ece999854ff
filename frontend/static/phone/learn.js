/** Loads more.js: ahead of the result, or before the first question that cannot do without. */

import { data, later, words } from "./page.js";
import { parts } from "./parts.js";

const RETRY_MS = 1500;
let learned = false;
let tries = 0;

/**
 * @param {import("./parts.js").Dressed} q
 * @returns {boolean} whether this page cannot draw it yet; it has words for the kinds that it can
 */
export function missing({ kind, picture, option_pictures, rich }) {
  return !learned && !!(!words[kind] || picture || option_pictures || rich);
}

/** Resolves once it is there; without a network it goes on trying, each time by a new address. */
export async function learn() {
  while (!learned) {
    try {
      const more = await import(`${data.more}?${tries++}`);
      if (!learned) more.extend(parts, words, more.extra);
      learned = true;
    } catch {
      await new Promise((done) => later(() => done(0), RETRY_MS));
    }
  }
}
