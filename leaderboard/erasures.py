"""Names of people who had their data deleted leave the boards."""

from collections.abc import Sequence
from typing import Final

from leaderboard.catalogue import RankedRound
from leaderboard.store import Shelf
from quiz.models import Contestant
from quiz.rules.units import Millis

# Somebody who had their data deleted is still named for at most this long.
ERASED_MS: Final = 5_000
# Another process's clock may be behind by this much.
BEHIND_MS: Final = 60_000


class Erasures:
    """How far one process has looked for deleted people."""

    def __init__(self) -> None:
        self._at = Millis(0)

    def settle(self, shelf: Shelf, rounds: Sequence[RankedRound], now: Millis) -> list[int]:
        """Rename in these rounds whoever was deleted since the last look, and return who that is
        (some of them again); at most one look in ERASED_MS."""
        if now - self._at < ERASED_MS:
            return []
        if shelf.local and not self._at:
            self._at = now  # just filled from the journal, with the names of today
        erased = Contestant.objects.filter(erased_at__gte=self._at - BEHIND_MS)
        gone = list(erased.values_list("pk", "contest__code", "nickname"))
        for contestant, contest, name in gone:
            for ranked in rounds:
                if ranked.contest == contest:
                    shelf.store(ranked).rename(contestant, name)
        self._at = now
        return [contestant for contestant, _contest, _name in gone]
