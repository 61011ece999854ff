/** Joining: a nickname (one is suggested), where somebody lives, and a cohort. */

import { el } from "../shared/dom.js";

/**
 * @typedef {(word: string, ...parts: (string | number)[]) => string} Words
 * @typedef {[code: string, name: string, children: [code: string, name: string][]]} Place
 * @typedef {{ nickname: string, region: string, cohort: string, unit: string, under14: boolean,
 *   guardian: boolean }} JoinForm
 * @typedef {{ code: string, message: string, field?: string }} Refusal
 */

/**
 * Regions as the page carries them: "prefix|rest|name|rest name|…" a line, codes put together again.
 *
 * @param {string} packed
 * @returns {Place[]}
 */
export function unpack(packed) {
  return packed.split("\n").map((line) => {
    const [prefix = "", rest = "", name = "", ...children] = line.split("|");
    return [prefix + rest, name, children.map((child) => leaf(prefix, child))];
  });
}

/** @param {string} prefix @param {string} child @returns {[string, string]} */
function leaf(prefix, child) {
  const space = child.indexOf(" ");
  return [prefix + child.slice(0, space), child.slice(space + 1)];
}

/**
 * @param {string} names of local plants and animals, parted by blanks
 * @param {() => number} random
 */
export function suggest(names, random) {
  const all = names.split(" ");
  return `${all[Math.floor(random() * all.length)]}${100 + Math.floor(random() * 900)}`;
}

/**
 * @param {{ t: Words, places: Place[], cohorts: [string, string][], kept: Partial<JoinForm>,
 *   privacy: HTMLElement, send: (form: JoinForm) => Promise<Refusal | null> }} deps
 */
export function joinView({ t, places, cohorts, kept, privacy, send }) {
  const nickname = el("input", {
    id: "nickname",
    required: true,
    maxlength: 100,
    autocomplete: "off",
  });
  nickname.value = kept.nickname ?? "";
  const city = el("select", { id: "city", required: true, change: drawCounties });
  const county = el("select", { id: "region", required: true });
  const cohort = el("select", { id: "cohort" }, ...cohorts.map((one) => choiceOf(one)));
  cohort.value = kept.cohort ?? "general";
  const unit = el("input", { id: "unit", maxlength: 100, autocomplete: "organization" });
  unit.value = kept.unit ?? "";
  const under14 = el("input", { type: "checkbox", id: "under14", change: drawGuardian });
  const guardian = el("input", { type: "checkbox", id: "guardian" });
  const button = el("button", { class: "main" }, t("join"));
  const problem = el("p", { class: "problem", role: "alert", id: "problem" });
  const countyField = field(county, t("county"));
  const guardianField = tick(guardian, t("guardian"));

  city.append(choiceOf(["", t("choose")]), ...places.map(choiceOf));
  const home = places.find(
    ([code, , kids]) => code === kept.region || kids.some((kid) => kid[0] === kept.region),
  );
  if (home) city.value = home[0];
  drawCounties();
  if (home) county.value = kept.region ?? "";
  drawGuardian();

  function drawCounties() {
    const kids = places.find(([code]) => code === city.value)?.[2] ?? [];
    county.replaceChildren(choiceOf(["", t("choose")]), ...kids.map(choiceOf));
    countyField.hidden = !kids.length;
    county.required = kids.length > 0;
  }

  function drawGuardian() {
    guardianField.hidden = !under14.checked;
    if (under14.checked) cohort.value = "youth";
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    problem.textContent = "";
    const refusal = await send({
      nickname: nickname.value,
      region: county.required ? county.value : city.value,
      cohort: cohort.value,
      unit: unit.value,
      under14: under14.checked,
      guardian: guardian.checked,
    });
    button.disabled = false;
    if (refusal) complain(refusal);
  }

  /** @param {Refusal} refusal */
  function complain({ message, field: name }) {
    problem.textContent = `⚠ ${message}`;
    for (const input of form.querySelectorAll("input, select")) {
      const wrong = input.id === name;
      input.toggleAttribute("aria-invalid", wrong);
      if (wrong && input instanceof HTMLElement) input.focus();
    }
  }

  const form = el(
    "form",
    { class: "card", submit },
    el("h2", {}, t("join_title")),
    field(nickname, t("nickname")),
    el("div", { class: "pair" }, field(city, t("city")), countyField),
    field(cohort, t("cohort")),
    el(
      "details",
      {},
      el("summary", {}, t("more_fields")),
      field(unit, t("unit")),
      tick(under14, t("under14")),
    ),
    guardianField,
    problem,
    button,
    privacy,
  );
  return form;
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
