/** Parts of pages that the server made: the one place where text becomes markup. */

// The policy of our pages lets nothing else do so (trusted-types); older browsers have no such thing.
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("server-parts", {
  createHTML: (/** @type {string} */ html) => html,
});

/**
 * @param {string} html a part of a page as the server sent it; its scripts do not run
 * @returns {HTMLElement} the body that holds it
 */
export function parsed(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html").body;
}
