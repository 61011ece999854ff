/** How cards with winners fill a wall: as large as they can be, and never beyond its edge. */

/** More than these on one picture nobody reads from the last row; the rest has pictures of its own. */
export const MOST = 16;
const LARGEST = 200;
const SMALLEST = 12;
const MOST_COLUMNS = 6;
// In parts of the size of type: a digit's width, a line's height, what stands around the words.
const DIGIT = 0.62;
const LINE = 1.25;
const AROUND = 1.6;

/**
 * Columns and size of type (pixels) for so many cards in a space. A card has a name of at most
 * `name` signs, and below it a number of `digits`, whole or in two halves.
 *
 * @param {number} count
 * @param {{ width: number, height: number }} space pixels
 * @param {{ name: number, digits: number }} longest
 */
export function wall(count, space, longest) {
  let best = { columns: 1, size: SMALLEST };
  for (let columns = 1; columns <= Math.min(count, MOST_COLUMNS); columns += 1) {
    const cell = {
      width: space.width / columns,
      height: space.height / Math.ceil(count / columns),
    };
    for (let size = LARGEST; size > best.size; size -= 1)
      if (fits(size, cell, longest)) best = { columns, size };
  }
  return best;
}

/**
 * @param {number} size
 * @param {{ width: number, height: number }} cell
 * @param {{ name: number, digits: number }} longest
 */
function fits(size, cell, { name, digits }) {
  const room = cell.width - AROUND * size;
  const halves = Math.ceil((digits * DIGIT * size) / room);
  if (room <= 0 || halves > 2) return false;
  const lines = halves + Math.ceil((name * size) / room);
  return lines * LINE * size + AROUND * size <= cell.height;
}

/**
 * Winners as pictures of the wall, the first prizes' first.
 *
 * @template T
 * @param {T[]} all
 * @returns {T[][]}
 */
export function pages(all) {
  const many = Math.ceil(all.length / MOST);
  return Array.from({ length: many }, (_, n) => all.slice(n * MOST, (n + 1) * MOST));
}
