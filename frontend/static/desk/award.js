/** The award's what-if: each change of a weight moves the ranks at once. */

import { byId, el, fill } from "../shared/dom.js";
import { above, decimal, rows } from "./award_score.js";

/** @typedef {import("./award_score.js").Row} Row */

const form = /** @type {HTMLFormElement} */ (byId("weights"));
const keep = /** @type {HTMLFormElement} */ (byId("keep"));
const data = document.getElementById("setup");
/** @type {{ kept: number[], parts: string[], rows: import("./award_score.js").Region[] }} */
const setup = data ? JSON.parse(data.textContent || "") : { kept: [], parts: [], rows: [] };
const numbers = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[type=number]")]);
const sliders = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[type=range]")]);
const overall = document.getElementById("why")?.dataset.overall || "%s";
const kept = new Map(rows(setup.rows, setup.kept).map((row) => [row.region.path, row.rank]));
let asked = new URLSearchParams(location.search).get("why") || "";

function weights() {
  return numbers.map((input) => Math.min(Math.max(Math.trunc(Number(input.value)) || 0, 0), 100));
}

/** @param {number} n @param {number} value the weight of part `n`, wherever it is shown */
function setAt(n, value) {
  const [number, slider] = [numbers[n], sliders[n]];
  if (!number || !slider) return;
  slider.value = String(value);
  const hidden = /** @type {HTMLInputElement} */ (keep.elements.namedItem(number.name));
  hidden.value = String(value);
}

/** @param {number} n @param {number | string} value */
function type(n, value) {
  const number = numbers[n];
  if (number) number.value = String(value);
}

/** @param {number[]} now */
function tellSum(now) {
  const sum = now.reduce((all, one) => all + one, 0);
  const said = byId("sum");
  const words = said.dataset;
  said.textContent = sum === 100 ? words.good || "" : (words.bad || "").replace("%s", String(sum));
  said.classList.toggle("bad", sum !== 100);
  for (const button of form.querySelectorAll("[form=keep]")) {
    /** @type {HTMLButtonElement} */ (button).disabled = sum !== 100;
  }
}

/** @param {Element} item @param {Row} row */
function paint(item, row) {
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (item.querySelector(name));
  const moved = (kept.get(row.region.path) || 0) - row.rank;
  part(".rank").textContent = String(row.inBand);
  part(".score").textContent = decimal(row.score);
  part(".note").textContent = overall.replace("%s", String(row.rank));
  part(".moved").textContent = moved ? `${moved > 0 ? "▲" : "▼"}${Math.abs(moved)}` : "";
  part(".moved").className = `moved ${moved > 0 ? "up" : "down"}`;
  const bars = row.gains.map((gain) => {
    const bar = el("i");
    bar.style.width = `${gain / 100}%`;
    return bar;
  });
  fill(part(".bar-of"), ...bars);
}

/** @param {Row[]} scored */
function explain(scored) {
  const row = scored.find((one) => one.region.path === asked);
  const place = byId("why");
  if (!row) return;
  const words = place.dataset;
  const better = above(scored, row);
  place.hidden = false;
  if (!better) {
    fill(place, el("h2", {}, row.region.name), el("p", {}, words.first || ""));
    return;
  }
  const head = (words.head || "")
    .replace("{name}", row.region.name)
    .replace("{rank}", String(row.rank))
    .replace("{above_rank}", String(better.rank))
    .replace("{above}", better.region.name);
  fill(place, el("h2", {}, head), table(row, better, words), from(row, better));
}

/** @param {...Row} compared what each one's figures come from */
function from(...compared) {
  const lists = compared.map(({ region }) => {
    const facts = region.facts.map((fact) => el("li", {}, fact));
    return el("div", {}, el("b", {}, region.name), el("ul", {}, ...facts));
  });
  return el("div", { class: "from" }, ...lists);
}

/** @param {Row} row @param {Row} better @param {DOMStringMap} words */
function table(row, better, words) {
  /** @param {string} text */
  const number = (text) => el("td", { class: "number" }, text);
  /** @param {string} name @param {number} mine @param {number} theirs */
  const line = (name, mine, theirs) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, name),
      ...[mine, theirs, theirs - mine].map((value) => number(decimal(value))),
    );
  const heads = [words.part, row.region.name, better.region.name, words.gap].map((text, n) =>
    el("th", { scope: "col", class: n ? "number" : "" }, text || ""),
  );
  const body = el("tbody");
  body.append(
    ...row.gains.map((gain, n) => line(setup.parts[n] || "", gain, better.gains[n] || 0)),
    line(words.sum || "", row.score, better.score),
  );
  const made = el("table", { class: "rows" }, el("thead", {}, el("tr", {}, ...heads)), body);
  return el(
    "div",
    { class: "scroll", role: "region", tabindex: 0, "aria-label": row.region.name },
    made,
  );
}

function move() {
  const now = weights();
  tellSum(now);
  now.forEach((value, n) => {
    setAt(n, value);
  });
  const scored = rows(setup.rows, now);
  for (const list of document.querySelectorAll("[data-band]")) {
    const items = new Map([...list.children].map((item) => [item.getAttribute("data-path"), item]));
    const mine = scored.filter((row) => items.has(row.region.path));
    for (const row of mine) {
      const item = /** @type {Element} */ (items.get(row.region.path));
      paint(item, row);
      items.delete(row.region.path);
      list.append(item);
    }
    list.append(...items.values()); // those that are not ranked stay at the end
  }
  explain(scored);
}

function begin() {
  sliders.forEach((slider, n) => {
    slider.hidden = false;
    slider.addEventListener("input", () => {
      type(n, slider.value);
      move();
    });
  });
  form.addEventListener("input", move);
  form.querySelector("[data-plain]")?.setAttribute("hidden", "");
  const back = byId("back");
  back.hidden = false;
  back.addEventListener("click", () => {
    setup.kept.forEach((value, n) => {
      type(n, value);
    });
    move();
  });
  document.querySelector(".bands")?.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a.name");
    if (!link) return;
    event.preventDefault();
    asked = link.closest("[data-path]")?.getAttribute("data-path") || "";
    explain(rows(setup.rows, weights()));
    byId("why").scrollIntoView({ block: "nearest" });
  });
  move();
}

if (data) begin();
