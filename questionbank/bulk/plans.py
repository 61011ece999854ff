"""What a change would do to each question of a filter, before anything is changed."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from django.contrib.auth.models import User

from questionbank.bulk.changes import Change
from questionbank.bulk.chunks import Entry, chunks
from questionbank.bulk.verdicts import SAME, Verdict

# How many questions a page names.
SHOWN = 20
Progress = Callable[[int], None]


@dataclass(slots=True)
class Plan:
    """Numbers and the first names of what will change, needs no change, and may not be changed.

    `refused` holds for each code how many, and the first questions' ids; `missing` for a code how
    many of those lack which part.
    """

    total: int = 0
    todo: int = 0
    same: int = 0
    refused: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    missing: dict[str, dict[str, int]] = field(default_factory=dict)
    first: list[int] = field(default_factory=list)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @classmethod
    def of(cls, change: Change) -> Self:
        """An empty one of that change: two changes to the same questions are two plans."""
        return cls(_digest=hashlib.sha256(f"{change} ".encode()))

    def count(self, entry: Entry, verdict: Verdict) -> None:
        """Take one question in."""
        self.total += 1
        question = entry.question
        if verdict.code == SAME:
            self.same += 1
        elif verdict.code:
            self._refuse(question.ref, verdict)
        else:
            self.todo += 1
            self.first += [question.pk] if len(self.first) < SHOWN else []
            self._digest.update(f"{question.pk}.{question.revision} ".encode())

    def _refuse(self, ref: str, verdict: Verdict) -> None:
        many, refs = self.refused.get(verdict.code, (0, []))
        self.refused[verdict.code] = (many + 1, [*refs, ref][:SHOWN])
        for one in verdict.parts:
            lacking = self.missing.setdefault(verdict.code, {})
            lacking[one] = lacking.get(one, 0) + 1

    @property
    def seen(self) -> str:
        """What exactly will change, as one word: a plan with another one is another plan."""
        return self._digest.hexdigest()[:32]


def plan(change: Change, pks: Sequence[int], *, by: User) -> Plan:
    """What the change would do to the questions with these numbers."""
    made = Plan.of(change)
    for entries in chunks(pks, words=change.words):
        for entry in entries:
            made.count(entry, change.verdict(entry, by))
    return made
