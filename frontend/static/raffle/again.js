/** Draws a raffle again from what was published: the regulations' section 14.3 in a browser. */

import { bytes, hex, hmac, sha256 } from "../shared/sha256.js";

/**
 * @typedef {{ seed: string, seed_hash: string, beacon: string, digest: string, tickets: number,
 *   prizes: [string, number][], reserves: number, drawn: string[], passed: [string, string][] }} Facts
 *   `passed` = tickets passed over, each with the one that its owner was drawn by; with "" where the
 *   owner had their data deleted after the list was fixed
 */

/**
 * What is wrong with a draw; empty = it is as promised.
 *
 * @param {Facts} facts
 * @param {string[]} listed
 */
export function faults(facts, listed) {
  const passed = new Map(facts.passed);
  const sorted = [...listed].sort();
  const wanted = facts.prizes.reduce((sum, [, stock]) => sum + stock, facts.reserves);
  const drawn = order(facts, listed).filter((one) => !passed.has(one));
  const all = new Set(listed);
  const known = new Set(["", ...facts.drawn]);
  /** @type {[string, boolean][]} */
  const checks = [
    ["seed", hex(sha256(bytes(facts.seed))) === facts.seed_hash],
    ["digest", hex(sha256(bytes(sorted.map((one) => `${one}\n`).join("")))) === facts.digest],
    ["tickets", all.size === facts.tickets],
    ["passed", [...passed].every(([one, by]) => all.has(one) && known.has(by))],
    ["drawn", drawn.slice(0, wanted).join() === facts.drawn.join()],
  ];
  return checks.filter(([, right]) => !right).map(([name]) => name);
}

/**
 * @param {Pick<Facts, "seed" | "beacon">} facts
 * @param {string[]} listed
 * @returns {string[]} all tickets in the order in which they are drawn
 */
export function order({ seed, beacon }, listed) {
  const keyed = hmac(bytes(`${seed}:${beacon}`));
  const marked = listed.map((one) => ({ one, mark: hex(keyed(bytes(one))) }));
  marked.sort((a, b) => (a.mark < b.mark ? -1 : 1));
  return marked.map(({ one }) => one);
}
