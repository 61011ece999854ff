/** A point on a picture: tapped, or moved by arrow keys and buttons, and always said in words. */

import { el } from "../../shared/dom.js";
import { pictureNode } from "./picture.js";

/**
 * @typedef {import("../controls.js").Asked} Asked
 * @typedef {import("../frames.js").Answered} Answered
 * @typedef {[x: number, y: number]} Point in thousandths of the picture's width and height
 */

const SIDE = 1000;
const STEP = 20;
const FINE = 5;
const MARK = "✛";
/** @type {Record<string, [string, string, number, number]>} key: its sign, word and direction */
const ARROWS = {
  ArrowUp: ["↑", "up", 0, -1],
  ArrowDown: ["↓", "down", 0, 1],
  ArrowLeft: ["←", "left", -1, 0],
  ArrowRight: ["→", "right", 1, 0],
};

/** @param {number} number @returns {number} */
function bounded(number) {
  return Math.min(SIDE, Math.max(0, Math.round(number)));
}

/** @param {Point} from @param {string} key @param {number} step @returns {Point} */
export function stepped([x, y], key, step) {
  const [, , right, down] = ARROWS[key] ?? ["", "", 0, 0];
  return [bounded(x + right * step), bounded(y + down * step)];
}

/**
 * @param {{ left: number, top: number, width: number, height: number }} box of the picture
 * @param {number} x @param {number} y of a tap on the page
 * @returns {Point}
 */
export function pointAt({ left, top, width, height }, x, y) {
  return [bounded(((x - left) / width) * SIDE), bounded(((y - top) / height) * SIDE)];
}

/** @param {number} number @returns {string} */
function percent(number) {
  return `${Math.round(number / 10)}%`;
}

/** @param {Point} point @param {HTMLElement} mark */
function put([x, y], mark) {
  mark.style.left = `${x / 10}%`;
  mark.style.top = `${y / 10}%`;
}

/**
 * A picture that is not higher than three quarters of the screen: its middle can be tapped, too.
 *
 * @template {HTMLElement} T
 * @param {T} surface @param {import("../frames.js").Picture} [picture] @returns {T}
 */
function low(surface, picture) {
  if (picture) surface.style.maxWidth = `${(75 * picture.w) / picture.h}vh`;
  return surface;
}

/** @param {Asked} asked @returns {HTMLElement[]} */
export function pointSurface({ q, t, choose }) {
  /** @type {Point | null} */
  let point = null;
  const mark = el("i", { class: "mark", hidden: true, "aria-hidden": "true" }, MARK);
  const said = el("p", { class: "said", role: "status" }, t("point_how"));
  const surface = el(
    "button",
    { type: "button", class: "surface", "aria-label": `${t("point_on")} ${q.picture?.alt ?? ""}` },
    ...(q.picture ? [pictureNode(q.picture)] : []),
    mark,
  );

  /** @param {Point} next */
  function set(next) {
    point = next;
    mark.hidden = false;
    put(next, mark);
    said.textContent = t("point_at", percent(next[0]), percent(next[1]));
    choose([...next]);
  }

  /** The first step goes to the middle. @param {string} key @param {number} step */
  function move(key, step) {
    set(point ? stepped(point, key, step) : [SIDE / 2, SIDE / 2]);
  }

  surface.addEventListener("click", ({ detail, clientX, clientY }) => {
    // Enter and a screen reader click without a place.
    if (detail) set(pointAt(surface.getBoundingClientRect(), clientX, clientY));
    else if (!point) set([SIDE / 2, SIDE / 2]);
  });
  surface.addEventListener("keydown", (event) => {
    if (!ARROWS[event.key]) return;
    event.preventDefault();
    move(event.key, event.shiftKey ? FINE : STEP);
  });
  const arrows = Object.entries(ARROWS).map(([key, [sign, word]]) =>
    el("button", { type: "button", "aria-label": t(word), click: () => move(key, FINE) }, sign),
  );
  return [low(surface, q.picture), said, el("div", { class: "arrows" }, ...arrows)];
}

/**
 * Where there is a picture it shows the places, and they are said to those who do not see it.
 *
 * @param {Answered} row @param {boolean} mine @returns {Node | string}
 */
export function pointTold({ q, choice, areas = [] }, mine) {
  const [x, y] = choice;
  const at = x === undefined || y === undefined ? "" : `${percent(x)}, ${percent(y)}`;
  if (!q.picture || (mine && !at)) return at;
  if (mine) return el("span", { role: "img", "aria-label": at }, MARK);
  const middles = areas.map((area) => middleOf(area).map(percent).join(", ")).join(" / ");
  return shownAreas(q.picture, areas, choice, middles);
}

/** @param {any[]} area @returns {number[]} x and y of its middle */
export function middleOf([shape, ...numbers]) {
  if (shape === "circle") return numbers.slice(0, 2);
  const across = numbers.filter((_one, at) => at % 2 === 0);
  const down = numbers.filter((_one, at) => at % 2);
  return [across, down].map((all) => all.reduce((sum, one) => sum + one, 0) / all.length);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * The picture with the areas that are right, and a mark where the tap was.
 *
 * @param {import("../frames.js").Picture} picture @param {any[][]} areas @param {number[]} choice
 * @param {string} said the areas in words
 */
function shownAreas(picture, areas, [x, y], said) {
  const tall = (SIDE * picture.h) / picture.w;
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${SIDE} ${tall}`);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", said);
  drawing.append(...areas.map((area) => drawnArea(area, tall / SIDE)));
  const kids = [pictureNode(picture), drawing];
  const mark = el("i", { class: "mark", "aria-hidden": "true" }, MARK);
  if (x !== undefined && y !== undefined) put([x, y], mark);
  else mark.hidden = true;
  return low(el("span", { class: "surface" }, ...kids, mark), picture);
}

/** @param {any[]} area @param {number} tall height of the picture by its width */
function drawnArea([shape, ...numbers], tall) {
  const down = numbers.map((number, at) => (at % 2 ? number * tall : number));
  const [a = 0, b = 0, c = 0, d = 0] = down;
  /** @type {Record<string, Record<string, number | string>>} */
  const shapes = {
    rect: { x: a, y: b, width: c - a, height: d - b },
    circle: { cx: a, cy: b, r: numbers[2] ?? 0 },
    polygon: { points: down.join(" ") },
  };
  const name = shape === "poly" ? "polygon" : shape;
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(shapes[name] ?? {}))
    node.setAttribute(key, String(value));
  return node;
}
