/** The draw in a hall: winners are uncovered one by one, by key, by touch, or by themselves. */

import { byId } from "../shared/dom.js";

const EACH_MS = 2400;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
/** The last prize first, so that the first prize is the end of it. */
const cards = [...document.querySelectorAll("#winners > li")].reverse();
let shown = 0;

function next() {
  const card = cards[shown++];
  if (!card) return;
  card.classList.add("shown");
  card.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  byId("left").textContent = String(cards.length - shown);
}

addEventListener("keydown", (event) => {
  if ([" ", "Enter", "ArrowRight", "PageDown"].includes(event.key)) {
    event.preventDefault();
    next();
  }
});
addEventListener("pointerdown", next);
byId("left").textContent = String(cards.length);
if (still) cards.forEach(next);
else setInterval(next, EACH_MS);
