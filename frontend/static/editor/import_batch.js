/** One imported file: its progress, rows unfolded in place, and keys. Works as links without this. */

import { typing } from "./main.js";
import { parsed } from "./parsed.js";

const POLL_MS = 700;
const BUSY = ["reading", "storing", "undoing"];
const reading = document.getElementById("reading");

/** @param {string} id @param {string} text */
function put(id, text) {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
}

/** @typedef {{ state: string, done: number, total: number, dead: boolean }} Stand */

/** @param {Stand} stand */
function draw(stand) {
  const bar = /** @type {HTMLProgressElement | null} */ (document.getElementById("far"));
  if (!bar || stand.total === 0 || stand.state !== "reading") return;
  bar.max = stand.total;
  bar.value = stand.done;
  put("done", String(stand.done));
  put("total", String(stand.total));
}

/** @param {string} address @param {boolean} some whether rows are shown already */
async function watch(address, some) {
  const answer = await fetch(address);
  const stand = /** @type {Stand} */ (await answer.json());
  draw(stand);
  // The first rows are shown as soon as they are there, all others when reading is over.
  const first = stand.state === "reading" && !some && stand.done > 0;
  const busy = BUSY.includes(stand.state);
  if (!busy || stand.dead || first) location.reload();
  else setTimeout(again, POLL_MS, address, some);
}

/** @param {string} address @param {boolean} some */
function again(address, some) {
  watch(address, some).catch(() => setTimeout(again, POLL_MS, address, some));
}

if (reading?.dataset.poll && document.getElementById("far")) {
  again(reading.dataset.poll, document.querySelector("[data-row]") !== null);
}

/** @param {HTMLElement} link */
async function unfold(link) {
  const row = link.closest("tr");
  if (!row) return;
  const next = row.nextElementSibling;
  if (next?.classList.contains("unfolded")) {
    next.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const answer = await fetch(`?part=row&row=${link.dataset.open}`);
  if (!answer.ok) throw new Error(String(answer.status));
  const part = parsed(await answer.text());
  const line = document.createElement("tr");
  line.className = "unfolded";
  const cell = line.insertCell();
  cell.colSpan = 6;
  cell.append(...Array.from(part.childNodes));
  row.after(line);
  link.setAttribute("aria-expanded", "true");
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const row = target.closest("[data-open], [data-mend]")?.closest("tr");
  const link = /** @type {HTMLAnchorElement | null | undefined} */ (
    row?.querySelector("[data-open]")
  );
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  unfold(link).catch(() => location.assign(link.href));
});

/** @param {number} step */
function move(step) {
  const links = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("[data-open]")));
  const here = document.activeElement?.closest("tr");
  const now = links.findIndex((link) => link.closest("tr") === here);
  const next = links[Math.max(0, Math.min(links.length - 1, now + step))];
  if (next) next.focus();
}

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x" && document.activeElement) {
    const row = document.activeElement.closest("[data-row]");
    const button = row?.querySelector("[data-leave]");
    if (button) /** @type {HTMLElement} */ (button).click();
  }
});
