/**
 * Areas of a hotspot, drawn on its picture: by mouse, finger, pen or keys.
 *
 * The form's text field stays what counts; drawing writes it, and typing in it is drawn.
 */

import { byId } from "../shared/dom.js";
import { openBoard } from "./area_board.js";
import {
  areasOf,
  circle,
  dragged,
  fresh,
  middleOf,
  moved,
  poly,
  rect,
  resized,
  textOf,
} from "./area_shapes.js";
import { changed, form, input, word } from "./edit_form.js";

/**
 * @typedef {import("./area_shapes.js").Area} Area
 * @typedef {import("./area_shapes.js").Point} Point
 */

const STEP = 10;
const FINE = 1;
const MOST_CORNERS = 20;
/** @type {{ [key: string]: Point }} */
const ARROWS = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const field = input("areas");
const place = byId("areas");
const said = byId("areas-said");
const image = /** @type {HTMLImageElement} */ (place.querySelector("img"));
const svg = /** @type {SVGSVGElement} */ (place.querySelector("svg"));
const undoButton = /** @type {HTMLButtonElement} */ (byId("areas-undo"));
const deleteButton = /** @type {HTMLButtonElement} */ (byId("areas-delete"));
const closeButton = /** @type {HTMLButtonElement} */ (byId("areas-close"));
const board = openBoard(image, svg, named);

/** @type {Area[]} */
let areas = [];
let chosen = -1;
/** The shape that the next touch draws; "" = touches choose and move. */
let tool = "";
/** @type {Point[]} corners of a polygon that is not closed yet */
let points = [];
/** @type {{ text: string, why: string }[]} what the field said before each change */
const past = [];
/** @type {((to: Point, touched: boolean) => void) | null} what the pointer that is down draws */
let drawing = null;

/** @param {Area} area @param {number} number @returns {string} */
function named(area, number) {
  const [x, y] = middleOf(area).map((one) => `${Math.round(one / 10)}%`);
  const told = { n: String(number), shape: word(area.shape), x: x ?? "", y: y ?? "" };
  return Object.entries(told).reduce(
    (said, [name, what]) => said.replace(`{${name}}`, what),
    word("areaNamed"),
  );
}

function paint() {
  board.show({ areas, chosen, points });
  undoButton.disabled = !past.length;
  deleteButton.disabled = !areas[chosen];
  closeButton.hidden = points.length < 3;
  for (const button of toolButtons()) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
  }
  svg.classList.toggle("drawing", Boolean(tool));
}

/** @returns {HTMLElement[]} */
const toolButtons = () => Array.from(place.querySelectorAll("[data-tool]"));

/** What the field says now, drawn; the same as before is left alone. */
export function drawAreas() {
  const picture = form.querySelector("section.picture img");
  const src = picture instanceof HTMLImageElement ? picture.src : "";
  if (image.src !== src) image.src = src;
  place.hidden = !src;
  byId("areas-wants").hidden = Boolean(src);
  if (drawing || field.value === textOf(areas)) return;
  areas = areasOf(field.value);
  chosen = Math.min(chosen, areas.length - 1);
  paint();
}

/** @param {string} why the same reason twice in a row is undone as one @param {Area[]} next */
function write(why, next) {
  const before = field.value;
  areas = next;
  if (textOf(areas) !== before) {
    const last = past[past.length - 1];
    if (!why || !last || last.why !== why) past.push({ text: before, why });
    field.value = textOf(areas);
    changed(field);
  }
  paint();
}

/** @param {number} at @param {Area} area @param {string} [why] */
function replace(at, area, why = "") {
  write(
    why,
    areas.map((one, place_) => (place_ === at ? area : one)),
  );
  tell(named(area, at + 1));
}

/** @param {string} words */
function tell(words) {
  said.textContent = words;
}

/** @param {Area} area */
function add(area) {
  tool = "";
  points = [];
  chosen = areas.length;
  write("", [...areas, area]);
  focusOn(chosen);
  tell(named(area, areas.length));
}

/** @param {number} at */
function focusOn(at) {
  const one = board.area(at);
  if (one) one.focus({ preventScroll: true });
}

function remove() {
  if (!areas[chosen]) return;
  const gone = chosen;
  chosen = Math.min(chosen, areas.length - 2);
  write(
    "",
    areas.filter((_one, at) => at !== gone),
  );
  tell(word("deleted").replace("{}", String(gone + 1)));
  if (areas[chosen]) focusOn(chosen);
  else toolButtons()[0]?.focus();
}

function undo() {
  const last = past.pop();
  if (!last) return;
  field.value = last.text;
  areas = areasOf(last.text);
  chosen = Math.min(chosen, areas.length - 1);
  changed(field);
  paint();
  tell(word("undone"));
  if (undoButton.disabled) toolButtons()[0]?.focus();
}

