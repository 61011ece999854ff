"""What a ruling offers as a key: options to tick, or a field that says what it wants."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from questionbank.models import QuestionVersion
from questionbank.pages import ruling_form
from questionbank.pages.card import Card, Line
from questionbank.pages.ruling_form import ROWS, Sent

# Of a statement, in whatever language the page is.
SAID = ("对", "错")
HINTS: dict[str, Promise] = {
    "ordering": gettext_lazy("每行一个：按正确的先后写选项的字母，如 CABD。"),
    "matching": gettext_lazy("每行一个：选项的字母和右边的编号，如 A-2 B-1 C-3。"),
    "estimate": gettext_lazy("每行一个：答案、满分误差、得分误差三个整数，如 55 2 20。"),
    "text": gettext_lazy("每行一组都算对的写法，用 / 隔开，如 北京 / 北京市。"),
}


@dataclass(frozen=True, slots=True)
class Pick:
    """One option to tick; `value` is what the form sends for it."""

    value: str
    line: Line
    ticked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Options that are sent under one name. Each is a key by itself, or together they are one."""

    name: str
    picks: list[Pick]


def rows(version: QuestionVersion, card: Card | None, sent: Sent) -> list[Row]:
    """The options of a kind whose keys are ticked; nothing of a kind whose keys are typed.

    Of a question with several right options a row is one key, and the last is for one more.
    """
    if card is None or version.kind not in ("single", "truefalse", "multiple"):
        return []
    ticked = [set(ruling_form.places(version.kind, line) or ()) for line in sent.lines]
    if version.kind != "multiple":
        return [Row("key", list(_picks(version, card, set().union(*ticked))))]
    shown = [*ticked, set()][: len(ROWS)]
    return [
        Row(name, list(_picks(version, card, places)))
        for name, places in zip(ROWS, shown, strict=False)
    ]


def _picks(version: QuestionVersion, card: Card, ticked: Collection[int]) -> Iterator[Pick]:
    for place, line in enumerate(card.lines):
        value = SAID[place] if version.kind == "truefalse" else line.letter
        yield Pick(value, line, place in ticked)
