"""What the second of two editors is told: who was quicker, and how theirs differs from mine."""

from dataclasses import dataclass

from questionbank.models import Question, QuestionVersion
from questionbank.pages.card import Card, card
from questionbank.pages.labels import label
from questionbank.pages.merging import Merged
from questionbank.rules.difference import Change, differences
from questionbank.rules.merging import TEXTS
from questionbank.rules.question import Draft


@dataclass(frozen=True, slots=True)
class Field:
    """One field that differs, with its name."""

    name: str
    change: Change


@dataclass(frozen=True, slots=True)
class Conflict:
    """`theirs` is stored by now; `fields`, which both changed, lead from it to the reader's own
    words; `taken` names what only the other changed; `more` what both changed beside the words."""

    version: QuestionVersion | None
    theirs: Card | None
    fields: list[Field]
    taken: list[str]
    more: list[str]


def conflict(
    theirs: Draft | None, mine: Draft | None, question: Question, found: Merged | None
) -> Conflict:
    """All that differs is asked where nobody knows what the form began with (`found` = None)."""
    fields = changed(theirs, found.form.typed.draft if found else mine)
    if found:
        fields = [field for field in fields if _is_asked(field.change.where, found.asked)]
    shown = {label(where) for where in found.asked} if found else set[str]()
    more = shown - {field.name for field in fields}
    return Conflict(
        question.newest,
        card(theirs),
        fields,
        [label(where) for where in found.taken] if found else [],
        sorted(more),
    )


def _is_asked(where: str, asked: list[str]) -> bool:
    """The key stands for all that was merged together with it."""
    part = where.partition(".")[0].partition("[")[0]
    return where in asked or ("key" in asked and part not in TEXTS)


def changed(before: Draft | None, after: Draft | None) -> list[Field]:
    """The fields that differ, named for people."""
    if before is None or after is None:
        return []
    return [Field(label(one.where), one) for one in differences(before, after)]
