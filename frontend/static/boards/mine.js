/** Where the owner of this phone stands: one line with a link. Loaded by contestants' phones only. */

/**
 * @typedef {{ board: string, rank: number | null, people: number }} Place
 * @param {HTMLElement | null} node whose data has the words
 * @param {import("./rows.js").Setup} setup
 * @param {string} board whose name the page shows
 * @param {string} token the phone's own
 */
export async function showMine(node, setup, board, token) {
  const link = node?.querySelector("a");
  if (!node || !link) return;
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`/api/boards/${setup.round}/me`, { headers }).catch(() => null);
  if (!answer?.ok) return;
  /** @type {{ contestant: number, places: Place[] }} */
  const body = await answer.json();
  const mine = body.places.find((place) => place.board === board);
  if (!mine?.rank) return;
  link.href = `${setup.contest}${setup.code}/near/${body.contestant}/?round=${setup.round}`;
  link.textContent = (node.dataset.words ?? "")
    .replace("{rank}", String(mine.rank))
    .replace("{people}", String(mine.people));
  node.hidden = false;
}
