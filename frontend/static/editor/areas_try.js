/** The preview of a hotspot answers like a phone: a point is set, and is in an area or is not. */

import { pointSurface } from "../phone/more/spot.js";
import { el } from "../shared/dom.js";
import { word } from "./edit_form.js";

/** @param {string} name as the phone's texts are called @param {...string} values */
function told(name, ...values) {
  const words = word(name.replace(/_(.)/g, (_all, letter) => letter.toUpperCase()));
  return values.reduce((sentence, value) => sentence.replace("{}", value), words);
}

/** @param {SVGSVGElement} drawing @param {number[]} choice @returns {number} 0 for none */
function areaAt(drawing, [x = 0, y = 0]) {
  const point = drawing.createSVGPoint();
  point.x = x;
  point.y = y;
  const shapes = /** @type {SVGGeometryElement[]} */ (Array.from(drawing.children));
  return shapes.findIndex((one) => one.isPointInFill(point) || one.isPointInStroke(point)) + 1;
}

/** @param {Element} card the preview, new after each change */
export function tryAreas(card) {
  const spot = card.querySelector(".spot");
  const image = spot?.querySelector("img");
  const drawing = spot?.querySelector("svg");
  if (!spot || !image || !drawing) return;
  const tried = el("p", { class: "tried", role: "status" });

  /** @param {number[]} choice */
  function choose(choice) {
    const hit = areaAt(/** @type {SVGSVGElement} */ (drawing), choice);
    tried.textContent = hit ? `✓ ${word("hit")} ${hit}` : `✗ ${word("missed")}`;
  }

  const picture = { src: image.src, w: image.width, h: image.height, alt: image.alt };
  const q = /** @type {any} */ ({ picture });
  const control = pointSurface(/** @type {any} */ ({ q, t: told, choose }));
  image.remove();
  control[0]?.append(drawing);
  spot.append(...control, tried);
}
