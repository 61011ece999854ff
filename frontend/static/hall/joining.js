/** The way in: a form as in the contest, or the place of somebody's other phone. */

import { joinView, suggest, unpack } from "../phone/join.js";
import {
  call,
  contest,
  data,
  dropUnsent,
  key,
  privacy,
  say,
  status,
  store,
  t,
} from "../phone/page.js";
import { show } from "../shared/dom.js";
import { randomHex } from "../shared/random.js";
import { noteView } from "./note.js";
import { act } from "./waits.js";

/** @typedef {import("../phone/join.js").JoinForm} JoinForm */

/** @returns {Partial<JoinForm>} what was filled in last time on this phone, here or in a paper */
function remembered() {
  try {
    return JSON.parse(store.get("me") ?? "{}");
  } catch {
    return {};
  }
}

/** @param {string} token @param {object} me @param {string} nickname */
function known(token, me, nickname) {
  store.set("me", JSON.stringify({ ...me, nickname }));
  store.set(key("token"), token);
}

/** @param {HTMLElement} main @param {() => void} enter */
export function showJoin(main, enter) {
  const kept = { nickname: suggest(t("suggestions"), Math.random), ...remembered() };
  const places = unpack(data.regions);
  show(main, joinView({ t, places, cohorts: data.cohorts, kept, privacy: privacy(), send }));

  /** @param {JoinForm} form */
  async function send(form) {
    // A second sending of one form must not make a second contestant.
    const once = store.get(key("once")) ?? randomHex(16);
    store.set(key("once"), once);
    const { ok, body } = await call("POST", "/api/join", { ...form, contest: contest.code, once });
    if (!ok) return body;
    known(body.token, form, body.nickname);
    dropUnsent();
    store.drop(key("once"));
    enter();
    return null;
  }
}

/**
 * This phone takes over from another one.
 *
 * @param {string} ticket of the link that the other one showed
 * @param {HTMLElement} main @param {() => void} begin
 */
export function showMove(ticket, main, begin) {
  // Sent again after a lost answer it must be the same: the first one may have been taken.
  const token = randomHex(16);
  const go = act(t("move_here"), take, true);
  show(main, noteView(t("move_here"), t("move_here_more"), go));

  async function take() {
    go.disabled = true;
    const { ok, body } = await call("PUT", "/api/move", { ticket, token });
    go.disabled = false;
    if (ok) known(token, { ...remembered(), ...body }, body.nickname);
    if (ok) status("", "");
    else say(body.message);
    if (body.code === "offline") return;
    history.replaceState(null, "", location.pathname);
    begin();
  }
}
