/** Who is in: how many, where from, and who came last. */

import { el } from "../shared/dom.js";

/**
 * @typedef {import("./frames.js").Crowd} Crowd
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

/** @param {Crowd} crowd @param {Words} t @returns {HTMLElement[]} newest first */
export function namesView({ names }, t) {
  const newest = names.slice(-NEWEST).reverse();
  return newest.map(({ name, bot }) =>
    el("li", {}, el("bdi", {}, name), ...(bot ? [el("small", {}, t("bot"))] : [])),
  );
}
