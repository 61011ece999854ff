"""What somebody asks for in a form or an act keeps, as a change; and its name for people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from questionbank import places
from questionbank.bulk.changes import Change, Expiring, Moving, Stepping, Tagging
from questionbank.messages import Fault, Refused
from questionbank.models import Tag

# The acts that make sense for many questions at once; the rest wants a look at each.
STEPS = {
    "submit": gettext_lazy("送审"),
    "withdraw": gettext_lazy("撤回送审"),
    "approve": gettext_lazy("通过"),
    "activate": pgettext_lazy("act", "启用"),
    "retire": pgettext_lazy("act", "停用"),
    "revive": gettext_lazy("恢复"),
}
LONGEST = 1000
Said = dict[str, str]


def asked(data: Mapping[str, Any]) -> tuple[Change, Said]:
    """The change that the fields say, and those fields, as an act keeps them.

    `do` = add, remove (`tag`, its number), move, offer (`to`, a path), expire (`on`, a day or
    empty), or one of STEPS (retire with `reason`). Raises Refused, naming the field.
    """
    do = str(data.get("do", ""))
    if do in ("add", "remove"):
        return _tagging(do, str(data.get("tag", "")))
    if do in ("move", "offer"):
        return _elsewhere(do, str(data.get("to", ""))[:80])
    if do == "expire":
        return _expiring(str(data.get("on", "")))
    if do in STEPS:
        reason = str(data.get("reason", "")).replace("\0", "").strip() if do == "retire" else ""
        if len(reason) > LONGEST or (do == "retire" and not reason):
            raise _refused("reason", _("请写明理由，最多 1000 字"))
        return Stepping(do, reason), {"do": do, "reason": reason}
    raise _refused("do", _("没有这种操作"))


def named(said: Mapping[str, Any]) -> str:
    """What an act did, for people."""
    do = str(said.get("do", ""))
    match do:
        case "add" | "remove":
            tag = Tag.objects.filter(pk=int(said["tag"])).first()
            words = _("加标签 %s") if do == "add" else _("去掉标签 %s")
            return words % (tag or "?")
        case "move":
            return _("移到 %s") % places.name(str(said["to"]))
        case "offer":
            return _("推荐给 %s") % places.name(str(said["to"]))
        case "expire":
            return _("有效期至 %s") % said["on"] if said["on"] else _("不设有效期")
    return str(STEPS.get(do, do))


def _tagging(do: str, text: str) -> tuple[Change, Said]:
    number = text if text.isascii() and text.isdigit() and len(text) < 10 else "0"
    tag = Tag.objects.filter(pk=int(number)).first()
    if tag is None:
        raise _refused("tag", _("请选一个标签"))
    return Tagging(tag.pk, tag.facet, do == "add"), {"do": do, "tag": str(tag.pk)}


def _elsewhere(do: str, path: str) -> tuple[Change, Said]:
    if not places.known(path):
        raise _refused("to", _("没有这个地区"))
    change: Change = Moving(path) if do == "move" else Stepping("offer", to=path)
    return change, {"do": do, "to": path}


def _expiring(text: str) -> tuple[Change, Said]:
    try:
        on = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _refused("on", _("请写日期，如 2026-12-31")) from error
    return Expiring(on), {"do": "expire", "on": text}


def _refused(field: str, why: str) -> Refused:
    return Refused([Fault("", "", field, why)])
