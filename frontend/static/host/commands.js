/** Buttons that are commands: `data-do` names it, other data attributes say what it needs. */

import { ask } from "./ask.js";

/**
 * @typedef {import("./frames.js").Fields} Fields
 * @typedef {import("./frames.js").Words} Words
 */

/**
 * The commands of the moment: those of the desk, and those that are no steps of the sitting.
 *
 * @param {import("./frames.js").Stage | null} stage
 * @param {import("./frames.js").Desk | null} desk
 */
export function possible(stage, desk) {
  if (!stage || !desk) return [];
  const running = !["draft", "closed"].includes(stage.state);
  const bots = running ? ["bots"] : [];
  return [...desk.can, ...bots, ...(stage.rehearsal ? ["clear"] : [])];
}

/** @returns {HTMLButtonElement[]} */
function all() {
  return [...document.querySelectorAll("button[data-do]")].map(
    (one) => /** @type {HTMLButtonElement} */ (one),
  );
}

/** @param {HTMLButtonElement} button @returns {Fields} */
function fieldsOf({ dataset: { ms, number, ask: asks } }) {
  return {
    ...(ms ? { ms: Number(ms) } : {}),
    ...(number ? { number: Number(number) } : {}),
    ...(asks ? { sure: true } : {}),
  };
}

/**
 * Has taps give their commands; what cannot be taken back asks first.
 *
 * @param {{ t: Words, give: (does: string, fields: Fields) => void,
 *   final: (does: string) => boolean }} deps `final` = in this state nothing takes that back
 */
export function listenForTaps({ t, give, final }) {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest("button");
    // The space bar stays the big button's after a tap elsewhere.
    if (button && event.detail) button.blur();
    if (!button?.dataset.do) return;
    const does = button.dataset.do;
    const act = () => give(does, fieldsOf(button));
    const asks = button.dataset.ask ?? (final(does) ? `ask_${does}` : "");
    if (asks) ask(t(asks), button.textContent ?? "", act);
    else act();
  });
}

/**
 * Lets those be pressed that the state allows; of a pair (on and off) only the fitting one is there.
 *
 * @param {string[]} can the commands of the moment
 * @param {boolean} ready whether commands may be given at all now
 */
export function allow(can, ready) {
  for (const button of all()) {
    const fits = can.includes(button.dataset.do ?? "");
    button.disabled = !ready || !fits;
    if (button.hasAttribute("data-rare")) button.hidden = !fits;
  }
  for (const pair of document.querySelectorAll("[data-pair]")) {
    const two = [...pair.querySelectorAll("button")];
    const other = two.slice(1).some((one) => can.includes(one.dataset.do ?? ""));
    two.forEach((one, at) => {
      one.hidden = other !== at > 0;
    });
  }
}
