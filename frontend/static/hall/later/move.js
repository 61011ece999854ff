/** Going on with another phone: a link, as a QR code too, that works once and for a few minutes. */

import { call, data, t } from "../../phone/page.js";
import { el, fill } from "../../shared/dom.js";
import { qrView } from "../../shared/qr.js";

/** @returns {HTMLElement} the warning first, the link behind a tap */
export function moveView() {
  const node = el("section", { class: "card" });
  const close = () => el("button", { type: "button", click: () => node.remove() }, t("cancel"));
  const go = el("button", { type: "button", class: "main", click: ask }, t("move_show"));
  const head = () => el("h2", { tabindex: -1 }, t("move"));
  fill(node, head(), el("p", {}, t("move_warning")), go, close());

  async function ask() {
    go.disabled = true;
    const { ok, body } = await call("POST", "/api/move", { sitting: data.hall.code });
    go.disabled = false;
    if (!ok) return fill(node, head(), el("p", { class: "problem" }, body.message), go, close());
    const link = el("a", { href: body.url }, body.url);
    fill(node, head(), el("p", {}, t("move_how")), qrView(body.qr), el("p", {}, link), close());
  }

  return node;
}
