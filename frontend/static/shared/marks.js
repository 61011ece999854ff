/**
 * The sign of an option in a hall: a letter, a shape and a colour by its place, the same on every
 * phone and screen; no one of the three is needed to know the others.
 *
 * Every colour has at least 4.5:1 to the white letter inside it and to a white page, and 3:1 to the
 * dark pages and the dark stage (tests/js/hall-marks.test.js).
 *
 * @typedef {{ letter: string, shape: string, hue: string }} Mark
 */

const SVG = "http://www.w3.org/2000/svg";
/**
 * Name, colour, outline in a box of 48 by 48, and how low the letter stands in it. The shapes are
 * those of a paper's options (phone/parts.js), which writes them as letters.
 */
/** @type {[shape: string, hue: string, outline: string, low: number][]} */
const MARKS = [
  ["circle", "#cb3a26", "M24 2a22 22 0 1 0 .1 0z", 24],
  ["triangle", "#1d6fd1", "M24 1L47 45H1z", 31],
  ["square", "#9a6700", "M4 4H44V44H4z", 24],
  ["diamond", "#2a7d3f", "M24 0L48 24 24 48 0 24z", 24],
  ["star", "#a43fc0", "M24 0L31 15 47 17 36 29 38 46 24 38 10 46 12 29 1 17 17 15z", 26],
  ["cross", "#08808a", "M14 1H34V14H47V34H34V47H14V34H1V14H14z", 24],
  ["down", "#c2327a", "M1 3H47L24 47z", 17],
  ["bar", "#6a5ae0", "M0 10H48V38H0z", 24],
  ["pillar", "#5d7a12", "M10 0H38V48H10z", 24],
  ["slant", "#6b7280", "M13 8H48L35 40H0z", 24],
];

/** @param {number} place from 0, below 10 @returns {Mark} */
export function mark(place) {
  const [shape, hue] = MARKS[place % MARKS.length] ?? ["", ""];
  return { letter: String.fromCharCode(65 + place), shape, hue };
}

/**
 * @param {string} tag @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
function svg(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/**
 * The mark as a picture of the class `mark`; its size comes from CSS (width and height). For screen
 * readers it is nothing: say the letter in words beside it.
 *
 * @param {number} place @returns {SVGElement}
 */
export function drawMark(place) {
  const { letter, hue } = mark(place);
  const [, , d, low] = MARKS[place % MARKS.length] ?? ["", "", "", 0];
  const picture = svg("svg", { class: "mark", viewBox: "0 0 48 48", "aria-hidden": "true" });
  const text = svg("text", {
    ...{ x: 24, y: low, dy: "0.36em", fill: "#fff", "text-anchor": "middle" },
    ...{ "font-size": 22, "font-weight": 800 },
  });
  text.textContent = letter;
  picture.append(svg("path", { d, fill: hue }), text);
  return picture;
}
