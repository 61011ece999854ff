/** Joining: a nickname (one is suggested), where somebody lives, and a cohort. */

import { el, fill } from "../shared/dom.js";

/**
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 * @typedef {[code: string, name: string, children: [code: string, name: string][]]} Place
 * @typedef {{ nickname: string, region: string, cohort: string, unit: string, under14: boolean,
 *   guardian: boolean }} JoinForm
 * @typedef {{ code: string, message: string, field?: string }} Refusal
 */

/**
 * Regions as the page carries them, codes put together again. A line is "start|rest|name", then
 * "|rest~name" for each child: a code is the line's start and its own rest. Without a rest
 * (only "|name") it is the one before and 1.
 *
 * @param {string} packed
 * @returns {Place[]}
 */
export function unpack(packed) {
  return packed.split("\n").map((line) => {
    const [start = "", rest = "", name = "", ...children] = line.split("|");
    let last = "";
    return [
      start + rest,
      name,
      children.map((child) => {
        const [named = "", own] = child.split("~").reverse();
        last = own ?? String(+last + 1).padStart(last.length, "0");
        return [start + last, named];
      }),
    ];
  });
}

/**
 * @param {string} names of local plants and animals, parted by blanks
 * @param {() => number} random
 */
export function suggest(names, random) {
  const all = names.split(" ");
  return `${all[Math.floor(random() * all.length)]}${100 + Math.floor(random() * 900)}`;
}

/** @param {readonly [string, string, ...unknown[]]} one */
function choiceOf([code, name]) {
  return el("option", { value: code }, name);
}

/** @param {HTMLElement} input @param {string} label */
function field(input, label) {
  return el("p", { class: "field" }, el("label", { for: input.id }, label), input);
}

/** @param {HTMLElement} input @param {string} label */
function tick(input, label) {
  return el("p", { class: "tick" }, el("label", {}, input, label));
}

/** @param {Place[]} places @param {string} region chosen last time @param {Words} t */
function placeFields(places, region, t) {
  const city = el("select", { id: "city", required: true, change: drawParts });
  const part = el("select", { id: "region" });
  const partField = field(part, t("county"));
  const home = places.find(([code, , parts]) =>
    [code, ...parts.map(([one]) => one)].includes(region),
  );

  function drawParts() {
    const parts = places.find(([code]) => code === city.value)?.[2] ?? [];
    fill(part, choiceOf(["", t("choose")]), ...parts.map(choiceOf));
    partField.hidden = !parts.length;
    part.required = parts.length > 0;
  }

  city.append(choiceOf(["", t("choose")]), ...places.map(choiceOf));
  city.value = home ? home[0] : "";
  drawParts();
  if (part.required) part.value = region;
  return {
    node: el("div", { class: "pair" }, field(city, t("city")), partField),
    value: () => (part.required ? part.value : city.value),
  };
}

/**
 * @param {{ t: Words, places: Place[], cohorts: [string, string][], kept: Partial<JoinForm>,
 *   privacy: HTMLElement, send: (form: JoinForm) => Promise<Refusal | null> }} deps
 */
export function joinView({ t, places, cohorts, kept, privacy, send }) {
  const text = { maxlength: 100, autocomplete: "off" };
  const nickname = el("input", { id: "nickname", required: true, ...text });
  const unit = el("input", { id: "unit", ...text });
  const place = placeFields(places, kept.region ?? "", t);
  const cohort = el("select", { id: "cohort" }, ...cohorts.map(choiceOf));
  const under14 = el("input", { type: "checkbox", id: "under14", change: drawGuardian });
  const guardian = el("input", { type: "checkbox", id: "guardian" });
  const guardianField = tick(guardian, t("guardian"));
  const more = [field(unit, t("unit")), tick(under14, t("under14")), guardianField];
  const problem = el("p", { class: "problem", role: "alert", id: "problem" });
  const button = el("button", { class: "main" }, t("join"));
  const form = el(
    "form",
    { class: "card", submit },
    el("h2", {}, t("join_title")),
    field(nickname, t("nickname")),
    place.node,
    field(cohort, t("cohort")),
    el("details", {}, el("summary", {}, t("more_fields")), ...more),
    problem,
    button,
    privacy,
  );
  nickname.value = kept.nickname ?? "";
  unit.value = kept.unit ?? "";
  cohort.value = kept.cohort ?? "general";
  drawGuardian();

  function drawGuardian() {
    guardianField.hidden = !under14.checked;
    if (under14.checked) cohort.value = "youth";
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    const refusal = await send({
      nickname: nickname.value,
      region: place.value(),
      cohort: cohort.value,
      unit: unit.value,
      under14: under14.checked,
      guardian: guardian.checked,
    });
    button.disabled = false;
    if (refusal) complain(form, problem, refusal);
  }

  return form;
}

/** @param {HTMLElement} form @param {HTMLElement} problem @param {Refusal} refusal */
function complain(form, problem, { message, field: name }) {
  problem.textContent = `⚠ ${message}`;
  for (const input of form.querySelectorAll("input, select")) {
    const wrong = input.id === name;
    input.toggleAttribute("aria-invalid", wrong);
    if (wrong && input instanceof HTMLElement) input.focus();
  }
}
