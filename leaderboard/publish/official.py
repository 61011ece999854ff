"""What has a published result, rounds and defined boards: in memory, so that a board's page asks no
database.

found = official.of(ranked.id)
found is not None and found.covers(totals.version)   # 正式, else 非正式
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

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


@dataclass(frozen=True, slots=True)
class OfficialBoard:
    """The newest result of a defined board: the definition it is of (resting.subject), and the
    numbers of the results it rests on, by the codes of their rounds."""

    number: int
    subject: Mapping[str, Any]
    rests_on: Mapping[str, int]


Key = tuple[str, str]


class _Known:
    """What was read last; boards by contest and code."""

    def __init__(self) -> None:
        self.rounds: dict[int, Official] = {}
        self.boards: dict[Key, OfficialBoard] = {}
        self.read_at = Millis(0)


_known = _Known()


def of(round_: int) -> Official | None:
    """The result of a round (its number) that holds, as it was last read; no query."""
    return _known.rounds.get(round_)


def of_board(contest: str, code: str) -> OfficialBoard | None:
    """The same of a board that organisers defined."""
    return _known.boards.get((contest, code))


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
    _known.boards = _boards(_known.boards)
    _known.read_at = now


def _boards(known: Mapping[Key, OfficialBoard]) -> dict[Key, OfficialBoard]:
    """What a result says never changes: only texts that are new here are read."""
    rows = PublishedResult.objects.exclude(board="").order_by("number")
    newest = {
        (contest, code): number
        for contest, code, number in rows.values_list("contest__code", "board", "number")
    }
    found = {}
    for key, number in newest.items():
        before = known.get(key)
        same = before is not None and before.number == number
        found[key] = before if before is not None and same else _board(key[0], number)
    return found


def _board(contest: str, number: int) -> OfficialBoard:
    row = PublishedResult.objects.get(contest__code=contest, number=number)
    body = json.loads(row.body)
    rests_on = {one["round"]: one["number"] for one in body["rests_on"]}
    return OfficialBoard(number, body["subject"], rests_on)


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
