/** Rows that glide to their new places, for those who have not asked for less motion. */

const GLIDE_MS = 500;

/** @param {Iterable<Element>} rows @returns {Map<string, number>} where each row is, by id */
export function tops(rows) {
  const found = new Map();
  for (const row of rows) {
    if (row instanceof HTMLElement) found.set(row.dataset.id ?? "", row.offsetTop);
  }
  return found;
}

/**
 * @param {Iterable<Element>} rows in their new places
 * @param {Map<string, number>} before their old ones
 * @param {boolean} still less motion is wanted
 */
export function glide(rows, before, still) {
  if (still) return;
  for (const row of rows) {
    if (!(row instanceof HTMLElement)) continue;
    const old = before.get(row.dataset.id ?? "");
    const by = old === undefined ? 0 : old - row.offsetTop;
    if (by && row.animate) {
      row.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], {
        duration: GLIDE_MS,
        easing: "ease-out",
      });
    }
  }
}
