/** The page of somebody who lives elsewhere now: one form, sent with the phone's own token. */

import { byId, el } from "../shared/dom.js";
import { call, say, store, tokenKey } from "./beside.js";
import { unpack } from "./join.js";

const form = /** @type {HTMLFormElement} */ (byId("home"));
const region = /** @type {HTMLSelectElement} */ (byId("region"));
const cohort = /** @type {HTMLSelectElement} */ (byId("cohort"));
const words = form.dataset;
const setup = JSON.parse(byId("setup").textContent || "{}");
const token = store.get(tokenKey(words.contest));
let now = { region: "", cohort: "" };

/** @param {readonly string[]} one */
const option = ([value = "", name = ""]) => el("option", { value }, name);

function fill() {
  for (const [code, name, children] of unpack(setup.regions)) {
    const own = children.length ? children : [/** @type {[string, string]} */ ([code, name])];
    region.append(el("optgroup", { label: name }, ...own.map(option)));
  }
  cohort.append(...setup.cohorts.map(option));
}

/** @param {{ region: string, cohort: string }} me */
function showMine(me) {
  now = me;
  region.value = me.region;
  cohort.value = me.cohort;
  form.hidden = false;
}

/** @param {{ region: string, cohort: string }} me */
function remember(me) {
  const kept = JSON.parse(store.get("me") || "{}");
  store.set("me", JSON.stringify({ ...kept, region: me.region, cohort: me.cohort }));
}

async function begin() {
  if (!token) return say(words.nobody || "", true);
  const { ok, body } = await call("GET", "/api/me", token);
  if (!ok) return say(body.message, true);
  fill();
  showMine(body);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const home = { region: region.value, cohort: cohort.value };
    if (home.region === now.region && home.cohort === now.cohort) return say(words.same || "");
    const { ok, body } = await call("PUT", "/api/me/home", token, home);
    if (!ok) return say(body.message, true);
    now = body;
    remember(body);
    say(words.done || "");
  } catch {
    say(words.failed || "", true);
  }
});

begin().catch(() => say(words.failed || "", true));
