/**
 * Formulas, bold and italic text: built node by node from an allow-list, never from markup.
 *
 * A tree is a list of texts and nodes; a node is a tag, perhaps an object of attributes, and what
 * is inside (questionbank/rules/rich.py).
 */

/** @typedef {import("../frames.js").Tree} Tree */

const HTML = "http://www.w3.org/1999/xhtml";
const MATHML = "http://www.w3.org/1998/Math/MathML";
const PLAIN_TAGS = new Set(["b", "i", "br"]);
const MATH_TAGS = new Set(
  (
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msup msub msubsup mover munder " +
    "munderover mtable mtr mtd mstyle"
  ).split(" "),
);
const ATTRIBUTES = new Set(
  (
    "alttext display displaystyle mathvariant stretchy fence accent linethickness width " +
    "columnalign"
  ).split(" "),
);

/** @param {any} value */
function isAttributes(value) {
  return typeof value === "object" && !Array.isArray(value);
}

/** @param {Tree} tree @returns {Node | string} what is on no list is left out */
function nodeOf(tree) {
  if (typeof tree === "string") return tree;
  const [tag, ...rest] = tree;
  const attributes = isAttributes(rest[0]) ? rest.shift() : {};
  const space = MATH_TAGS.has(tag) ? MATHML : PLAIN_TAGS.has(tag) ? HTML : "";
  if (!space) return "";
  // Phones without formulas would run their parts together: 1/2 would be 12.
  if (tag === "math" && !("MathMLElement" in window)) return attributes.alttext ?? "";
  const node = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes))
    if (ATTRIBUTES.has(name)) node.setAttribute(name, String(value));
  node.append(...rest.map(nodeOf));
  return node;
}

/**
 * @param {{ rich?: Record<string, Tree[]> }} q
 * @param {string} part
 * @param {string} text the same in plain words
 * @returns {(Node | string)[]}
 */
export function richText(q, part, text) {
  const tree = q.rich?.[part];
  return tree ? tree.map(nodeOf) : [text];
}
