/** Joining: the form is filled in once, kept on this phone, and forgotten when its owner says so. */

import { show } from "../shared/dom.js";
import { randomHex } from "../shared/random.js";
import { joinView, suggest, unpack } from "./join.js";
import { call, contest, data, dropUnsent, key, privacy, say, status, store, t } from "./page.js";

/** @typedef {import("./join.js").JoinForm} JoinForm */

/** @param {HTMLElement} main @param {() => void} joined what follows once this phone has a token */
export function openJoining(main, joined) {
  /** @returns {Partial<JoinForm>} what was filled in last time on this phone */
  function remembered() {
    try {
      return JSON.parse(store.get("me") ?? "{}");
    } catch {
      return {};
    }
  }

  function form() {
    const kept = { nickname: suggest(t("suggestions"), Math.random), ...remembered() };
    const places = unpack(data.regions);
    show(
      main,
      joinView({ t, places, cohorts: data.cohorts, kept, privacy: privacy(), send: join }),
    );
  }

  /** A second sending of one form must not make a second contestant. */
  function once() {
    const kept = store.get(key("once"));
    if (kept) return kept;
    const made = randomHex(16);
    store.set(key("once"), made);
    return made;
  }

  /** @param {JoinForm} filled */
  async function join(filled) {
    const { ok, body } = await call("POST", "/api/join", {
      ...filled,
      contest: contest.code,
      once: once(),
    });
    if (!ok) return body;
    store.set("me", JSON.stringify({ ...filled, nickname: body.nickname }));
    store.set(key("token"), body.token);
    dropUnsent();
    store.drop(key("once"));
    joined();
    return null;
  }

  async function forget() {
    const { ok, body } = await call("DELETE", "/api/me");
    if (!ok && body.code !== "no_token") return say(body.message);
    for (const name of ["token", "round", "open"]) store.drop(key(name));
    store.drop("me");
    dropUnsent();
    form();
    status("saved", t("erased"));
  }

  return { remembered, show: form, forget };
}
