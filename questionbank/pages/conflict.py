"""What the second of two editors is told: who was quicker, and how theirs differs from mine."""

from dataclasses import dataclass

from questionbank.models import Question, QuestionVersion
from questionbank.pages.card import Card, card
from questionbank.pages.labels import label
from questionbank.rules.difference import Change, differences
from questionbank.rules.question import Draft


@dataclass(frozen=True, slots=True)
class Field:
    """One field that differs, with its name."""

    name: str
    change: Change


@dataclass(frozen=True, slots=True)
class Conflict:
    """`theirs` is stored by now; `fields` lead from it to the reader's own words."""

    version: QuestionVersion | None
    theirs: Card | None
    fields: list[Field]


def conflict(theirs: Draft | None, mine: Draft | None, question: Question) -> Conflict:
    return Conflict(question.newest, card(theirs), changed(theirs, mine))


def changed(before: Draft | None, after: Draft | None) -> list[Field]:
    """The fields that differ, named for people."""
    if before is None or after is None:
        return []
    return [Field(label(one.where), one) for one in differences(before, after)]
