"""What a change would do to each question of a filter, before anything is changed."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from questionbank.bulk.changes import SAME, Change
from questionbank.bulk.chunks import Entry, chunks

# How many questions a page names.
SHOWN = 20
Progress = Callable[[int], None]


@dataclass(slots=True)
class Plan:
    """Numbers and the first names of what will change, needs no change, and may not be changed.

    `refused` holds for each code how many, and the first questions' ids.
    """

    total: int = 0
    todo: int = 0
    same: int = 0
    refused: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    first: list[int] = field(default_factory=list)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def count(self, entry: Entry, verdict: str) -> None:
        """Take one question in."""
        self.total += 1
        question = entry.question
        if verdict == SAME:
            self.same += 1
        elif verdict:
            many, refs = self.refused.get(verdict, (0, []))
            self.refused[verdict] = (many + 1, [*refs, question.ref][:SHOWN])
        else:
            self.todo += 1
            self.first += [question.pk] if len(self.first) < SHOWN else []
            self._digest.update(f"{question.pk}.{question.revision} ".encode())

    @property
    def seen(self) -> str:
        """What exactly will change, as one word: a plan with another one is another plan."""
        return self._digest.hexdigest()[:32]


def plan(change: Change, pks: Sequence[int], *, by: User) -> Plan:
    """What the change would do to the questions with these numbers."""
    made = Plan()
    for entries in chunks(pks, words=change.words):
        for entry in entries:
            made.count(entry, change.verdict(entry, by))
    return made
