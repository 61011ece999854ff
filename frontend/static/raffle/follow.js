/** Follows a raffle from its promise to its draw, by asking for its public facts. */

const EACH_MS = 3000;
const LONGEST_MS = 60000;

/**
 * @typedef {{ prizes: [string, number][], tickets?: number, beacon?: string, drawn?: string[] }} Told
 *   `tickets` from the moment the list is fixed, `drawn` (winners, then reserves) from the draw
 */

/**
 * Asks at once and then every few seconds, after failures more and more seldom, until the draw is
 * told: after it nothing changes.
 *
 * @param {{ ask: () => Promise<Told>, tell: (told: Told) => void, random: () => number,
 *   later: (fn: () => void, ms: number) => void }} deps
 */
export async function follow(deps) {
  let wait = EACH_MS;
  async function now() {
    const told = await deps.ask().catch(() => null);
    if (told) deps.tell(told);
    if (told?.drawn) return;
    wait = told ? EACH_MS : Math.min(2 * wait, LONGEST_MS);
    // Screens that were started together must not ask together.
    deps.later(now, wait * (1 + deps.random() / 2));
  }
  await now();
}

/**
 * Who won what, the first prize first.
 *
 * @param {Pick<Told, "prizes" | "drawn">} told
 * @returns {{ prize: string, ticket: string }[]}
 */
export function winners({ prizes, drawn = [] }) {
  const goods = prizes.flatMap(([name, stock]) => Array.from({ length: stock }, () => name));
  return drawn.slice(0, goods.length).map((ticket, n) => ({ prize: goods[n] ?? "", ticket }));
}

/**
 * A ticket in fours, as somebody compares it with the one on their phone.
 *
 * @param {string} ticket
 */
export function inFours(ticket) {
  return (ticket.match(/.{1,4}/g) ?? []).join(" ");
}
