/** Below a question whose key is shown: "something is wrong here", a reason, and what came of it. */

import { el, fill } from "../../shared/dom.js";

const REASONS = ["key", "unclear", "typo", "outdated", "picture", "other"];

/**
 * @param {{ slot: number, report?: { why: string, answer: string } }} row
 * @param {number} attempt
 * @param {{ t: (word: string, ...parts: (string | number)[]) => string,
 *   call: typeof import("../page.js").call }} deps
 */
export function reportView({ slot, report }, attempt, { t, call }) {
  const said = el("p", { class: "quiet", role: "status" });
  const words = t("report_more");
  const text = el("input", { maxlength: 300, placeholder: words, "aria-label": words });
  const buttons = REASONS.map((why) =>
    el("button", { type: "button", click: () => send(why) }, t(`why_${why}`)),
  );
  const form = el("details", { class: "report" }, el("summary", {}, t("report")), text, ...buttons);
  if (report) tell(report);

  /** @param {{ why: string, answer: string }} kept */
  function tell({ why, answer }) {
    form.hidden = true;
    const came = answer ? t("report_answer", answer) : t("report_thanks");
    fill(said, [t("report"), t(`why_${why}`), came].join(" · "));
  }

  /** @param {string} why */
  async function send(why) {
    for (const button of buttons) button.disabled = true;
    const { ok, body } = await call("POST", "/api/reports", {
      attempt,
      slot,
      why,
      text: text.value,
    });
    for (const button of buttons) button.disabled = false;
    if (ok) tell(body);
    else fill(said, body.message);
  }

  return el("div", {}, form, said);
}
