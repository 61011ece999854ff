/**
 * Areas of a picture: written as lines, moved, made larger, and what draws them.
 *
 * Numbers are in thousandths of the picture's width and height; a radius is in thousandths of the
 * width. `tall` is the picture's height by its width, in thousandths. Nothing here knows a page.
 *
 * @typedef {{ shape: string, numbers: number[], raw?: string }} Area `raw`: a line that is no area
 * @typedef {[x: number, y: number]} Point
 */

const SIDE = 1000;
// Less than this is not hit by a finger.
const LEAST = 10;
const FIRST = 120;
/** @type {{ [shape: string]: (count: number) => boolean }} how many numbers each shape has */
const SHAPES = {
  rect: (count) => count === 4,
  circle: (count) => count === 3,
  poly: (count) => count >= 6 && count <= 40 && count % 2 === 0,
};

/** @param {number} number @param {number} [least] @param {number} [most] */
function bounded(number, least = 0, most = SIDE) {
  return Math.round(Math.min(most, Math.max(least, number)));
}

/** @param {string} line @returns {Area} */
function parsed(line) {
  const [shape = "", ...words] = line.replace(/,/g, " ").trim().split(/\s+/);
  const numbers = words.map(Number);
  const whole = numbers.every((one) => Number.isInteger(one) && one >= 0 && one <= SIDE);
  const fits = SHAPES[shape]?.(numbers.length);
  return whole && fits ? { shape, numbers } : { shape: "", numbers: [], raw: line };
}

/** @param {string} text of the form's field @returns {Area[]} */
export function areasOf(text) {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .map(parsed);
}

/** @param {Area[]} areas @returns {string} what the form's field says of them */
export function textOf(areas) {
  return areas.map((one) => one.raw ?? [one.shape, ...one.numbers].join(" ")).join("\n");
}

/** @param {number[]} numbers @returns {Point[]} */
function corners(numbers) {
  /** @type {Point[]} */
  const found = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    found.push([numbers[at] ?? 0, numbers[at + 1] ?? 0]);
  }
  return found;
}

/** @param {Area} area @returns {[left: number, top: number, right: number, bottom: number]} */
export function bounds({ shape, numbers }) {
  const [a = 0, b = 0, c = 0] = numbers;
  if (shape === "circle") return [a - c, b - c, a + c, b + c];
  const points = corners(numbers);
  const across = points.map(([x]) => x);
  const down = points.map(([, y]) => y);
  return [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)];
}

