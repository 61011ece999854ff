/** The lobby: the way in, a calm wall of names, and the cities filling. */
import { grouped } from "../screen/figures.js";
import { openHoneycomb } from "../screen/honeycomb.js";
import { byId, el, fill } from "../shared/dom.js";
import { unfold } from "./fit.js";
import { say } from "./words.js";

/**
 * @typedef {import("./frames.js").Crowd} Crowd
 * @typedef {import("./frames.js").Guest} Guest
 * @typedef {import("./frames.js").Words} Words
 */

/**
 * Which guest stands in which of `slots` places: who is there stays there, a new one takes an empty
 * place or that of whoever has been here longest.
 *
 * @param {(number | null)[]} standing ids by place, as they stand
 * @param {number[]} ids newest last
 * @param {number} slots
 * @returns {(number | null)[]}
 */
export function seated(standing, ids, slots) {
  const newest = ids.slice(-slots);
  const next = Array.from({ length: slots }, (_, place) => {
    const id = standing[place] ?? null;
    return id !== null && newest.includes(id) ? id : null;
  });
  for (const id of newest) {
    if (next.includes(id)) continue;
    next[next.indexOf(null)] = id;
  }
  return next;
}

/** @param {HTMLElement} list @param {Words} t */
export function openWall(list, t) {
  /** @type {(number | null)[]} */
  let standing = [];
  /** @type {Guest[]} */
  let guests = [];
  let slots = 0;
  new ResizeObserver(measure).observe(list);

  /** Large names while all have room, smaller ones for more people. */
  function measure() {
    list.classList.remove("many");
    slots = room();
    list.classList.toggle("many", guests.length > slots);
    slots = room();
    paint();
  }

  function room() {
    const style = getComputedStyle(list);
    const columns = style.gridTemplateColumns.split(" ").length;
    const row = Number.parseFloat(style.gridAutoRows);
    return columns * Math.max(1, Math.floor(list.clientHeight / row));
  }

  function paint() {
    const first = standing.length === 0;
    const next = seated(
      standing,
      guests.map(({ id }) => id),
      slots,
    );
    while (list.children.length < slots) list.append(el("li"));
    while (list.children.length > slots) list.lastElementChild?.remove();
    next.forEach((id, place) => {
      const item = /** @type {HTMLElement} */ (list.children[place]);
      const guest = guests.find((one) => one.id === id);
      put(item, guest, first);
    });
    standing = next;
    unfold(list.children, "bdi");
  }

  /** @param {HTMLElement} item @param {Guest | undefined} guest @param {boolean} first */
  function put(item, guest, first) {
    const sign = guest ? `${guest.id} ${guest.name} ${guest.region}` : "";
    if (item.dataset.sign === sign) return;
    item.dataset.sign = sign;
    item.className = guest ? `here${first ? "" : " new"}` : "";
    fill(item, ...(guest ? lines(guest) : []));
  }

  /** @param {Guest} guest */
  function lines({ name, region, bot }) {
    const about = [
      ...(region ? [el("span", {}, region)] : []),
      ...(bot ? [el("i", {}, t("bot"))] : []),
    ];
    return [el("bdi", {}, name), " ", el("small", {}, ...about)];
  }

  /** @param {Guest[]} names newest last */
  return (names) => {
    guests = names;
    measure();
  };
}

/**
 * @param {{ t: Words, words: Record<string, string>, still: () => boolean }} deps
 * @returns {(crowd: Crowd) => void}
 */
export function openLobby({ t, words, still }) {
  const wall = openWall(byId("names"), t);
  const places = document.getElementById("places");
  const map = document.getElementById("map");
  const legend = document.getElementById("legend");
  const deps = { words, still, counted: true };
  const paintMap = map && legend ? openHoneycomb(svg(map), svg(legend), deps) : null;

  return ({ people, regions, names }) => {
    sayInside(people);
    byId("nobody").hidden = people > 0;
    wall(names);
    if (paintMap) paintMap(regions.map(([path, name, n]) => tile(path, name, n)));
    if (places) fill(places, ...regions.map(([, name, n]) => bar(name, n, regions)));
  };

  /** The number is large, wherever it stands in the sentence. @param {number} people */
  function sayInside(people) {
    const number = byId("people");
    const [before = "", after = ""] = t("inside", { n: people }).split(String(people));
    say(number, grouped(people));
    say(/** @type {HTMLElement} */ (number.previousElementSibling), before);
    say(/** @type {HTMLElement} */ (number.nextElementSibling), after);
  }

  /** @param {string} name @param {number} n @param {Crowd["regions"]} regions */
  function bar(name, n, regions) {
    const line = el("i", { "aria-hidden": "true" });
    line.style.setProperty("--part", String(n / Math.max(...regions.map(([, , one]) => one))));
    return el("li", {}, el("bdi", {}, name), line, el("b", {}, t("people", { n })));
  }
}

/** @param {string} path @param {string} name @param {number} people a row as the honeycomb reads it */
function tile(path, name, people) {
  return { id: path, name, people, rank: null, same: false, ranked: false };
}

/** @param {unknown} node @returns {SVGElement} */
function svg(node) {
  return /** @type {SVGElement} */ (node);
}
