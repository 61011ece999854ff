/**
 * What a phone in the hall needs once it is in: the question with its controls, the key with its
 * reasons, the board, the end, another phone. Sent as one module (quiz/sittings/phone_page.py) that
 * browsers keep; it has its own words, and is given what there must be one of.
 */

import { learn, missing } from "../../phone/learn.js";
import { contest, store, t, words } from "../../phone/page.js";
import { parts } from "../../phone/parts.js";
import { drawMark } from "../../shared/marks.js";
import { noteView } from "../note.js";
import { openAsking } from "./asking.js";
import { tapByKey } from "./keys.js";
import { moveView } from "./move.js";
import { boardView, finalView } from "./place.js";
import { openSeen } from "./seen.js";
import { toldView } from "./told.js";

/**
 * @typedef {import("../stand.js").Standing} Standing
 * @typedef {import("./asking.js").Put} Put
 * @typedef {ReturnType<typeof openLater>} Later
 */

/**
 * @param {import("../../phone/more/more.js").Extra} extra comes with the module
 * @param {Parameters<typeof openAsking>[0]} deps
 */
export function openLater(extra, deps) {
  Object.assign(words, extra.words);
  const sheet = document.styleSheets[0];
  for (const rule of extra.rules) sheet?.insertRule(rule, sheet.cssRules.length);
  parts.sign = (place) => [drawMark(place)];
  let whose = 0;
  let seen = openSeen(store, whose);
  let asking = openAsking(deps);

  /** @type {Record<string, (at: Standing) => import("./told.js").Painted>} */
  const painters = {
    told: toldView,
    board: boardView,
    final: (at) => finalView(at, seen, `/p/${contest.code}/`),
  };

  /** What somebody else saw, and had chosen, on this phone is no business of who is here now. */
  function know(/** @type {number} */ attempt) {
    if (whose === attempt) return;
    whose = attempt;
    seen = openSeen(store, attempt);
    asking = openAsking(deps);
  }

  return {
    /** @param {string} scene @param {Standing} at @param {Put} put */
    draw(scene, at, put) {
      know(at.attempt);
      if (scene === "told") seen.keep(at);
      if (at.content && missing({ ...at.content.q, ...at.stage.told })) {
        put(noteView(t("connecting"), ""));
        learn().then(deps.redraw);
        return;
      }
      if (scene === "ask") return asking.draw(at, put);
      const painted = painters[scene]?.(at);
      if (!painted) return;
      put(painted.node);
      deps.tell(painted.said);
    },
    bar: (/** @type {number} */ slot) => asking.bar(slot),
    key: tapByKey,
    move: moveView,
  };
}
