/** Stopped times: those there are, and one said afterwards. */

import { byId, el, fill } from "../shared/dom.js";

/**
 * @typedef {import("./frames.js").Asking} Asking
 * @typedef {import("./frames.js").Stop} Stop
 * @typedef {import("./frames.js").Fields} Fields
 * @typedef {import("./frames.js").Words} Words
 */

// Our idea of the server's clock may be ahead of it by about this much.
const UNSURE_MS = 250;

/**
 * The stop that a host means: from and to in seconds since the question opened.
 *
 * @param {Pick<Asking, "opens_at" | "closes_at">} asked @param {string} from @param {string} to
 * @param {number} now nobody knows yet what will count
 * @returns {{ since: number, until: number } | null} null for what is no time of this question
 */
export function meantStop({ opens_at, closes_at }, from, to, now) {
  const [begin, end] = [from, to].map((text) => (text.trim() ? Number(text) : Number.NaN));
  const since = opens_at + Math.round(Number(begin) * 1000);
  const until = Math.min(now - UNSURE_MS, opens_at + Math.round(Number(end) * 1000));
  const within = since >= opens_at && since < (closes_at ?? Number.POSITIVE_INFINITY);
  return within && until > since ? { since, until } : null;
}

/**
 * @param {{ t: Words, now: () => number, give: (does: string, fields: Fields) => void,
 *   say: (text: string) => void }} deps
 */
export function openStops({ t, now, give, say }) {
  const list = byId("stops");
  const which = /** @type {HTMLSelectElement} */ (byId("stop-slot"));
  /** @type {Asking[]} */
  let askings = [];
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
    const asked = askings.find(({ slot }) => slot === Number(which.value));
    const meant = asked ? meantStop(asked, from?.value ?? "", to?.value ?? "", now()) : null;
    if (asked && meant) give("exclude", { slot: asked.slot, ...meant });
    else say(t(asked ? "stop_bad" : "stop_none"));
  });

  /** The newest question is chosen, unless the host chose an earlier one. @param {Asking[]} next */
  function offer(next) {
    const many = next.length !== askings.length;
    askings = next;
    if (!many) return;
    const options = next.map(({ slot }) =>
      el("option", { value: slot }, t("stop_slot", { n: slot + 1 })),
    );
    fill(which, ...options);
    which.value = String(next[next.length - 1]?.slot ?? "");
  }

  return {
    /** @param {Stop[]} stops @param {Asking[]} asked */
    show(stops, asked) {
      offer(asked);
      const next = JSON.stringify(stops);
      if (next === shown) return;
      shown = next;
      const rows = stops.map(row);
      fill(list, ...(rows.length ? rows : [el("li", { class: "quiet" }, t("no_stops"))]));
    },
  };
}
