/** The question of the hall: big options with the screen's marks, one tap or a button that sends. */

import { complete } from "../../phone/choice.js";
import { numberField, optionButtons, orderList } from "../../phone/controls.js";
import { parts } from "../../phone/parts.js";
import { el, fill } from "../../shared/dom.js";
import { spell } from "./told.js";

/**
 * @typedef {import("../frames.js").Choice} Choice
 * @typedef {import("../frames.js").Content} Content
 * @typedef {import("../frames.js").Kept} Kept
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 * @typedef {ReturnType<typeof askView>} AskView
 */

/** @type {Record<string, typeof optionButtons>} */
const BY_HAND = { estimate: numberField, ordering: orderList };

/**
 * Two ways to answer where points may be staked: sure or a guess; a guess costs nothing.
 *
 * @param {[win: number, lose: number]} stake @param {Words} t
 */
function stakeField([win, lose], t) {
  const sure = el("input", { type: "checkbox", id: "sure" });
  const node = el("p", { class: "tick" }, el("label", {}, sure, t("sure", win, lose)));
  return { node, sure: () => sure.checked };
}

/**
 * @param {Content} content
 * @param {{ t: Words, confirm: boolean, stake: [number, number] | null, title: string,
 *   done: (choice: Choice, sure: boolean) => void }} deps `confirm`: a tap only chooses and a
 *   button sends
 */
export function askView({ q, order, target_order }, { t, confirm, stake, title, done }) {
  const direct = !confirm && (q.kind === "single" || q.kind === "truefalse");
  /** @type {Choice} */
  let choice = [];
  let locked = false;
  const field = stake && stakeField(stake, t);
  const submit = el("button", { type: "button", class: "main", click: send }, t("submit"));
  const controls = parts.controls[q.kind] ?? BY_HAND[q.kind] ?? optionButtons;
  const asked = { q, order, target_order, t, choose, send: () => submit.click() };
  const note = el("p", { class: "note", role: "status" });
  const node = el(
    "section",
    { class: "question" },
    el("p", { class: "kind" }, `${title} · ${t(q.kind)}`),
    el("h2", { class: "stem" }, ...parts.text(q, "stem", q.stem)),
    el("div", { class: "below" }, ...parts.text(q, "below", "")),
    field ? field.node : "",
    el("div", { class: `options ${q.kind}` }, ...controls(asked)),
    direct ? "" : submit,
    note,
  );
  submit.disabled = !complete(q, choice);

  /** @param {Choice} next */
  function choose(next) {
    choice = next;
    submit.disabled = !complete(q, choice);
    if (direct) send();
  }

  function send() {
    if (locked || !complete(q, choice)) return;
    lock(true);
    done(choice, field ? field.sure() : false);
  }

  /** @param {boolean} wanted */
  function lock(wanted) {
    if (locked === wanted) return;
    locked = wanted;
    // Greyed out it would look as if the answer were not complete.
    submit.hidden = wanted;
    for (const one of node.querySelectorAll("button, input, select"))
      one.toggleAttribute("disabled", wanted);
    if (!wanted) submit.disabled = !complete(q, choice);
  }

  return {
    node,
    lock,
    /** Time is up: what is chosen and not sent goes now. */
    expire: send,
    /**
     * Shows what is on disk, perhaps from another phone.
     * @param {Kept} kept @param {string} why nothing more can be answered, if that is so
     */
    stored(kept, why) {
      node.querySelectorAll(".options > .option").forEach((one, place) => {
        const chosen = kept.choice.includes(order[place] ?? -1);
        if (one.tagName === "BUTTON") one.setAttribute("aria-pressed", String(chosen));
      });
      const said = spell({ ...told(kept), key: [] }, true);
      fill(note, t("yours"), ...said, kept.sure ? t("was_sure") : "");
      if (why) note.append(el("br"), why);
    },
    /** @param {string} text */
    say(text) {
      note.textContent = text;
    },
    /** What a person would read out. */
    spoken: () => [q.stem, ...order.map((n) => q.options?.[n] ?? "")].join("\n"),
  };

  /** @param {Kept} kept */
  function told({ choice: said, text }) {
    return { q, order, target_order, choice: said, text, points: 0, why: "", source: "" };
  }
}
