"""Steps of annulments that a closing has missed, found without asking for all of them each time."""

from typing import Final

from django.db.models import Max, QuerySet

from quiz import annulling
from quiz.models import Annulment
from quiz.rules.units import Millis

# Rows are looked at again for so long: one with a lower number may be committed later.
AGAIN_MS: Final = 10_000
# Parameters of one statement that every SQLite takes.
AT_ONCE: Final = 400


class Missed:
    """One process's place among the steps: a round that was annulled as a whole has left millions,
    all of them in the journal for ever. Used by one task only."""

    def __init__(self) -> None:
        # Up to `_floor` every step is in the journal, or its number in `_waiting`.
        self._floor = 0
        self._waiting: set[int] = set()
        # The newest step of an earlier look, and when that was.
        self._newest, self._at = 0, Millis(0)

    def look(self, now: Millis) -> int:
        """Store what closings have missed until now; how many entries."""
        newest = Annulment.objects.aggregate(last=Max("pk"))["last"] or 0
        parts = [annulling.without_entry().filter(pk__gt=self._floor), *self._known()]
        left = [row for rows in parts for row in rows]
        self._waiting = {row.pk for row in left}
        if now - self._at >= AGAIN_MS:
            self._floor, self._newest, self._at = self._newest, newest, now
        return annulling.carry_out(left, now) if left else 0

    def _known(self) -> list["QuerySet[Annulment]"]:
        """Those of papers that were open at the last look."""
        numbers = sorted(number for number in self._waiting if number <= self._floor)
        parts = (numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE))
        return [annulling.without_entry().filter(pk__in=part) for part in parts]
