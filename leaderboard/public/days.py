"""The days of a board: kept when each day ends, read into memory once a day.

Every process keeps them; the first one's rows stay. A day that ended while no process was running
is kept at the next start, with the moment of that, so that the page can say so.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error as DatabaseError

from leaderboard import board as boards
from leaderboard import projector as projectors
from leaderboard.board import AnyBoard
from leaderboard.catalogue import RankedRound
from leaderboard.models import BoardDay
from leaderboard.projector import Projector
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import StoreAway
from quiz import clock, threads
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
TOP: Final = 10
# So many days of so many boards are held in memory.
MOST_DAYS: Final = 120
MOST_BOARDS: Final = 500


def day_of(ms: int) -> date:
    """The day of the contest's time zone that a moment lies in."""
    return datetime.fromtimestamp(ms // 1000, ZoneInfo(settings.TIME_ZONE)).date()


def end_of(day: date) -> int:
    """When the day is over, in milliseconds."""
    after = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return int(after.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)).timestamp() * 1000)


class Days:
    """One process's keeper of days."""

    def __init__(self, projector: Projector) -> None:
        self._projector = projector
        self._open: date | None = None
        self._known: dict[str, tuple[BoardDay, ...]] = {}

    async def tick(self) -> None:
        """To be awaited after each reading of the journal."""
        if self._is_over(clock.now()):
            await threads.run(self.close, clock.now())

    def _is_over(self, now: Millis) -> bool:
        """A new day has begun, or this process has; and the boards know of all that was before."""
        return self._open != day_of(now) and day_of(self._projector.as_of) == day_of(now)

    def close(self, now: Millis) -> int:
        """Keep yesterday, unless it has been. Returns for how many boards."""
        yesterday = day_of(now) - timedelta(days=1)
        try:
            kept = self._keep(yesterday, now)
        except (DatabaseError, StoreAway) as error:
            log.warning("the day is kept later: %s", error)
            return 0
        self._open = day_of(now)
        self._known.clear()
        return kept

    def _keep(self, day: date, now: Millis) -> int:
        rows: list[BoardDay] = []
        for ranked in self._projector.catalogue.rounds.values():
            first = BoardId(ranked.code, "persons", Scope(ranked.root))
            if _running(ranked, day) and not BoardDay.objects.filter(board=first, day=day).exists():
                rows += [_row(one, found, day, now) for one, found in self._boards(ranked)]
        BoardDay.objects.bulk_create(rows, batch_size=100, ignore_conflicts=True)
        return len(rows)

    def _boards(self, ranked: RankedRound) -> Iterator[tuple[BoardId, AnyBoard]]:
        """Every board of persons and of regions on which there is somebody."""
        known = self._projector.catalogue
        for path in sorted(known.places):
            for kind in ("persons", "regions"):
                one = BoardId(ranked.code, kind, Scope(path))
                if known.exists(one) and (kind == "persons" or known.children.get(path)):
                    found = boards.look(self._projector, one, TOP)
                    if found.people:
                        yield one, found

    def of(self, board: BoardId) -> tuple[BoardDay, ...]:
        """The days of a board, oldest first; the database is read once a day for each board."""
        name = str(board)
        found = self._known.get(name)
        if found is None:
            newest = BoardDay.objects.filter(board=name).order_by("-day")[:MOST_DAYS]
            found = tuple(reversed(newest))
            if len(self._known) >= MOST_BOARDS:
                self._known.clear()
            self._known[name] = found
        return found


def _running(ranked: RankedRound, day: date) -> bool:
    over = ranked.closes_at is not None and day_of(ranked.closes_at - 1) < day
    return day_of(ranked.opens_at) <= day and not over


def _row(board: BoardId, found: AnyBoard, day: date, now: Millis) -> BoardDay:
    return BoardDay(
        board=str(board),
        day=day,
        taken_at=now,
        people=found.people,
        attempts=found.attempts,
        mean_x100=found.mean_x100,
        rows=[_figures(row) for row in found.rows],
    )


def _figures(row: PersonRow | RegionRow) -> list[int | str | None]:
    if isinstance(row, PersonRow):
        return [row.id, row.rank, row.score, row.took_ms]
    return [row.id, row.rank, row.people, row.score_x100]


days = Days(projectors.projector)
