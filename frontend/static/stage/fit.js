/** Text as large as its place allows, found by measuring. */

/**
 * The largest whole number from `least` to `most` that fits; `least` when none does.
 *
 * @param {(size: number) => boolean} fits once it does not, no larger one does
 * @param {number} least
 * @param {number} most
 */
export function largest(fits, least, most) {
  let low = least;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** @param {HTMLElement} node */
function whole(node) {
  return node.scrollHeight <= node.clientHeight + 1 && node.scrollWidth <= node.clientWidth + 1;
}

/**
 * Sets the font size of `node` so that all its content is inside. Of several `shapes` (classes) the
 * one that allows the largest letters stays; the first of equal ones.
 *
 * @param {HTMLElement} node
 * @param {{ least: number, most: number, shapes?: string[] }} bounds in rem
 */
export function fitText(node, { least, most, shapes = [""] }) {
  if (!node.clientHeight) return;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const sizes = shapes.map((shape) => {
    wear(node, shapes, shape);
    return largest((size) => set(node, size) && whole(node), Math.floor(least * rem), most * rem);
  });
  const best = Math.max(...sizes);
  wear(node, shapes, shapes[sizes.indexOf(best)] ?? "");
  set(node, best);
}

/** @param {HTMLElement} node @param {number} size in pixels */
function set(node, size) {
  node.style.fontSize = `${size}px`;
  return true;
}

/** @param {HTMLElement} node @param {string[]} shapes @param {string} shape */
function wear(node, shapes, shape) {
  for (const one of shapes) if (one) node.classList.toggle(one, one === shape);
}

/** Lays a picture whole into the element around it, as large as it fits. @param {HTMLElement} picture */
export function contain(picture) {
  const room = picture.parentElement;
  if (!room) return;
  const [w, h] = ["width", "height"].map((name) => Number(picture.getAttribute(name)));
  const ratio = (w || 1) / (h || 1);
  const wide = Math.min(room.clientWidth, room.clientHeight * ratio);
  picture.style.width = `${wide}px`;
  picture.style.height = `${wide / ratio}px`;
}

/**
 * Gives each item whose words are cut at their end a second line (the class `long`), if that `fits`.
 *
 * @param {Iterable<Element>} items
 * @param {string} words the selector of what must not be cut
 * @param {(item: Element) => boolean} fits
 */
export function unfold(items, words, fits = () => true) {
  const all = [...items];
  for (const one of all) one.classList.remove("long");
  const cut = all.filter((one) => {
    const node = one.querySelector(words);
    return node !== null && node.scrollWidth > node.clientWidth;
  });
  for (const one of cut) one.classList.add("long");
  const high = cut.filter((one) => !fits(one));
  for (const one of high) one.classList.remove("long");
}

// No picture has more lines of letters that can be read.
const MOST_LINES = 99;

/**
 * Where `node` does not hold all it should, cuts its `words` after a whole line, with an ellipsis,
 * and shows what says so.
 *
 * @param {HTMLElement} node @param {string} words the selector of what may be cut
 * @param {string} more the selector of what is shown only then
 */
export function cutText(node, words, more) {
  const [text, says] = [words, more].map(
    (name) => /** @type {HTMLElement | null} */ (node.querySelector(name)),
  );
  if (!text || !says) return;
  text.classList.remove("cut");
  says.hidden = true;
  if (!node.clientHeight || whole(node)) return;
  text.classList.add("cut");
  says.hidden = false;
  clamp(
    text,
    largest((lines) => clamp(text, lines) && whole(node), 1, MOST_LINES),
  );
}

/** @param {HTMLElement} text @param {number} lines */
function clamp(text, lines) {
  text.style.setProperty("-webkit-line-clamp", String(lines));
  return true;
}
