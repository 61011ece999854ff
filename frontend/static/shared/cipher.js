/**
 * Opens what the server sealed: ChaCha20 (RFC 8439), because a page on plain http has no WebCrypto.
 *
 * A question travels ahead as a closed box and is opened by a short key at one moment for all. The
 * key closes one box only, so nonce and counter start at zero.
 */

// "expand 32-byte k" as four little-endian words.
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];
const BLOCK_BYTES = 64;
/** @type {[number, number][]} */
const TURNS = [
  [16, 12],
  [8, 7],
];

/** @param {Uint8Array} bytes @returns {number[]} little-endian words */
function wordsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(at * 4, true));
}

/** @param {any} x sixteen words @param {number} a @param {number} b @param {number} c @param {number} d */
function quarter(x, a, b, c, d) {
  for (const [left, right] of TURNS) {
    x[a] += x[b];
    x[d] = turn(x[d] ^ x[a], left);
    x[c] += x[d];
    x[b] = turn(x[b] ^ x[c], right);
  }
}

/** @param {number} word @param {number} by bits to the left */
function turn(word, by) {
  return (word << by) | (word >>> (32 - by));
}

/** @param {any} start sixteen words @returns {any} the 64 bytes that they come to */
function block(start) {
  const x = start.slice();
  for (let round = 0; round < 10; round++) {
    for (let at = 0; at < 4; at++) quarter(x, at, at + 4, at + 8, at + 12);
    for (let at = 0; at < 4; at++)
      quarter(x, at, 4 + ((at + 1) & 3), 8 + ((at + 2) & 3), 12 + ((at + 3) & 3));
  }
  const bytes = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  start.forEach((/** @type {number} */ word, /** @type {number} */ at) => {
    view.setUint32(at * 4, word + x[at], true);
  });
  return bytes;
}

/**
 * Closes or opens: the same either way.
 *
 * @param {Uint8Array} key of 32 bytes
 * @param {Uint8Array} nonce of 12 bytes
 * @param {number} counter of the first block
 * @param {any} text bytes
 * @returns {Uint8Array} as long as `text`
 */
export function chacha20(key, nonce, counter, text) {
  /** @type {any} */
  const state = Uint32Array.from([...SIGMA, ...wordsOf(key), counter, ...wordsOf(nonce)]);
  const out = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += BLOCK_BYTES) {
    const stream = block(state);
    const end = Math.min(text.length, at + BLOCK_BYTES);
    for (let i = at; i < end; i++) out[i] = text[i] ^ stream[i - at];
    state[12]++;
  }
  return out;
}

/** @param {string} text base64 @returns {Uint8Array} */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

/**
 * @param {string} box base64
 * @param {string} key base64 of 32 bytes
 * @returns {any} what is inside; null when the key is not that of this box
 */
export function open(box, key) {
  try {
    const inside = chacha20(bytesOf(key), new Uint8Array(12), 0, bytesOf(box));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(inside));
  } catch {
    return null;
  }
}
