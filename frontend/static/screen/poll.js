/**
 * Asks every few seconds for what no board tells (which round, how many are answering).
 *
 * @template T
 * @param {{ ask: () => Promise<T>, tell: (facts: T) => void, random: () => number,
 *   later: (fn: () => void, ms: number) => () => void }} deps
 */
export function openPoll({ ask, tell, random, later }) {
  let cancel = () => {};
  let turn = 0;

  /** Screens that were started together must not ask together. */
  function wait() {
    cancel();
    cancel = later(now, 4000 + 2000 * random());
  }

  async function now() {
    cancel();
    turn += 1;
    const mine = turn;
    // A failure is nothing to show: the connection's own badge says it, the next turn asks again.
    const facts = await ask().catch(() => null);
    if (mine !== turn) return;
    wait();
    if (facts !== null) tell(facts);
  }

  wait();
  return { now };
}
