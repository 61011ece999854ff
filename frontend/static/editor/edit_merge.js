/** A change of a text that was made while somebody typed in it. */

/**
 * @typedef {{ from: number, to: number, by: string }} Change what is between two places, and by
 *   what it is replaced
 */

/** @param {string} was @param {string} now @returns {Change} the least that makes `now` of `was` */
export function change(was, now) {
  const most = Math.min(was.length, now.length);
  let from = 0;
  while (from < most && was[from] === now[from]) from += 1;
  let to = was.length;
  const longer = now.length - was.length;
  while (to > from && to + longer > from && was[to - 1] === now[to - 1 + longer]) to -= 1;
  return { from, to, by: now.slice(from, to + longer) };
}

/**
 * What makes `theirs` of a `was` that has become `typed` meanwhile; nothing where both changed the
 * same place, so what was typed stays as it is.
 * @param {string} was @param {string} typed @param {string} theirs @returns {Change | undefined}
 */
export function carriedOver(was, typed, theirs) {
  const wanted = change(was, theirs);
  const done = change(was, typed);
  if (wanted.to <= done.from) return wanted;
  if (wanted.from < done.to) return undefined;
  const further = typed.length - was.length;
  return { from: wanted.from + further, to: wanted.to + further, by: wanted.by };
}
