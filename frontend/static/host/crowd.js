/** Who is in: how many, where from, and who came last. */

import { arrange } from "../screen/rows.js";
import { el, fill } from "../shared/dom.js";

/**
 * @typedef {import("./frames.js").Crowd} Crowd
 * @typedef {import("./frames.js").Guest} Guest
 * @typedef {import("./frames.js").Words} Words
 */

const NEWEST = 12;

/** @param {Crowd} crowd @param {Words} t @returns {HTMLElement[]} most people first */
export function regionView({ regions }, t) {
  const rows = [...regions].sort((a, b) => b[2] - a[2]);
  return rows.map(([, name, n]) =>
    el("li", {}, el("span", {}, name || t("elsewhere")), el("b", {}, String(n))),
  );
}

/**
 * The newest as buttons. Who stays keeps the same node: it is not lost between press and release.
 *
 * @param {HTMLElement} list
 * @param {{ t: Words, press: (who: Guest) => void }} deps
 * @returns {(crowd: Crowd) => void}
 */
export function openNames(list, { t, press }) {
  /** @type {Map<number, { item: HTMLElement, sign: string }>} */
  let shown = new Map();

  return ({ names }) => {
    const newest = names.slice(-NEWEST).reverse();
    shown = new Map(newest.map((who) => [who.id, chip(who)]));
    arrange(
      list,
      [...shown.values()].map(({ item }) => item),
    );
  };

  /** @param {Guest} who */
  function chip(who) {
    const sign = JSON.stringify(who);
    const old = shown.get(who.id);
    if (old?.sign === sign) return old;
    const item = old?.item ?? el("li");
    const name = el("bdi", {}, who.name);
    const about = who.bot ? [el("small", {}, t("bot"))] : [];
    fill(item, el("button", { type: "button", click: () => press(who) }, name, ...about));
    return { item, sign };
  }
}
