"""Checks names against the lists in quiz/data/names.txt, and says in words what is wrong."""

from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from quiz.rules import names
from quiz.rules.names import Fault, Words

MESSAGES = {
    Fault.EMPTY: _("请填写看得见的文字。"),
    Fault.TOO_LONG: _("太长了，请缩短一些。"),
    Fault.CHARACTERS: _("含有不能使用的字符，请换一个。"),
    Fault.RESERVED: _("这个名字留给工作人员使用，请换一个。"),
    Fault.OFFENSIVE: _("这个名字不适合公开展示，请换一个。"),
    Fault.PERSONAL: _("名字会公开，请不要用手机号和身份证号。"),
}
LONGEST_UNIT = 30
# Sections of the file, in the order of Words.
LISTS = ("reserved", "blocked", "leaders", "alone")


@cache
def words() -> Words:
    """The lists of this server, as skeletons."""
    lists: dict[str, set[str]] = {f"[{name}]": set() for name in LISTS}
    current: set[str] = set()
    for line in (Path(__file__).parent / "data" / "names.txt").read_text("utf-8").splitlines():
        if line in lists:
            current = lists[line]
        elif line.strip() and not line.startswith("#"):
            current.add(names.skeleton(line))
    return Words(*(frozenset(lists[f"[{name}]"]) for name in LISTS))


def nickname(raw: str) -> tuple[str, Fault | None]:
    """The nickname as it is shown, or "" and why not."""
    return names.clean(raw, words())


def unit(raw: str) -> tuple[str, Fault | None]:
    """The name of a school, firm or department; empty is fine."""
    if not raw.strip():
        return "", None
    unfit = Words(blocked=words().blocked, alone=words().alone)
    return names.clean(raw, unfit, longest=LONGEST_UNIT)
