/** A QR code that the server worked out, drawn here. */

const SPACE = "http://www.w3.org/2000/svg";

/** @param {{ size: number, path: string }} qr @returns {SVGElement} */
export function qrView({ size, path }) {
  const picture = document.createElementNS(SPACE, "svg");
  picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
  picture.setAttribute("class", "qr");
  const dots = document.createElementNS(SPACE, "path");
  dots.setAttribute("d", path);
  picture.append(dots);
  return picture;
}
