"""What hosts did, in words: for consoles, for the log of a sitting and for its table."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DEEDS: dict[str, Promise] = {
    "open": gettext_lazy("开放入场"),
    "show": gettext_lazy("出示题目"),
    "lock": gettext_lazy("锁定作答"),
    "reveal": gettext_lazy("公布答案"),
    "board": gettext_lazy("看榜单"),
    "skip": gettext_lazy("跳过本题"),
    "close": gettext_lazy("结束本场"),
    "pause": gettext_lazy("暂停"),
    "resume": gettext_lazy("继续"),
    "extend": gettext_lazy("延长时间"),
    "exclude": gettext_lazy("停表一段时间"),
    "include": gettext_lazy("停表作废，照常计时"),
    "exclude_again": gettext_lazy("恢复停表"),
    "rule": gettext_lazy("更正答案"),
    "restore": gettext_lazy("恢复原答案"),
    "shut_door": gettext_lazy("停止入场"),
    "open_door": gettext_lazy("重新开放入场"),
    "autopilot_on": gettext_lazy("开启自动主持"),
    "autopilot_off": gettext_lazy("关闭自动主持"),
    "freeze": gettext_lazy("封榜"),
    "unfreeze": gettext_lazy("解除封榜"),
    "step": gettext_lazy("揭榜一步"),
    "rename": gettext_lazy("选手改名"),
    "remove": gettext_lazy("请离选手"),
    "let_in": gettext_lazy("请回选手"),
    "undo": gettext_lazy("撤销上一步"),
    "bots": gettext_lazy("加入模拟选手"),
    "clear": gettext_lazy("清空彩排"),
    "remote": gettext_lazy("更换遥控码"),
}
# Who gave a command that no signed-in person gave.
NOBODY: dict[str, Promise] = {
    "clock": gettext_lazy("计时器"),
    "autopilot": gettext_lazy("自动主持"),
    "remote": gettext_lazy("手机遥控"),
}
VERDICTS: dict[str, Promise] = {
    "new_key": gettext_lazy("改为"),
    "accept": gettext_lazy("都算对："),
    "void_all": gettext_lazy("作废，全体得分"),
    "void_none": gettext_lazy("作废，不计分"),
}
LETTERS = "ABCDEFGHIJ"


def deed(do: str) -> str:
    """A command in words; one that we do not know as it is."""
    return str(DEEDS.get(do, do))


def person(who: str) -> str:
    return str(NOBODY.get(who, who))


def in_words(do: str, told: dict[str, Any], order: Sequence[int]) -> str:
    """A line of the log: the command with what it was about. `order` = the option numbers of its
    question as the hall saw them, [] when unknown."""
    about = _about(do, told, order)
    return f"{deed(do)} {about}" if about else deed(do)


def _about(do: str, told: dict[str, Any], order: Sequence[int]) -> str:
    if do == "extend":
        return _seconds(told.get("ms", 0))
    if do == "exclude":
        return _seconds(told.get("until", 0) - told.get("since", 0))
    if do == "rule":
        return _verdict(told, order)
    was = told.get("was", {})
    if do == "rename":
        return f"{was.get('name', '')} → {told.get('name', '')}"
    if do in ("remove", "let_in", "include", "exclude_again"):
        return f"#{told.get('number', '')}"
    return ""


def _seconds(ms: int) -> str:
    return _("%(n)s 秒") % {"n": f"{ms / 1000:g}"}


def _verdict(told: dict[str, Any], order: Sequence[int]) -> str:
    keys = [_key(key, order) for key in told.get("keys", [])]
    kind = told.get("kind", "")
    return f"{VERDICTS.get(kind, kind)} {' / '.join(keys)}".strip()


def _key(key: list[int], order: Sequence[int]) -> str:
    if all(number in order for number in key):
        return "".join(sorted(LETTERS[order.index(number)] for number in key))
    return ", ".join(map(str, key))
