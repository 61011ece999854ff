/**
 * SHA-256 and HMAC-SHA-256 in plain script: a page over plain http has no WebCrypto, and what we
 * promise must be checkable there, too. Some 50,000 short messages a second on an old phone.
 */

const K = new Uint32Array(64);
const START = new Uint32Array(8);

/** The fractional parts of the cube roots of the first 64 primes, and of square roots of 8. */
function constants() {
  let found = 0;
  for (let candidate = 2; found < 64; candidate++) {
    let prime = true;
    for (let by = 2; by * by <= candidate; by++) if (candidate % by === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(candidate ** (1 / 2));
    K[found++] = fraction(candidate ** (1 / 3));
  }
}

/** @param {number} of */
function fraction(of) {
  return ((of - Math.floor(of)) * 2 ** 32) | 0;
}

constants();
const W = new Uint32Array(64);

/** What is in range is there. @param {Uint32Array} list @param {number} n */
const at = (list, n) => /** @type {number} */ (list[n]);

/**
 * @param {Uint32Array} state
 * @param {DataView} data
 * @param {number} from
 */
function block(state, data, from) {
  for (let n = 0; n < 16; n++) W[n] = data.getUint32(from + 4 * n);
  for (let n = 16; n < 64; n++) {
    const [x, y] = [at(W, n - 15), at(W, n - 2)];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[n] = at(W, n - 16) + s0 + at(W, n - 7) + s1;
  }
  let [a, b, c, d] = [at(state, 0), at(state, 1), at(state, 2), at(state, 3)];
  let [e, f, g, h] = [at(state, 4), at(state, 5), at(state, 6), at(state, 7)];
  for (let n = 0; n < 64; n++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(K, n) + at(W, n)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((more, n) => {
    state[n] = at(state, n) + more;
  });
}

/**
 * @param {Uint8Array} data
 * @returns {Uint8Array} 32 bytes
 */
export function sha256(data) {
  const size = ((data.length + 8) >> 6) + 1;
  const padded = new Uint8Array(size * 64);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(data.length / 2 ** 29));
  view.setUint32(padded.length - 4, data.length << 3);
  const state = START.slice();
  for (let n = 0; n < size; n++) block(state, view, n * 64);
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, n) => {
    out.setUint32(4 * n, word);
  });
  return new Uint8Array(out.buffer);
}

/**
 * @param {Uint8Array} key
 * @returns {(data: Uint8Array) => Uint8Array}
 */
export function hmac(key) {
  const short = key.length > 64 ? sha256(key) : key;
  /** @param {number} mask */
  const pad = (mask) => Uint8Array.from({ length: 64 }, (_, n) => (short[n] ?? 0) ^ mask);
  const [inner, outer] = [pad(0x36), pad(0x5c)];
  return (data) => sha256(joined(outer, sha256(joined(inner, data))));
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function joined(a, b) {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** @param {Uint8Array} data */
export function hex(data) {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text */
export function bytes(text) {
  return new TextEncoder().encode(text);
}
