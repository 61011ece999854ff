/** Stopped times: those there are, and one said afterwards. */

import { byId, el, fill } from "../shared/dom.js";

/**
 * @typedef {import("./frames.js").Stop} Stop
 * @typedef {import("./frames.js").Fields} Fields
 * @typedef {import("./frames.js").Words} Words
 */

// Our idea of the server's clock may be ahead of it by about this much.
const UNSURE_MS = 250;

/**
 * The stop that a host means: from and to in seconds since the question opened.
 *
 * @param {number} opened_at @param {string} from @param {string} to
 * @param {number} now nobody knows yet what will count
 * @returns {{ since: number, until: number } | null} null for what is no time
 */
export function meantStop(opened_at, from, to, now) {
  const [begin, end] = [from, to].map((text) => (text.trim() ? Number(text) : Number.NaN));
  const since = opened_at + Math.round(Number(begin) * 1000);
  const until = Math.min(now - UNSURE_MS, opened_at + Math.round(Number(end) * 1000));
  return since >= opened_at && until > since ? { since, until } : null;
}

/**
 * @param {{ t: Words, now: () => number, give: (does: string, fields: Fields) => void,
 *   asked: () => { slot: number, opens_at?: number | null } | null,
 *   say: (text: string) => void }} deps `asked` = the question of now
 */
export function openStops({ t, now, give, asked, say }) {
  const list = byId("stops");
  const [from, to] = ["stop-from", "stop-to"].map(
    (id) => /** @type {HTMLInputElement} */ (byId(id)),
  );
  let shown = "";

  /** @param {Stop} stop @param {number} number */
  function row({ slot, since, until, counts }, number) {
    const seconds = until === null ? "…" : ((until - since) / 1000).toFixed(1);
    const does = counts ? "include" : "exclude_again";
    const click = () => give(does, { number });
    const words = t(counts ? "stop" : "stop_off", { n: slot + 1, s: seconds });
    const button = el("button", { type: "button", click }, t(`do_${does}`));
    return el("li", {}, el("span", {}, words), ...(until === null ? [] : [button]));
  }

  byId("stop-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const question = asked();
    const opened = question?.opens_at;
    const meant = opened ? meantStop(opened, from?.value ?? "", to?.value ?? "", now()) : null;
    if (question && meant) give("exclude", { slot: question.slot, ...meant });
    else say(t(opened ? "stop_bad" : "stop_none"));
  });

  return {
    /** @param {Stop[]} stops */
    show(stops) {
      const next = JSON.stringify(stops);
      if (next === shown) return;
      shown = next;
      const rows = stops.map(row);
      fill(list, ...(rows.length ? rows : [el("li", { class: "quiet" }, t("no_stops"))]));
    },
  };
}
