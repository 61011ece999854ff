/**
 * A list whose rows can be followed when they overtake each other.
 *
 * Each row keeps its element by `id`. After a change every row is put where it belongs at once, and
 * then drawn from where the eye last saw it (even in the middle of an earlier move).
 *
 * @typedef {import("./board.js").Row} Row
 * @typedef {{ item: HTMLElement, row: Row, rise: number, cancel: () => void,
 *   move: { cancel(): void } }} Shown `cancel` ends the mark, `move` is where it is going
 */

const MOVE_MS = 900;
const MARKED_MS = 2600;
const STILL = { cancel() {} };
const EASE = "cubic-bezier(0.3, 0.1, 0.2, 1)";

/**
 * @param {HTMLElement} list
 * @param {{ make: () => HTMLElement, paint: (item: HTMLElement, row: Row, rise: number) => void,
 *   still: () => boolean, later: (fn: () => void, ms: number) => () => void }} deps
 *   `paint` is told by how many ranks the row rose lately, 0 when it did not; `still`: no movement
 */
export function openRows(list, { make, paint, still, later }) {
  /** @type {Map<string | number, Shown>} */
  let shown = new Map();

  /** @param {Row[]} rows */
  return (rows) => {
    const seen = where(shown);
    const first = shown.size === 0;
    const next = rows.map((row) => update(row, first));
    shown = new Map(next.map((one) => [one.row.id, one]));
    arrange(
      list,
      next.map((one) => one.item),
    );
    for (const one of next) one.move.cancel();
    if (first || still()) return;
    for (const one of next) one.move = move(one.item, seen.get(one.row.id));
  };

  /** @param {Row} row @param {boolean} first */
  function update(row, first) {
    const old = shown.get(row.id);
    const one = old || { item: make(), row, rise: 0, cancel: () => {}, move: STILL };
    const rise = risen(one.row.rank, row.rank);
    const placed = one.row.rank === null && row.rank !== null;
    one.row = row;
    if (rise || placed || !(old || first)) mark(one, rise);
    paint(one.item, row, one.rise);
    return one;
  }

  /** @param {Shown} one @param {number} rise */
  function mark(one, rise) {
    one.cancel();
    one.rise = rise;
    one.item.classList.add("risen");
    one.cancel = later(() => calm(one), MARKED_MS);
  }

  /** @param {Shown} one */
  function calm(one) {
    one.rise = 0;
    one.item.classList.remove("risen");
    paint(one.item, one.row, 0);
  }
}

/**
 * @param {number | null} before
 * @param {number | null} now
 */
function risen(before, now) {
  return before === null || now === null ? 0 : Math.max(0, before - now);
}

/**
 * Puts the items into the list in order. What stands right is not touched: it would lose its glow.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement[]} items
 */
export function arrange(list, items) {
  const kept = new Set(items);
  for (const old of [...list.children]) {
    if (!kept.has(/** @type {HTMLElement} */ (old))) old.remove();
  }
  items.forEach((item, n) => {
    if (list.children[n] !== item) list.insertBefore(item, list.children[n] || null);
  });
}

/** @param {Map<string | number, { item: HTMLElement }>} shown */
function where(shown) {
  /** @type {Map<string | number, DOMRect>} */
  const found = new Map();
  for (const [id, { item }] of shown) found.set(id, item.getBoundingClientRect());
  return found;
}

/**
 * A row that rose flies, over the others. One that was only pushed into the next column does not
 * cross their texts: it comes to light in its place, once they have made room.
 *
 * @param {HTMLElement} item where it belongs
 * @param {DOMRect | undefined} from where it was seen; a new row rises from below
 */
function move(item, from) {
  const to = item.getBoundingClientRect();
  if (!from) return appear(item, { opacity: 0, transform: `translateY(${to.height}px)` });
  const x = from.left - to.left;
  const y = from.top - to.top;
  if (!x && !y) return STILL;
  if (x && !item.classList.contains("risen")) return appear(item, { opacity: 0 });
  const start = { transform: `translate(${x}px, ${y}px)` };
  return item.animate([start, { transform: "none" }], { duration: MOVE_MS, easing: EASE });
}

/** @param {HTMLElement} item @param {Keyframe} start */
function appear(item, start) {
  const half = MOVE_MS / 2;
  return item.animate([start, {}], { duration: half, delay: half, fill: "backwards" });
}
