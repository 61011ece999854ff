/** Correcting the key of a question whose key is out: says what will happen, asks once. */

import { byId, el, fill } from "../shared/dom.js";
import { drawMark, mark } from "../shared/marks.js";
import { closeBox, dialog, openBox } from "./ask.js";
import { get } from "./players.js";
import { optionFace } from "./question.js";
import { letters } from "./steps.js";

/**
 * @typedef {import("./frames.js").Fields} Fields
 * @typedef {import("./frames.js").Words} Words
 * @typedef {{ slot: number, q: import("./frames.js").Question, order: number[], key: number[],
 *   ruled: string }} Asked
 */

// Keys of other kinds are for the bank's editors.
const CHOOSABLE = ["single", "multiple", "truefalse"];

/**
 * What a host's choice means: one option, or, of questions with one right option, several that all
 * count.
 *
 * @param {string} kind of the question
 * @param {string} how "key", "void_all" or "void_none"
 * @param {number[]} chosen option numbers
 * @returns {{ kind: string, keys: number[][] } | null} null = nothing chosen yet
 */
export function verdictOf(kind, how, chosen) {
  if (how !== "key") return { kind: how, keys: [] };
  if (!chosen.length) return null;
  if (kind === "multiple" || chosen.length === 1) return { kind: "new_key", keys: [chosen] };
  return { kind: "accept", keys: chosen.map((number) => [number]) };
}

/**
 * @param {{ url: string, t: Words, give: (does: string, fields: Fields) => void }} deps
 */
export function openFix({ url, t, give }) {
  const box = dialog("fix");
  const slots = /** @type {HTMLSelectElement} */ (byId("fix-slot"));
  const form = /** @type {HTMLFormElement} */ (byId("fix-form"));
  const go = /** @type {HTMLButtonElement} */ (byId("fix-go"));
  const restore = byId("fix-restore");
  /** @type {Asked[]} */
  let all = [];

  const current = () => all.find(({ slot }) => String(slot) === slots.value);
  const how = () => String(new FormData(form).get("how"));
  const chosen = () => new FormData(form).getAll("option").map(Number);

  /** @param {number} slot the one to begin with */
  async function open(slot) {
    const found = await get(url);
    all = found ? found.questions : [];
    fill(slots, ...all.map((one) => el("option", { value: one.slot }, titleOf(one))));
    if (all.some((one) => one.slot === slot)) slots.value = String(slot);
    draw();
    openBox(box);
  }

  /** @param {Asked} asked */
  function titleOf({ slot, q }) {
    return `${t("question_n", { n: slot + 1 })} ${q.stem.slice(0, 24)}`;
  }

  function draw() {
    const asked = current();
    const choosable = asked !== undefined && CHOOSABLE.includes(asked.q.kind);
    fill(byId("fix-options"), ...(asked && choosable ? asked.order.map(optionRow) : []));
    byId("fix-key").hidden = !choosable;
    const radio = choosable ? "how-key" : "how-void-all";
    /** @type {HTMLInputElement} */ (byId(radio)).checked = true;
    restore.hidden = !asked?.ruled;
    tell();
  }

  /** @param {number} number @param {number} place */
  function optionRow(number, place) {
    const q = /** @type {Asked} */ (current()).q;
    const text = optionFace(q, number, t);
    const input = el("input", { type: "checkbox", name: "option", value: number });
    const letter = el("span", { class: "for-ears" }, mark(place).letter);
    return el(
      "label",
      { class: "choice" },
      input,
      drawMark(place),
      letter,
      el("span", {}, ...text),
    );
  }

  function verdict() {
    const asked = current();
    return asked ? verdictOf(asked.q.kind, how(), chosen()) : null;
  }

  function tell() {
    const asked = current();
    const meant = verdict();
    go.disabled = !meant;
    const n = (asked?.slot ?? 0) + 1;
    const named = asked && meant ? meant.keys.map((key) => letters(key, asked.order)) : [];
    const text = meant ? t(`will_${meant.kind}`, { n, keys: named.join(" / ") }) : t("will_choose");
    byId("fix-will").textContent = all.length ? text : t("no_key_out");
    for (const one of form.querySelectorAll('[name="option"]'))
      one.toggleAttribute("disabled", how() !== "key");
  }

  slots.addEventListener("change", draw);
  form.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [asked, meant] = [current(), verdict()];
    closeBox(box);
    if (asked && meant) give("rule", { slot: asked.slot, ...meant });
  });
  restore.addEventListener("click", () => {
    const asked = current();
    closeBox(box);
    if (asked) give("restore", { slot: asked.slot });
  });
  return { open };
}
