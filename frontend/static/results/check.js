/**
 * A published result checked in the reader's own browser: the text is written again in the one way
 * that is signed, hashed, and the signature verified where the browser knows Ed25519.
 *
 * @typedef {{ body: unknown, key: string, sha256: string, signature: string }} Envelope
 * @typedef {{ hash: boolean | null, signature: boolean | null }} Found null = this browser cannot
 */

/**
 * The one way to write a value: names sorted, no space. Names are plain ASCII and numbers whole, so
 * nothing else can differ.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(",")}}`;
}

/**
 * @param {Envelope} envelope
 * @param {SubtleCrypto | undefined} subtle undefined where the page was not sent by https
 * @returns {Promise<Found>}
 */
export async function check(envelope, subtle) {
  if (!subtle) return { hash: null, signature: null };
  const bytes = new TextEncoder().encode(canonical(envelope.body));
  const hash = hex(new Uint8Array(await subtle.digest("SHA-256", bytes)));
  return { hash: hash === envelope.sha256, signature: await verify(envelope, bytes, subtle) };
}

/**
 * @param {Envelope} envelope
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {SubtleCrypto} subtle
 */
async function verify(envelope, bytes, subtle) {
  try {
    const raw = decoded(envelope.key);
    const key = await subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return await subtle.verify({ name: "Ed25519" }, key, decoded(envelope.signature), bytes);
  } catch {
    return null;
  }
}

/** @param {string} base64 */
function decoded(base64) {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
