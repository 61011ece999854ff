"""A bulletin as its page shows it, on the desk and in public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from leaderboard import board, catalogue, sheets
from leaderboard.bulletin import facts, mapping, sentences, topics
from leaderboard.bulletin.facts import Facts, Source
from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.projector import Projector
from leaderboard.public import names, standing
from leaderboard.reports import snapshot
from leaderboard.rules import ranking
from leaderboard.rules.figures import WEEK
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import StoreAway
from quiz.models import Contest

TOP: Final = 10
# The picture of the last weeks, in its own units.
WIDE, HIGH = 300, 70


@dataclass(frozen=True, slots=True)
class Asked:
    """Which bulletin: of a contest's region, for the week that begins on `monday`; `now` in
    milliseconds, `today` as date.toordinal."""

    contest: Contest
    place: Place
    monday: int
    now: int
    today: int


def source(known: Catalogue, contest: Contest, now: int) -> Source:
    """What the bulletins of a contest are made from. `now` in milliseconds."""
    policy, root = board.policy(), contest.region.path
    snap = snapshot.of(contest.code, 0)
    return Source(snap, known, root, policy.least)


def weeks(known: Catalogue, contest: Contest, now: int) -> list[int]:
    """The Mondays of the weeks with a bulletin, the newest first."""
    return source(known, contest, now).snapshot.starts(contest.region.path, WEEK)[::-1]


def context(projector: Projector, asked: Asked) -> dict[str, Any]:
    """Everything on the page, as the desk sees it."""
    known = projector.catalogue
    of = source(known, asked.contest, asked.now)
    if not of.snapshot.ready:
        return {**_head(projector, asked), "sentences": [_("正在统计，几秒钟后刷新本页就有数字。")]}
    found = facts.facts(of, asked.place.path, asked.monday, today=asked.today)
    few = board.policy().few
    return {
        **_head(projector, asked),
        "facts": found,
        "sentences": sentences.told(found, few),
        "cohorts": _cohorts(known, found),
        "balance": f"{found.balance / 10_000:.2f}" if found.balance is not None else "",
        "topics": topics.hardest(),
        "columns": _columns(found),
        "size": (WIDE, HIGH),
        **mapping.told(of, asked.place, asked.monday),
        "as_of": sheets.moment(of.snapshot.as_of) if of.snapshot.as_of else "",
        "few": few,
    }


def public_context(projector: Projector, asked: Asked) -> dict[str, Any]:
    """The page as everybody sees it: without its figures while a round of the contest stands still.

    They are of all rounds and of what is stored by now, rulings and annulments of earlier weeks
    with it: each of them would tell what is held back.
    """
    if not projector.catalogue.stands_still(asked.contest.code, asked.now):
        return context(projector, asked)
    words = _("榜单封存期间，简报不公布人数和得分；公布成绩或解封后恢复。")
    return {**_head(projector, asked), "sentences": [words]}


def _head(projector: Projector, asked: Asked) -> dict[str, Any]:
    """Of what the page is, and the first ten as the boards show them in public."""
    ranked, top = _board(projector, asked)
    mark = standing.mark(ranked) if ranked else None
    return {
        "contest": names.either(asked.contest.title_zh, asked.contest.title_en),
        "name": names.full_name(projector.catalogue, asked.place.path),
        "first": date.fromordinal(asked.monday),
        "last": date.fromordinal(asked.monday + 6),
        "round": names.either(ranked.title_zh, ranked.title_en) if ranked else "",
        "top": top,
        "official": mark is not None and mark.official,
        "frozen": mark.frozen if mark else "",
    }


def _board(projector: Projector, asked: Asked) -> tuple[RankedRound | None, list[dict[str, Any]]]:
    """The last round that had opened by then and in which enough people here took part."""
    day = catalogue.day(asked.now)
    last = min(day, date.fromordinal(asked.monday + 6).isoformat())
    theirs = [
        one
        for one in projector.catalogue.rounds.values()
        if one.contest == asked.contest.code and catalogue.day(one.opens_at) <= last
    ]
    for ranked in sorted(theirs, key=lambda one: -one.opens_at):
        if top := _top(projector, ranked, asked.place):
            return ranked, top
    return None, []


def _top(projector: Projector, ranked: RankedRound, place: Place) -> list[dict[str, Any]]:
    """The first rows of the board; none where so few are on it that they are not shown, and while
    there is no board: one that is made to stand still takes a moment."""
    try:
        shown = board.persons(projector, BoardId(ranked.code, "persons", Scope(place.path)), 0, TOP)
    except StoreAway:
        return []
    if shown.people < board.policy().few:
        return []
    return [
        {
            "rank": row.rank,
            "name": row.name,
            "place": _home(projector.catalogue, row.region, place),
            "score": names.score(row.score, ranking.divisor(ranked.form)),
            "took": sheets.seconds(row.took_ms),
        }
        for row in shown.rows
    ]


def _home(known: Catalogue, region: str, place: Place) -> str:
    """Where somebody lives, as far as the bulletin's own region does not say it."""
    return "" if region == place.path else names.full_name(known, region)


def _cohorts(known: Catalogue, found: Facts) -> list[tuple[str, str, int]]:
    """Each cohort's name, people as text and length of its bar in hundredths of the longest."""
    most = max((count for _code, count in found.cohorts if count), default=1)
    return [
        (
            names.cohort(known, code),
            f"{count:,}" if count is not None else "*",
            100 * (count or 0) // most,
        )
        for code, count in found.cohorts
    ]


def _columns(found: Facts) -> list[dict[str, Any]]:
    """The papers of the last weeks as columns."""
    most = max((count for _start, count in found.series if count), default=0)
    wide = WIDE / max(len(found.series), 4)
    columns = []
    for at, (start, count) in enumerate(found.series):
        high = (HIGH - 30) * (count or 0) / most if most else 0.0
        columns.append(
            {
                "x": f"{at * wide + 4:.1f}",
                "y": f"{HIGH - 14 - high:.1f}",
                "width": f"{wide - 8:.1f}",
                "height": f"{high:.1f}",
                "middle": f"{at * wide + wide / 2:.1f}",
                "top": f"{HIGH - 18 - high:.1f}",
                "day": date.fromordinal(start).strftime("%m-%d"),
                "words": f"{count:,}" if count is not None else "*",
            }
        )
    return columns


def week_name(monday: int) -> str:
    """The week in words."""
    first, last = (date.fromordinal(day).isoformat() for day in (monday, monday + 6))
    return _("%(first)s 至 %(last)s") % {"first": first, "last": last}


def chosen(text: str, among: Sequence[int]) -> int | None:
    """The week of an ISO Monday, when it has a bulletin."""
    try:
        day = date.fromisoformat(text).toordinal()
    except ValueError:
        return None
    return day if day in among else None


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if day else ""
