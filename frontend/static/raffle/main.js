/** A raffle's page: one's own tickets and prize, and the draw drawn again. */

import { grouped } from "../screen/figures.js";
import { byId, el } from "../shared/dom.js";
import { faults } from "./again.js";

/**
 * @typedef {{ stage: string, tickets: string[], prize: string | null, claim_by: number | null,
 *   claimed: boolean }} Mine
 * @typedef {Record<"facts" | "tickets" | "mine" | "key" | "stage" | "same" | "other" | "nobody"
 *   | "none" | "failed" | "won" | "reserve" | "unlucky" | "waiting" | "yours" | "kept", string>} Setup
 */

/** @type {Setup} */
const setup = JSON.parse(byId("setup").textContent ?? "{}");

/** @param {string} words @param {...(string | number)} parts */
function filled(words, ...parts) {
  return parts.reduce(
    (/** @type {string} */ said, part) => said.replace("{}", String(part)),
    words,
  );
}

async function again() {
  const told = byId("verdict");
  told.textContent = "…";
  try {
    const [facts, list] = await Promise.all([fetch(setup.facts), fetch(setup.tickets)]);
    const found = await facts.json();
    const listed = (await list.text()).split("\n").filter(Boolean);
    const wrong = faults(found, listed);
    told.textContent = wrong.length
      ? filled(setup.other, wrong.join(", "))
      : filled(setup.same, grouped(listed.length), grouped(found.drawn.length));
    told.classList.toggle("problem", wrong.length > 0);
  } catch {
    told.textContent = setup.failed;
  }
}

function token() {
  try {
    return localStorage.getItem(setup.key);
  } catch {
    return null;
  }
}

/** @param {string} method @param {object} [body] */
async function call(method, body) {
  /** @type {Record<string, string>} */
  const headers = { Authorization: `Bearer ${token()}` };
  if (body) headers["Content-Type"] = "application/json";
  const sent = body ? JSON.stringify(body) : null;
  const answer = await fetch(setup.mine, { method, headers, body: sent });
  return { ok: answer.ok, body: await answer.json() };
}

/** @param {Mine} mine @returns {string} */
function verdict(mine) {
  if (!mine.tickets.length) return mine.stage === "open" ? "" : setup.none;
  if (mine.stage === "sealed") return setup.waiting;
  if (mine.prize === "") return setup.reserve;
  if (!mine.prize) return setup.unlucky;
  const until = new Date((mine.claim_by ?? 0) + 8 * 3600000).toISOString();
  return filled(setup.won, mine.prize, until.slice(0, 16).replace("T", " "));
}

/** @param {Mine} mine */
function show(mine) {
  byId("mine").hidden = mine.stage === "open" && !mine.tickets.length;
  byId("luck").textContent = verdict(mine);
  const list = byId("numbers");
  list.textContent = "";
  list.append(...mine.tickets.map((one) => el("li", {}, el("code", {}, one))));
  byId("claim").hidden = !mine.prize;
  byId("claimed").textContent = mine.claimed ? setup.kept : "";
}

/** @param {Event} event */
async function claim(event) {
  event.preventDefault();
  const contact = /** @type {HTMLInputElement} */ (byId("contact")).value;
  try {
    const { ok, body } = await call("POST", { contact });
    if (ok) show(body);
    byId("claim-problem").textContent = ok ? "" : body.message;
  } catch {
    byId("claim-problem").textContent = setup.failed;
  }
}

async function start() {
  byId("claim").addEventListener("submit", claim);
  document.getElementById("again")?.addEventListener("click", again);
  if (!token()) return;
  try {
    const { ok, body } = await call("GET");
    if (ok) show(body);
  } catch {
    byId("luck").textContent = setup.failed;
  }
}

start();