/** @param {Area} area @returns {Point} */
export function middleOf(area) {
  const [left, top, right, bottom] = bounds(area);
  return [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
}

/**
 * The area a step away; it stays inside, a circle with its middle.
 *
 * @param {Area} area @param {Point} by @returns {Area}
 */
export function moved(area, by) {
  const middle = middleOf(area);
  const round = area.shape === "circle";
  const [left, top, right, bottom] = round ? [...middle, ...middle] : bounds(area);
  const across = bounded(by[0], -left, SIDE - right);
  const down = bounded(by[1], -top, SIDE - bottom);
  const numbers = area.numbers.map((one, at) => {
    if (round && at === 2) return one;
    return one + (at % 2 ? down : across);
  });
  return { ...area, numbers };
}

/**
 * Wider by the first step, taller by the second.
 *
 * @param {Area} area @param {Point} by @returns {Area}
 */
export function resized(area, [wider, taller]) {
  const [a = 0, b = 0, c = 0, d = 0] = area.numbers;
  if (area.shape === "circle") {
    return { ...area, numbers: [a, b, bounded(c + wider + taller, LEAST)] };
  }
  if (area.shape === "rect") {
    return {
      ...area,
      numbers: [a, b, bounded(c + wider, a + LEAST), bounded(d + taller, b + LEAST)],
    };
  }
  return stretched(area, [wider, taller]);
}

/** @param {Area} area @param {Point} by @returns {Area} */
function stretched(area, by) {
  const [left, top, right, bottom] = bounds(area);
  const from = [left, top];
  const size = [right - left, bottom - top];
  const numbers = area.numbers.map((one, at) => {
    const axis = at % 2;
    const old = size[axis] || 1;
    const least = Math.max(LEAST, old + (by[axis] || 0));
    return bounded((from[axis] || 0) + ((one - (from[axis] || 0)) * least) / old);
  });
  return { ...area, numbers };
}

/** @param {Area} area @param {number} tall @returns {Point[]} where it is taken hold of */
export function handlesOf({ shape, numbers }, tall) {
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  if (shape === "circle") {
    const reach = (c * SIDE) / tall;
    const around = /** @type {Point[]} */ ([
      [a + c, b],
      [a, b + reach],
      [a - c, b],
      [a, b - reach],
    ]);
    return around;
  }
  if (shape === "rect") {
    return [
      [a, b],
      [c, b],
      [c, d],
      [a, d],
    ];
  }
  return corners(numbers);
}

/**
 * The area with one of its handles drawn to a point.
 *
 * @param {Area} area @param {number} handle @param {Point} to @param {number} tall @returns {Area}
 */
export function dragged(area, handle, [x, y], tall) {
  const numbers = [...area.numbers];
  const [a = 0, b = 0] = numbers;
  if (area.shape === "circle") {
    numbers[2] = bounded(Math.hypot(x - a, ((y - b) * tall) / SIDE), LEAST);
    return { ...area, numbers };
  }
  if (area.shape === "rect") return cornered(area, handle, [x, y]);
  numbers[2 * handle] = bounded(x);
  numbers[2 * handle + 1] = bounded(y);
  return { ...area, numbers };
}

/** The opposite corner stays. @param {Area} area @param {number} handle @param {Point} to */
function cornered(area, handle, [x, y]) {
  const [left = 0, top = 0, right = 0, bottom = 0] = area.numbers;
  const west = handle === 0 || handle === 3;
  const north = handle < 2;
  return rect([x, y], [west ? right : left, north ? bottom : top]);
}

/** @param {number} one @param {number} other @returns {[number, number]} in order, never too thin */
function span(one, other) {
  const least = bounded(Math.min(one, other), 0, SIDE - LEAST);
  return [least, bounded(Math.max(one, other), least + LEAST)];
}

/** @param {Point} one @param {Point} other @returns {Area} the rectangle between two points */
export function rect(one, other) {
  const [left, right] = span(one[0], other[0]);
  const [top, bottom] = span(one[1], other[1]);
  return { shape: "rect", numbers: [left, top, right, bottom] };
}

/** @param {Point} middle @param {Point} edge @param {number} tall @returns {Area} */
export function circle([x, y], edge, tall) {
  const start = { shape: "circle", numbers: [bounded(x), bounded(y), LEAST] };
  return dragged(start, 0, edge, tall);
}

/** @param {Point[]} points @returns {Area} */
export function poly(points) {
  return { shape: "poly", numbers: points.flatMap((one) => one.map((number) => bounded(number))) };
}

/**
 * A first area around a point, to be moved and made larger.
 *
 * @param {string} shape @param {Point} at @returns {Area}
 */
export function fresh(shape, [x, y]) {
  const [left, right] = [bounded(x - FIRST), bounded(x + FIRST)];
  const [top, bottom] = [bounded(y - FIRST), bounded(y + FIRST)];
  if (shape === "rect") return rect([left, top], [right, bottom]);
  if (shape === "circle") return { shape, numbers: [bounded(x), bounded(y), FIRST] };
  return poly([
    [bounded(x), top],
    [right, bottom],
    [left, bottom],
  ]);
}

/**
 * The element of SVG that draws the area in a box of 1000 by `tall`.
 *
 * @param {Area} area @param {number} tall
 * @returns {[tag: string, attributes: { [name: string]: number | string }]}
 */
export function drawn({ shape, numbers }, tall) {
  const down = numbers.map((one, at) => (at % 2 ? (one * tall) / SIDE : one));
  const [a = 0, b = 0, c = 0, d = 0] = down;
  if (shape === "circle") return ["circle", { cx: a, cy: b, r: numbers[2] ?? 0 }];
  if (shape === "rect") return ["rect", { x: a, y: b, width: c - a, height: d - b }];
  return ["polygon", { points: down.join(" ") }];
}
