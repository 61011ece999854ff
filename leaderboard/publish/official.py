"""Which rounds have a published result: in memory, so that a board's page asks no database.

found = official.of(ranked.id)
found is not None and found.covers(totals.version)   # 正式, else 非正式
"""

from dataclasses import dataclass
from typing import Final

from leaderboard.models import PublishedResult
from leaderboard.publish import naming
from quiz import background, clock, threads
from quiz.rules.units import Millis

EVERY_S: Final = 1.3
# Where nobody watches (a command, the first moment of a process) it is read again after this long.
FRESH_MS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Official:
    """The newest result of a round. `version` is that of the whole contest's board it covers."""

    contest: str
    number: int
    published_at: int
    corrects: bool
    version: int

    def covers(self, version: int, *, still: bool = False) -> bool:
        """Whether nothing has changed on the board since: else it is not official any more.

        A board that moves may lag behind; one that stands `still` and has less was stopped before
        all of the result was in.
        """
        return version == self.version if still else version <= self.version


class _Known:
    """What was read last."""

    def __init__(self) -> None:
        self.rounds: dict[int, Official] = {}
        self.read_at = Millis(0)


_known = _Known()


def of(round_: int) -> Official | None:
    """The result of a round (its number) that holds, as it was last read; no query."""
    return _known.rounds.get(round_)


def refresh(now: Millis) -> None:
    """Read what is published. Blocking."""
    rows = (
        PublishedResult.objects.filter(board="")
        .order_by("number")
        .values_list(*("round", "contest__code", "number", "published_at", "corrects", "version"))
    )
    _known.rounds = {
        round_: Official(contest, number, at, corrects is not None, version)
        for round_, contest, number, at, corrects, version in rows
    }
    _known.read_at = now


def settle(now: Millis) -> None:
    """Read again when what is known is old, because nobody watches here. Blocking."""
    if abs(now - _known.read_at) >= FRESH_MS:
        refresh(now)


async def watch_for_ever() -> None:
    """Keep this process's knowledge fresh, and empty the names of those who had theirs deleted."""
    await background.for_ever("official results", _look, every_s=EVERY_S, at_once=True)


async def _look() -> None:
    await threads.run(refresh, clock.now())
    await threads.run(naming.forget)
