/** The first page tells of a paper that was begun on this phone and is not over, and leads into it. */

import { byId, el } from "../shared/dom.js";
import { openStore } from "../shared/storage.js";

const BEGUN = "open:";
const place = byId("running");
const store = openStore(
  () => localStorage,
  () => {},
);

/** @returns {string[]} names under which rounds with such a paper are kept; none without storage */
function begun() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(BEGUN));
  } catch {
    return [];
  }
}

for (const name of begun()) {
  const contest = name.slice(BEGUN.length);
  const href = `/p/${encodeURIComponent(contest)}/`;
  const click = () => store.set(`round:${contest}`, store.get(name) ?? "");
  place.append(el("a", { class: "button main", href, click }, place.dataset.text ?? ""));
}
