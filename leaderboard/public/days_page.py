"""How a board came to be, day by day: lines to look at, and a table that says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board, sheets
from leaderboard.board import AnyBoard
from leaderboard.models import BoardDay
from leaderboard.public import answers, days, names
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked, reader
from leaderboard.public.lines import line
from leaderboard.rules import ranking
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import StoreAway

# Kept later than this after the day's end, a day is marked.
LATE_MS = 300_000
FIRST = 3


@dataclass(frozen=True, slots=True)
class Named:
    """One of the first of a day's end. `name` is as strangers read it now; empty for somebody who
    is on the board no more: who had their data deleted, or whose results were annulled."""

    rank: int
    name: str
    score: str


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the table; `rank` and `score_x100` among the sister regions, where compared."""

    day: date
    people: int
    attempts: int
    mean_x100: int | None
    rank: int | None
    score_x100: int | None
    late: str = ""
    now: bool = False
    top: tuple[Named, ...] = ()


@require_safe
def page(request: HttpRequest, contest: str, region: str) -> HttpResponse:
    """Every day that was kept, and the running one."""
    what = asked(request, contest, region)
    wanted = what.board("persons")
    if not what.known.exists(wanted):
        raise Http404
    return answers.page(
        request,
        what,
        (),
        "boards/days.html",
        lambda: days_of(what),
        lambda found: _context(what, found),
    )


def days_of(what: Asked) -> tuple[Day, ...]:
    """The days that were kept of a region's board, and the running one; those with too few people
    to be shown are left out."""
    wanted = what.board("persons")
    above = BoardId(what.round, "regions", Scope(what.path.rpartition("/")[0]))
    compared = above if what.known.exists(above) else None
    return (*_kept(what, wanted, compared), *_now(what, wanted, compared))


def _kept(what: Asked, wanted: BoardId, compared: BoardId | None) -> list[Day]:
    beside = {one.day: one for one in days.days.of(compared)} if compared else {}
    found = [one for one in days.days.of(wanted) if one.people >= board.policy().few]
    known = _names(wanted, {row[0] for one in found for row in one.rows[:FIRST]})
    return [_day(what, one, beside.get(one.day), _first(what, one.rows, known)) for one in found]


def _names(wanted: BoardId, ids: set[int]) -> dict[int, str]:
    """What these people are called on the board now; nobody is kept by name."""
    try:
        places = [board.near(reader(), wanted, one, reach=0) for one in sorted(ids)]
    except StoreAway:
        return {}
    return {int(row.id): row.name for place in places for row in place.rows}


def _first(what: Asked, rows: Sequence[Any], known: Mapping[int, str]) -> tuple[Named, ...]:
    divisor = ranking.divisor(what.ranked.form)
    return tuple(
        Named(rank, known.get(who, ""), names.score(score, divisor))
        for who, rank, score, _took in rows[:FIRST]
    )


def _day(what: Asked, kept: BoardDay, beside: BoardDay | None, top: tuple[Named, ...]) -> Day:
    mine = next((row for row in beside.rows if row[0] == what.path), None) if beside else None
    late = kept.taken_at > days.end_of(kept.day) + LATE_MS
    return Day(
        day=kept.day,
        people=kept.people,
        attempts=kept.attempts,
        mean_x100=kept.mean_x100,
        rank=mine[1] if mine else None,
        score_x100=mine[3] if mine else None,
        late=sheets.moment(kept.taken_at) if late else "",
        top=top,
    )


def _now(what: Asked, wanted: BoardId, compared: BoardId | None) -> list[Day]:
    """The running day; none while the store is away."""
    try:
        found = board.persons(reader(), wanted, 0, FIRST)
        beside: AnyBoard | None = board.regions(reader(), compared) if compared else None
    except StoreAway:
        return []
    mine = next((row for row in beside.rows if row.id == what.path), None) if beside else None
    row = mine if isinstance(mine, RegionRow) else None
    divisor = ranking.divisor(what.ranked.form)
    return [
        Day(
            day=days.day_of(reader().as_of),
            people=found.people,
            attempts=found.attempts,
            mean_x100=found.mean_x100,
            rank=row.rank if row else None,
            score_x100=row.score_x100 if row else None,
            now=True,
            top=tuple(
                Named(one.rank or 0, one.name, names.score(one.score, divisor))
                for one in found.rows
            )
            if found.people >= board.policy().few
            else (),
        )
    ]


def _context(what: Asked, found: tuple[Day, ...]) -> dict[str, Any]:
    shown = found
    first = shown[0].day if shown else date.min
    ranks = [((one.day - first).days, one.rank) for one in shown if one.rank]
    return {
        **around(what, "days", _("历程")),
        "tab": "",
        "rows": [_row(one, shown[n - 1] if n else None) for n, one in enumerate(shown)][::-1],
        "ranked_here": any(one.rank for one in shown),
        "people_line": line([((one.day - first).days, one.people) for one in shown]),
        "rank_line": line(ranks, falling=True),
        "since": first,
        "until": first + timedelta(days=(shown[-1].day - first).days) if shown else first,
    }


def _row(one: Day, before: Day | None) -> dict[str, Any]:
    return {
        "day": one,
        "date": one.day.isoformat(),
        "mean": names.hundredths(one.mean_x100),
        "score": names.hundredths(one.score_x100),
        "more": one.people - before.people if before else None,
    }
