"""All closed attempts of somebody in one round: which of them count, and which have an answer."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from leaderboard.public import names
from leaderboard.rules import ranking
from leaderboard.rules.own import Own, own
from leaderboard.store import result_of
from questionbank import reports
from quiz import frames, keys
from quiz.journal.follow import of_people
from quiz.models import Attempt, Contestant
from quiz.plan import Plan
from quiz.rules.formats import Count, Format
from quiz.rules.units import Millis

# Practice has no limit of tries: a page shows the newest ones.
MOST = 50


def told(who: Contestant, plan: Plan, now: Millis) -> dict[str, Any]:
    """What counts, in the language of the moment (empty = nothing, or nothing ever does), and the
    newest attempts, the newest first."""
    events = [event for event in of_people([who.pk]) if event.round == plan.round]
    mine = own(plan.format, map(result_of, events))
    numbers = {event.try_no: event.attempt for event in events}
    newest = mine.results[: -MOST - 1 : -1]
    answered = _answered(who.pk, plan, [numbers[one.try_no] for one in newest], now)
    rows = [
        {
            "attempt": numbers[one.try_no],
            "try_no": one.try_no,
            "score": one.score,
            "took_ms": one.took_ms,
            "counts": plan.format.ranked and one.try_no in mine.counting,
            "answered": numbers[one.try_no] in answered,
            **({"void": not one.counts} if one.void else {}),
        }
        for one in newest
    ]
    return {"counted": counted(plan.format, mine), "attempts": rows}


def counted(form: Format, mine: Own) -> str:
    """What stands on the boards and which attempts it comes from, in a sentence."""
    standing, tries = mine.standing, mine.counting
    if not form.ranked or standing is None:
        return ""
    points = names.score(standing.score, ranking.divisor(form))
    if form.count is Count.SUM and len(tries) > 1:
        said = _("计入成绩：{} 次合计，{} 分").format(len(tries), points)
    elif (n := ranking.divisor(form)) > 1:
        said = _("计入成绩：最好 {} 次平均，{} 分").format(n, points)
    else:
        said = _("计入成绩：第 {} 次，{} 分").format(min(tries) + 1, points)
    return f"{said} · {_spelled(standing.took_ms)}"


def _spelled(took_ms: int) -> str:
    """A time cut off as on the phone's own result."""
    minutes, tenths = took_ms // 60_000, took_ms % 60_000 // 100
    if minutes:
        return _("用时 {} 分 {} 秒").format(minutes, tenths // 10)
    return _("用时 {} 秒").format(f"{tenths // 10}.{tenths % 10}")


def _answered(who: int, plan: Plan, attempts: Collection[int], now: Millis) -> set[int]:
    """The attempts whose review holds an editor's answer or a ruling."""
    if not frames.keys_due(plan, now):
        return set()
    papers = {
        one.pk: {asked.version for asked in plan.paper(who, one.try_no, one.book, one.form)}
        for one in Attempt.objects.filter(pk__in=attempts)
    }
    return _holding(papers, _versions_answered(who, papers))


def _versions_answered(who: int, papers: Mapping[int, set[int]]) -> set[int]:
    """The questions of these papers with a ruling, or with an answer to what `who` said."""
    versions = set().union(*papers.values())
    said = reports.of(who, versions).values()
    return {one.version_id for one in said if one.answer} | versions & keys.held().by_version.keys()


def _holding(papers: Mapping[int, set[int]], versions: set[int]) -> set[int]:
    return {attempt for attempt, paper in papers.items() if paper & versions}
