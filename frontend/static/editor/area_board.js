/** A picture with its areas over it: what is drawn, and where on it a pointer is. */

import { drawn, handlesOf, middleOf } from "./area_shapes.js";

/**
 * @typedef {import("./area_shapes.js").Area} Area
 * @typedef {import("./area_shapes.js").Point} Point
 */

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 1000;
// In pixels of the page: what a finger can take hold of, and letters that can be read.
const HANDLE_PX = 12;
const LETTERS_PX = 15;

/**
 * @param {string} tag @param {{ [name: string]: number | string }} attributes
 * @returns {SVGElement}
 */
function node(tag, attributes) {
  return set(document.createElementNS(SVG, tag), attributes);
}

/**
 * @template {SVGElement} T
 * @param {T} one @param {{ [name: string]: number | string }} attributes
 * @returns {T}
 */
function set(one, attributes) {
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, String(value));
  return one;
}

/**
 * @param {HTMLImageElement} image @param {SVGSVGElement} svg laid over it
 * @param {(area: Area, number: number) => string} named what an area is called
 */
export function openBoard(image, svg, named) {
  /** @type {{ areas: Area[], chosen: number, points: Point[] }} */
  let shown = { areas: [], chosen: -1, points: [] };

  function tall() {
    return image.naturalWidth ? (SIDE * image.naturalHeight) / image.naturalWidth : SIDE;
  }

  /** @returns {number} how many units of the drawing a pixel of the page is */
  const pixel = () => SIDE / (svg.clientWidth || SIDE);

  /** @param {Element} group @param {number} at @param {Area} area */
  function repaint(group, at, area) {
    const chosen = at === shown.chosen;
    const [tag, attributes] = drawn(area, tall());
    const [x, y] = middleOf(area);
    const words = node("text", { x, y: (y * tall()) / SIDE, "font-size": LETTERS_PX * pixel() });
    words.textContent = `${at + 1} ✓`;
    const handles = chosen ? handlesOf(area, tall()).map(handle) : [];
    group.textContent = "";
    group.append(node(tag, { class: "halo", ...attributes }), node(tag, attributes), words);
    group.append(...handles);
    group.setAttribute("class", chosen ? "area chosen" : "area");
    group.setAttribute("aria-label", named(area, at + 1));
  }

  /** @param {Point} point @param {number} at */
  function handle([x, y], at) {
    const place = { cx: x, cy: (y * tall()) / SIDE, r: HANDLE_PX * pixel() };
    return node("circle", { class: "handle", "data-handle": at, ...place });
  }

  /** @returns {[at: number, area: Area][]} what can be drawn */
  function sound() {
    return Array.from(shown.areas.entries()).filter(([, { raw }]) => raw === undefined);
  }

  /** A group keeps its element, and so its focus, while what is in it changes. */
  function paint() {
    svg.setAttribute("viewBox", `0 0 ${SIDE} ${tall()}`);
    const groups = /** @type {Element[]} */ (Array.from(svg.querySelectorAll("g")));
    const kept = new Set();
    for (const [at, area] of sound()) {
      const group =
        groups[kept.size] ?? svg.appendChild(node("g", { tabindex: 0, role: "button" }));
      group.setAttribute("data-area", String(at));
      repaint(group, at, area);
      kept.add(group);
    }
    for (const one of Array.from(svg.children)) if (!kept.has(one)) one.remove();
    if (shown.points.length) svg.append(...line(shown.points));
  }

  /** The corners of a polygon that is not closed yet. @param {Point[]} points */
  function line(points) {
    const down = points.map(([x, y]) => `${x},${(y * tall()) / SIDE}`);
    return [
      node("polyline", { class: "halo", points: down.join(" ") }),
      node("polyline", { points: down.join(" ") }),
      handle(points[0] ?? [0, 0], 0),
    ];
  }

  return {
    tall,

    /** @param {typeof shown} next */
    show(next) {
      shown = next;
      paint();
    },

    /** @param {number} at @returns {SVGElement | null} the area of that number */
    area: (at) => svg.querySelector(`[data-area="${at}"]`),

    /** @param {{ clientX: number, clientY: number }} event @returns {Point} */
    pointAt({ clientX, clientY }) {
      const { left, top, width, height } = svg.getBoundingClientRect();
      const x = Math.round(((clientX - left) / width) * SIDE);
      const y = Math.round(((clientY - top) / height) * SIDE);
      return [Math.min(SIDE, Math.max(0, x)), Math.min(SIDE, Math.max(0, y))];
    },

    /** @param {Point} one @param {Point} other @returns {boolean} whether a finger tells them apart */
    apart(one, other) {
      const across = (one[0] - other[0]) / pixel();
      const down = ((one[1] - other[1]) * tall()) / SIDE / pixel();
      return Math.hypot(across, down) > HANDLE_PX;
    },
  };
}
