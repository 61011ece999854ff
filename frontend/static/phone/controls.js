/** What is tapped, typed or moved to answer: options, an order, a number. */

import { el, fill } from "../shared/dom.js";
import { moved, toggled, typed } from "./choice.js";
import { parts } from "./parts.js";

/**
 * @typedef {import("./frames.js").Question} Question
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 * @typedef {{ q: Question, order: number[], target_order?: number[], t: Words,
 *   choose: (choice: import("./frames.js").Choice) => void, send: () => void }} Asked `choose` is
 *   told each new choice, `send` sends it if it is complete
 */

/** @param {Question} q @param {number} number @param {number} place @returns {HTMLElement[]} */
export function optionFace(q, number, place) {
  return [
    el("span", { class: "sign" }, ...parts.sign(place)),
    el("span", { class: "text" }, ...parts.text(q, `options.${number}`, q.options?.[number] ?? "")),
  ];
}

/** Shows which options are chosen. @param {Element[]} buttons @param {number[]} order
 * @param {number[]} choice */
export function press(buttons, order, choice) {
  buttons.forEach((button, place) => {
    button.setAttribute("aria-pressed", String(choice.includes(order[place] ?? -1)));
  });
}

/** @param {Asked} asked @returns {HTMLElement[]} one button an option */
export function optionButtons({ q, order, choose }) {
  /** @type {number[]} */
  let choice = [];

  /** @param {number} number */
  function tap(number) {
    choice = q.kind === "multiple" ? toggled(choice, number) : [number];
    press(buttons, order, choice);
    choose(choice);
  }

  const buttons = order.map((number, place) => {
    const attributes = { type: "button", class: "option", "aria-pressed": "false" };
    const click = () => tap(number);
    return el("button", { ...attributes, click }, ...optionFace(q, number, place));
  });
  return buttons;
}

/** @param {Asked} asked @returns {HTMLElement[]} a list whose rows go up and down */
export function orderList({ q, order, t, choose }) {
  const list = el("div");
  let choice = order;

  /** @param {number} place @param {number} step */
  function move(place, step) {
    choice = moved(choice, place, step);
    draw();
    choose(choice);
    const [up, down] = list.children[place + step]?.querySelectorAll("button") ?? [];
    const same = step < 0 ? up : down;
    (same?.disabled ? (step < 0 ? down : up) : same)?.focus();
  }

  /** @param {number} place @param {number} step @param {string} sign */
  function arrow(place, step, sign) {
    const name = `${t(step < 0 ? "up" : "down")} ${q.options?.[choice[place] ?? 0] ?? ""}`;
    const disabled = choice[place + step] === undefined;
    const click = () => move(place, step);
    return el("button", { type: "button", "aria-label": name, disabled, click }, sign);
  }

  function draw() {
    const rows = choice.map((number, place) => {
      const face = optionFace(q, number, order.indexOf(number));
      return el("div", { class: "option" }, ...face, arrow(place, -1, "↑"), arrow(place, 1, "↓"));
    });
    fill(list, ...rows);
  }

  draw();
  choose(choice);
  return [list];
}

/** @param {Asked} asked @returns {HTMLElement[]} a slider, a field and two steppers for one number */
export function numberField({ q, t, choose }) {
  const { min = 0, max = 0, unit = "" } = q;
  const middle = Math.round((min + max) / 2);
  const name = { "aria-label": `${t("guess")} ${unit}` };
  const slide = () => set(typed(slider.value, q));
  const slider = el("input", { ...name, type: "range", min, max, value: middle, input: slide });
  const mode = { inputmode: min < 0 ? "text" : "numeric", autocomplete: "off", placeholder: "?" };
  const write = () => take(typed(field.value, q));
  const field = el("input", {
    ...name,
    ...mode,
    input: write,
    change: () => set(typed(field.value, q)),
  });

  /** @param {number | null} number half typed, perhaps: the field is left as it is */
  function take(number) {
    if (number !== null) slider.value = String(number);
    choose(number === null ? [] : [number]);
  }

  /** @param {number | null} number */
  function set(number) {
    field.value = number === null ? "" : String(number);
    take(number);
  }

  /** @param {number} step @param {string} sign @param {string} word */
  function stepper(step, sign, word) {
    const click = () => set(typed(String((typed(field.value, q) ?? middle) + step), q));
    return el("button", { type: "button", "aria-label": t(word), click }, sign);
  }

  const ends = [String(min), unit, String(max)].map((text) => el("span", {}, text));
  return [
    el("div", { class: "number" }, stepper(-1, "−", "less"), field, stepper(1, "+", "more")),
    slider,
    el("p", { class: "ends" }, ...ends),
  ];
}
