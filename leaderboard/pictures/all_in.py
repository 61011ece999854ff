"""Whether the last papers of a round are in: all of them closed.

What somebody left open is closed up to half a minute after the round's end (quiz/sweeper.py).
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from django.db.models import Max

from leaderboard.catalogue import RankedRound
from quiz import clock, swept
from quiz.models import Entry, EntryKind
from quiz.rules import timing
from quiz.rules.units import Millis

# Thousands take their certificates in the first seconds; a look passes over all papers of a round.
LOOK_MS: Final = 2_000
# Until the sweeper has been there (quiz/swept.py) it may take long: so many times as long the
# database then has rest from this process.
REST_TIMES: Final = 20
# What the sweeper has found closed was committed well within this time after that moment.
COMMITTED_MS: Final = 60_000


@dataclass
class AllIn:
    """What one process knows of rounds, by number and end. A paper is closed for ever, and nobody
    opens one after the end: once all were closed, the database is not asked again. Of a round that
    has got more time (this process may have slept meanwhile) it knows nothing any more."""

    closed_at: dict[tuple[int, int | None], Millis] = field(default_factory=dict)
    rests_until: dict[int, Millis] = field(default_factory=dict)
    _looking: Lock = field(default_factory=Lock)

    def since(self, ranked: RankedRound, now: Millis) -> Millis | None:
        """A moment before which every paper of the round was closed and stored, so that boards as
        new as that have them all; None while one may be open, and for whoever asks while somebody
        else looks: one look at a time."""
        place = (ranked.id, ranked.closes_at)
        if place not in self.closed_at and self._looking.acquire(blocking=False):
            try:
                if self._due(ranked, now):
                    self._look(ranked, now)
            finally:
                self._looking.release()
        return self.closed_at.get(place)

    def _due(self, ranked: RankedRound, now: Millis) -> bool:
        rested = now >= self.rests_until.get(ranked.id, now)
        return rested and timing.settled(ranked.closes_at, now)

    def _look(self, ranked: RankedRound, now: Millis) -> None:
        began = clock.now()
        try:
            if not _open(ranked, now):
                self.closed_at[ranked.id, ranked.closes_at] = _closed_by(ranked, now)
        finally:  # a database that is away has its rest, too
            ended = clock.now()
            rest = max(LOOK_MS, REST_TIMES * (ended - began))
            self.rests_until[ranked.id] = Millis(ended + rest)


def _open(ranked: RankedRound, now: Millis) -> bool:
    return swept.still_open(ranked.id, ranked.form.questions, now).exists()


def _closed_by(ranked: RankedRound, now: Millis) -> Millis:
    """A moment by which the last one was stored: that of the sweeper's look, where it has kept that
    nothing was left; until then the closings themselves are asked."""
    known = swept.mark(ranked.id, now)
    last = known.before if known.whole(ranked.closes_at) else _last(ranked)
    return Millis(min(now, last + COMMITTED_MS))


def _last(ranked: RankedRound) -> int:
    """When the last one was closed; 0 where there is none."""
    place = {"slot": ranked.form.questions, "kind": EntryKind.CLOSED}
    rows = Entry.objects.filter(attempt__round=ranked.id, **place)
    return rows.aggregate(last=Max("stored_at"))["last"] or 0


all_in = AllIn()
"""Of this process."""
