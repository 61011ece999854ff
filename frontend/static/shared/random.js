/** Chance that nobody can foresee (randomUUID wants https). */

/** @param {number} count @returns {string} so many random bytes as hexadecimal digits */
export function randomHex(count) {
  const bytes = crypto.getRandomValues(new Uint8Array(count));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
