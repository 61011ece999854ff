/**
 * How high the water stands in a cell of the honeycomb. By the root of the number of people: small
 * cities show, large ones still tell apart; and the brim rises with the event, as the legend says.
 */

/**
 * What a brim-full cell means: 100, 200, 500, 1000 and so on, the least that holds `most` people.
 *
 * @param {number} most
 * @param {number} least a power of ten, what a cell holds in any case
 */
export function fullAt(most, least) {
  for (let full = least; ; full *= 10) {
    for (const step of [1, 2, 5]) if (full * step >= most) return full * step;
  }
}

/**
 * From 0 (nobody) to 1 (`full` people or more); whoever is there at all shows.
 *
 * @param {number} people
 * @param {number} full
 */
export function level(people, full) {
  return people > 0 ? Math.max(0.12, Math.min(1, Math.sqrt(people / full))) : 0;
}

/**
 * The numbers of people that the legend names.
 *
 * @param {number} full
 */
export function marks(full) {
  return [full / 10, full / 2, full];
}