function close() {
  if (points.length >= 3) add(poly(points));
}

/** @param {Point} at */
function corner(at) {
  const first = points[0];
  if (first && points.length >= 3 && !board.apart(first, at)) return close();
  if (points.length < MOST_CORNERS) points = [...points, at];
  tell(`${word("corners")} ${points.length}`);
  paint();
}

/** @param {Point} from @returns {(to: Point, touched: boolean) => void} */
function drawsNew(from) {
  const at = areas.length;
  return (to, touched) => {
    const draws = tool === "rect" ? rect(from, to) : circle(from, to, board.tall());
    if (!touched) board.show({ areas: [...areas, draws], chosen: at, points });
    else add(board.apart(from, to) ? draws : fresh(tool, from));
  };
}

/** @param {number} at @param {(area: Area, to: Point) => Area} change */
function draws(at, change) {
  const before = areas[at];
  return (/** @type {Point} */ to, /** @type {boolean} */ touched) => {
    if (!before) return;
    const next = change(before, to);
    if (touched) replace(at, next);
    else board.show({ areas: areas.map((one, n) => (n === at ? next : one)), chosen, points });
  };
}

/** @param {PointerEvent} event @returns {typeof drawing} what moving it will do */
function taken(event) {
  const from = board.pointAt(event);
  if (tool === "poly") return (to, touched) => (touched ? corner(to) : undefined);
  if (tool) return drawsNew(from);
  const target = /** @type {Element} */ (event.target);
  const group = target.closest("[data-area]");
  chosen = group ? Number(group.getAttribute("data-area")) : -1;
  paint();
  if (!group) return null;
  focusOn(chosen);
  const held = target.getAttribute("data-handle");
  if (held !== null) {
    return draws(chosen, (area, to) => dragged(area, Number(held), to, board.tall()));
  }
  return draws(chosen, (area, to) => moved(area, [to[0] - from[0], to[1] - from[1]]));
}

/** @param {PointerEvent} event */
function down(event) {
  if (!event.isPrimary || event.button) return;
  event.preventDefault();
  drawing = taken(event);
  if (drawing) svg.setPointerCapture(event.pointerId);
}

/** @param {PointerEvent} event */
function up(event) {
  const done = drawing;
  drawing = null;
  if (done) done(board.pointAt(event), true);
}

function letGo() {
  drawing = null;
  tool = "";
  points = [];
  paint();
}

/** @param {KeyboardEvent} event @returns {boolean} whether the key changed the area */
function changedBy(event) {
  const step = ARROWS[event.key];
  const area = areas[chosen];
  if (!step || !area || event.altKey) return false;
  const size = event.ctrlKey || event.metaKey ? FINE : STEP;
  const by = /** @type {Point} */ (step.map((one) => one * size));
  const next = event.shiftKey ? resized(area, by) : moved(area, by);
  replace(chosen, next, `${chosen} ${event.shiftKey}`);
  return true;
}

/** @param {KeyboardEvent} event @returns {boolean} whether the key meant something here */
function pressed(event) {
  if (changedBy(event)) return true;
  if (event.key === "Escape" && tool) letGo();
  else if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
  else if (event.key === "Enter" && points.length >= 3) close();
  else if (event.key === "Delete" || event.key === "Backspace") remove();
  else return false;
  return true;
}

/** A button that keys press has no place on the picture: its area begins in the middle. */
function choose(/** @type {string} */ shape, /** @type {boolean} */ byKeys) {
  points = [];
  if (byKeys) return add(fresh(shape, [500, 500]));
  tool = tool === shape ? "" : shape;
  tell(tool ? word(shape === "poly" ? "drawPoly" : "draw") : "");
  paint();
}

export function openAreas() {
  drawAreas();
  paint();
  form.addEventListener("input", drawAreas);
  image.addEventListener("load", paint);
  addEventListener("resize", paint);
  svg.addEventListener("pointerdown", down);
  svg.addEventListener("pointermove", (event) => drawing?.(board.pointAt(event), false));
  svg.addEventListener("pointerup", up);
  svg.addEventListener("pointercancel", letGo);
  svg.addEventListener("focusin", (event) => {
    const group = /** @type {Element} */ (event.target).closest("[data-area]");
    const at = group ? Number(group.getAttribute("data-area")) : -1;
    if (at === chosen) return;
    chosen = at;
    paint();
  });
  place.addEventListener("keydown", (event) => {
    if (pressed(event)) event.preventDefault();
  });
  for (const button of toolButtons()) {
    button.addEventListener("click", ({ detail }) => choose(button.dataset.tool ?? "", !detail));
  }
  undoButton.addEventListener("click", undo);
  deleteButton.addEventListener("click", remove);
  closeButton.addEventListener("click", close);
}
