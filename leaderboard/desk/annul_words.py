"""Flags, choices and journal entries in words, for organisers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from leaderboard.sheets import decimal, moment
from questionbank.papers import VersionText
from questionbank.punctuation import apart, listed
from quiz.rules.flags import BURSTS, EVEN_PACE, FAR_ABOVE, PERFECT_FAST, SAME_WRONG, TOO_FAST
from quiz.rules.marking import Key

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TRUE_FALSE = ("对", "错")


def seconds(ms: int | None) -> str:
    """Milliseconds as seconds with one decimal place; a dash for None."""
    return "—" if ms is None else decimal(ms, over=1_000, places=1)


def exact(ms: int) -> str:
    """A moment to the millisecond, in the contest's time zone."""
    return f"{moment(ms)}.{ms % 1_000:03}"


def evidence(rule: str, told: Mapping[str, Any]) -> str:
    """What a flag goes by, as one sentence; "" for a rule of a later program."""
    sentence = _sentences().get(rule, "")
    numbers = {name: value for name, value in told.items() if isinstance(value, int)}
    spans = {name: seconds(value) for name, value in numbers.items() if name.endswith("_ms")}
    try:
        return sentence.format(**numbers | spans | {"odds": numbers.get("bits", 0) // 100})
    except KeyError:  # numbers of an earlier program
        return ""


def _sentences() -> dict[str, str]:
    return {
        TOO_FAST: _(
            "{of} 道作答中有 {unread} 道快于读完题干所需（最快 {fastest_ms} 秒，题干 {signs} 字），"
            "其中 {right} 道答对。"
        ),
        PERFECT_FAST: _(
            "{of} 题全对，共用 {took_ms} 秒；同卷各题答对者的中位用时合计 {usual_ms} 秒。"
        ),
        SAME_WRONG: _(
            "{wrong} 道错题中有 {same} 道与另外 {others} 份答卷错得一样；"
            "纯属偶然的可能小于 2 的 −{odds} 次方。"
        ),
        BURSTS: _("连续 {run} 个答案先后到达的间隔都不超过 {within_ms} 秒。"),
        EVEN_PACE: _("{of} 道作答的用时都在 {least_ms} 至 {most_ms} 秒之间。"),
        FAR_ABOVE: _("得分率 {share}%；此人以往 {papers} 份答卷最高 {best}%，中位 {usual}%。"),
    }


def choice(text: VersionText, places: Sequence[int]) -> str:
    """What somebody chose, by the letters and words of the bank's own order."""
    if not places:
        return _("未作答")
    if text.kind in _OPEN:
        return _OPEN[text.kind](text, places)
    named = {"truefalse": TRUE_FALSE, "ordering": LETTERS}.get(text.kind)
    if named:
        return "→".join(named[place] for place in places)
    return apart(f"{LETTERS[place]} {text.options[place].zh}" for place in places)


def _guess(text: VersionText, places: Sequence[int]) -> str:
    return f"{places[0]} {text.estimate.said.zh if text.estimate else ''}".strip()


def _pairs(_text: VersionText, places: Sequence[int]) -> str:
    return listed(f"{LETTERS[n]}→{place + 1}" for n, place in enumerate(places))


_OPEN: dict[str, Callable[[VersionText, Sequence[int]], str]] = {
    "text": lambda _text, places: "".join(map(chr, places)),
    "hotspot": lambda _text, places: f"({places[0]}, {places[1]})",
    "estimate": _guess,
    "matching": _pairs,
}


def key(text: VersionText, counting: Sequence[Key]) -> str:
    """What counts as right."""
    return _(" 或 ").join(_one(text, one) for one in counting)


def _one(text: VersionText, one: Key) -> str:
    if text.kind == "text":
        return " / ".join(one.accepted)
    if text.kind == "estimate":
        return f"{one.value} ± {one.near}"
    return _("图上区域") if text.kind == "hotspot" else choice(text, one.places)
