/** Finding a player, to rename, remove or let in again. */

import { byId, el, fill } from "../shared/dom.js";
import { ask, closeBox, dialog, openBox } from "./ask.js";

/**
 * @typedef {{ id: number, name: string, region: string, bot: boolean, removed: boolean }} Player
 * @typedef {import("./frames.js").Guest} Guest
 * @typedef {import("./frames.js").Words} Words
 */

// Somebody types a name faster than this; then the server is asked once.
const TYPING_MS = 250;

/**
 * @param {{ url: string, t: Words, later: (fn: () => void, ms: number) => () => void,
 *   give: (does: string, fields: import("./frames.js").Fields) => void }} deps
 */
export function openPlayers({ url, t, later, give }) {
  const field = /** @type {HTMLInputElement} */ (byId("find"));
  const list = byId("found");
  const name = /** @type {HTMLInputElement} */ (byId("new-name"));
  let renamed = 0;
  let cancel = () => {};
  let asked = 0;

  async function look() {
    const mine = ++asked;
    const found = await get(`${url}?q=${encodeURIComponent(field.value)}`);
    if (mine !== asked) return;
    const rows = found ? found.people.map(row) : [];
    const end = ending(found);
    fill(list, ...rows, ...(end ? [el("li", { class: "quiet" }, end)] : []));
  }

  /** @param {{ people: Player[], more: boolean } | null} found @returns {string} */
  function ending(found) {
    if (!found) return t("not_found_now");
    if (!found.people.length) return t("nobody");
    return found.more ? t("more_people") : "";
  }

  /** @param {Player} player */
  function row({ id, name: called, region, bot, removed }) {
    const about = [region, bot ? t("bot") : "", removed ? t("removed") : ""].filter(Boolean);
    const rename = () => openRename(id, called);
    const remove = () => askOut(id, called);
    const back = () => give("let_in", { number: id });
    return el(
      "li",
      { class: removed ? "gone" : "" },
      el("bdi", {}, called),
      el("small", {}, about.join(" · ")),
      el("button", { type: "button", click: rename }, t("rename")),
      removed
        ? el("button", { type: "button", click: back }, t("let_in"))
        : el("button", { type: "button", class: "danger", click: remove }, t("remove")),
    );
  }

  /** @param {number} id @param {string} called */
  function askOut(id, called) {
    ask(t("ask_remove", { name: called }), t("remove"), () => give("remove", { number: id }));
  }

  /** What can be done about somebody who stands in sight. @param {Guest} who */
  function open({ id, name: called, region, bot }) {
    const box = dialog("person");
    byId("person-name").textContent = called;
    byId("person-about").textContent = [region, bot ? t("bot") : ""].filter(Boolean).join(" · ");
    instead("person-rename", box, () => openRename(id, called));
    instead("person-remove", box, () => give("remove", { number: id }));
    // The space bar is the big button's again when this is shut.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    openBox(box);
    byId("person-stay").focus();
  }

  /** @param {string} button @param {HTMLDialogElement} box @param {() => void} then */
  function instead(button, box, then) {
    byId(button).onclick = () => {
      closeBox(box);
      then();
    };
  }

  /** @param {number} id @param {string} called */
  function openRename(id, called) {
    renamed = id;
    name.value = called;
    openBox(dialog("rename"));
    name.select();
  }

  byId("rename-form").addEventListener("submit", (event) => {
    event.preventDefault();
    closeBox(dialog("rename"));
    give("rename", { number: renamed, name: name.value });
  });
  field.addEventListener("input", () => {
    cancel();
    cancel = later(look, TYPING_MS);
  });
  byId("manage").addEventListener("toggle", look);
  return {
    open,
    /** Somebody was renamed, removed or let in, or came. */
    changed: () => byId("manage").hasAttribute("open") && look(),
  };
}

/** @param {string} address @returns {Promise<any>} null for anything but a good answer */
export async function get(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
