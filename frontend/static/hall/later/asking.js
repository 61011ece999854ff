/** The question on the page: drawn once, kept up with what the hall and the server say of it. */

import { canSpeak, speak } from "../../phone/elder.js";
import { t } from "../../phone/page.js";
import { el } from "../../shared/dom.js";
import { askView } from "./ask.js";

/**
 * @typedef {import("../stand.js").Standing} Standing
 * @typedef {(...kids: (Node | string)[]) => void} Put
 * @typedef {(slot: number, choice: import("../frames.js").Choice, took_ms: number,
 *   sure: boolean) => void} Answer
 */

/**
 * @param {{ confirm: () => boolean, tell: (news: string) => void, redraw: () => void,
 *   count: import("../counting.js").Count,
 *   answer: Answer }} deps `tell` people who do not see the page,
 *   `redraw` what is shown now
 */
export function openAsking({ confirm, tell, redraw, count, answer }) {
  /** @type {{ slot: number, painted: number, of: import("./ask.js").AskView } | null} */
  let view = null;
  /** The slots whose time ran out here, and to which the server takes no answer of ours. */
  let expired = -1;
  let barred = -1;

  /** @param {Standing} at @param {import("../frames.js").Content} content */
  function make({ stage, hall }, content) {
    const { slot, of } = stage;
    const title = t("question_of", slot + 1, of);
    tell(title);
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) navigator.vibrate?.(40);
    return askView(content, {
      ...{ t, title, confirm: confirm(), stake: hall.stake },
      done(choice, sure) {
        const now = performance.now();
        answer(slot, choice, now - (view?.painted || now), sure);
      },
    });
  }

  /** @param {Standing} at @returns {string} why nothing can be answered now; "" = it can */
  function closedBy({ stage, mine }) {
    const { slot, audience } = stage;
    const beside = besideBy(mine, audience === true);
    if (beside) return beside;
    if (stage.state !== "shown" || expired === slot) return t("locked");
    return barred === slot ? " " : "";
  }

  /** @param {import("../frames.js").Mine} mine @param {boolean} audience whose question it is */
  function besideBy({ out, watching }, audience) {
    if (audience) return out || watching ? "" : t("audience_only");
    if (out) return t("out_watch");
    return watching ? t("watching") : "";
  }

  /** @param {Standing} at @param {import("./ask.js").AskView} of */
  function keepUp(at, of) {
    const { slot, opens_at, closes_at, audience } = at.stage;
    const why = closedBy(at);
    of.lock(!!why || at.sending || !!at.stored);
    if (at.stored) of.stored(at.stored, why);
    else of.say(why || (audience ? t("audience") : ""));
    if (at.stage.state !== "shown" || expired === slot || !closes_at || !opens_at)
      return count.end();
    const warn = (/** @type {number} */ seconds) => tell(t("seconds_left", seconds));
    count.bar(opens_at, closes_at, warn, () => {
      of.expire();
      expired = slot;
      redraw();
    });
  }

  /** @param {Standing} at @param {Put} put */
  function draw(at, put) {
    const { stage, content } = at;
    if (!content) return;
    if (view?.slot !== stage.slot) view = { slot: stage.slot, painted: 0, of: make(at, content) };
    const shown = view;
    if (!shown.of.node.isConnected) {
      const aloud = { type: "button", class: "speak", click: () => speak(shown.of.spoken()) };
      put(canSpeak() ? el("button", aloud, t("speak")) : "", shown.of.node);
      requestAnimationFrame(() => {
        shown.painted = shown.painted || performance.now();
      });
    }
    keepUp(at, shown.of);
  }

  return {
    draw,
    /** The server takes no answer to this slot from us. @param {number} slot */
    bar(slot) {
      barred = slot;
    },
  };
}
