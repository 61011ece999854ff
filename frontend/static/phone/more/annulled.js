/**
 * Below the score of an annulled paper: that it counts nowhere, why, and what one says against it; of
 * one that was restored: that it counts again, why, and what was answered.
 */

import { el, fill } from "../../shared/dom.js";

/**
 * @typedef {{ annulled: boolean, reason: string, note: string,
 *   appeals: { text: string, answer: string }[] }} Told
 */

/**
 * @param {number} attempt
 * @param {boolean} annulled false: it was restored
 * @param {{ t: (word: string, ...parts: (string | number)[]) => string,
 *   get: (path: string) => Promise<any>, call: typeof import("../page.js").call }} deps
 */
export function annulledView(attempt, annulled, { t, get, call }) {
  const path = `/api/attempts/${attempt}/annulment`;
  const why = el("div", { "aria-live": "polite" });
  const text = el("textarea", { maxlength: 500, rows: 3, "aria-label": t("appeal_text") });
  const said = el("p", { class: "quiet", role: "status" });
  const send = el("button", { type: "button", click: appeal }, t("appeal_send"));
  const form = el("details", { hidden: true }, el("summary", {}, t("appeal")), text, send);
  const head = el("h3");
  name(annulled);
  get(path).then((found) => found && tell(found));

  /** @param {boolean} still */
  function name(still) {
    fill(head, t(still ? "void" : "void_back"));
  }

  /** @param {Told} found */
  function tell({ annulled, reason, note, appeals }) {
    name(annulled);
    const lines = [note ? `${reason} · ${note}` : reason];
    for (const one of appeals) {
      lines.push(`${t("appeal")} · ${one.text}`);
      lines.push(one.answer ? t("appeal_answer", one.answer) : t("appeal_waits"));
    }
    fill(why, ...lines.map((line) => el("p", {}, line)));
    form.hidden = !annulled || appeals.some((one) => !one.answer);
  }

  async function appeal() {
    send.disabled = true;
    const { ok, body } = await call("POST", path, { text: text.value });
    send.disabled = false;
    fill(said, ok ? t("appeal_thanks") : body.message);
    if (ok) tell(body);
  }

  return el("div", { class: "card void" }, head, why, form, said);
}
