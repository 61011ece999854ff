"""Whether the last papers of a round are in: all of them closed.

What somebody left open is closed up to half a minute after the round's end (quiz/sweeper.py).
"""

from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, Max, OuterRef

from leaderboard.catalogue import RankedRound
from quiz.models import Attempt, Entry, EntryKind
from quiz.rules import timing
from quiz.rules.units import Millis

# Thousands take their certificates in the first seconds; a look passes over all papers of a round.
LOOK_MS: Final = 2_000
# A closing is committed well within this time after the moment that its row says.
COMMITTED_MS: Final = 60_000


@dataclass
class AllIn:
    """What one process knows of rounds, by number. A paper is closed for ever, and nobody opens one
    after the end: once all were closed, the database is not asked again."""

    closed_at: dict[int, Millis] = field(default_factory=dict)
    looked_at: dict[int, Millis] = field(default_factory=dict)

    def since(self, ranked: RankedRound, now: Millis) -> Millis | None:
        """A moment before which every paper of the round was closed and stored, so that boards as
        new as that have them all; None while one may be open."""
        if ranked.id not in self.closed_at and self._due(ranked, now):
            self.looked_at[ranked.id] = now
            if not _open(ranked.id):
                self.closed_at[ranked.id] = Millis(min(now, _last(ranked.id) + COMMITTED_MS))
        return self.closed_at.get(ranked.id)

    def _due(self, ranked: RankedRound, now: Millis) -> bool:
        before = self.looked_at.get(ranked.id)
        rested = before is None or abs(now - before) >= LOOK_MS
        return rested and timing.settled(ranked.closes_at, now)


def _open(round_: int) -> bool:
    closing = Entry.objects.filter(attempt=OuterRef("pk"), kind=EntryKind.CLOSED)
    return Attempt.objects.filter(~Exists(closing), round=round_).exists()


def _last(round_: int) -> int:
    """When the last one was closed; 0 where there is none."""
    rows = Entry.objects.filter(kind=EntryKind.CLOSED, attempt__round=round_)
    return rows.aggregate(last=Max("stored_at"))["last"] or 0


all_in = AllIn()
"""Of this process."""
