/** A QR code that the server made, drawn here: no markup comes with it. */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string[]} rows "1" = dark @returns {string} a path of unit squares */
export function pathOf(rows) {
  return rows
    .map((row, y) =>
      Array.from(row, (dark, x) => (dark === "1" ? `M${x} ${y}h1v1h-1z` : "")).join(""),
    )
    .join("");
}

/** @param {string[]} rows @param {string} name what a screen reader says @returns {SVGElement} */
export function drawQr(rows, name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `-2 -2 ${rows.length + 4} ${rows.length + 4}`);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", name);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", pathOf(rows));
  drawing.append(path);
  return drawing;
}
