"""Why a region stands where it stands: the formula with its own figures, and the one above's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board
from leaderboard.public import answers, names
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked, reader
from leaderboard.rules import why
from leaderboard.rules.frames import Board, RegionRow
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import StoreAway


@require_safe
def page(request: HttpRequest, contest: str, region: str) -> HttpResponse:
    """404 for a region that no board compares with others."""
    what = asked(request, contest, region)
    parent = what.path.rpartition("/")[0]
    wanted = BoardId(what.round, "regions", Scope(parent))
    if not what.known.exists(wanted):
        raise Http404

    def look() -> Board[RegionRow] | None:
        try:
            return board.regions(reader(), wanted)
        except StoreAway:
            return None

    return answers.page(
        request, what, "boards/why.html", look, lambda found: _context(what, wanted, found)
    )


def _context(what: Asked, wanted: BoardId, found: Board[RegionRow] | None) -> dict[str, Any]:
    parent = what.known.places[wanted.scope.path]
    told: dict[str, Any] = {
        "tab": "regions",
        "parent": names.name(parent),
        "back": names.link(what.ranked, parent) + "&tab=regions",
        "shrink": board.policy().shrink,
        "least": board.policy().least,
    }
    title = _("为什么排在这里")
    if found is None:
        return {**around(what, "why", title), **told, "problem": _("榜单暂时不可用，请稍候。")}
    place = next((n for n, row in enumerate(found.rows) if row.id == what.path), None)
    if place is None:
        raise Http404
    mine = found.rows[place]
    above = found.rows[place - 1] if place and mine.ranked else None
    words = _headline(what, told["parent"], mine)
    return {
        **around(what, "why", title, about=words),
        **told,
        "words": words,
        "mine": _filled(what, mine),
        "above": _filled(what, above) if above else None,
        "parent_mean": names.hundredths(found.mean_x100),
        "apart": _apart(above, mine),
        "needed": _needed(what, found, above, mine),
    }


def _headline(what: Asked, parent: str, mine: RegionRow) -> str:
    told = {"place": names.name(what.place), "parent": parent, "rank": mine.rank}
    if mine.few:
        return _("%(place)s参加的人太少，不显示数据。") % told
    if mine.rank is None:
        return _("%(place)s参加的人数还不够参加排名。") % told
    return _("%(place)s在%(parent)s的地区榜上排第 %(rank)d 名。") % told


def _filled(what: Asked, row: RegionRow) -> dict[str, Any]:
    return names.region(what.known, row)


def _apart(above: RegionRow | None, mine: RegionRow) -> str:
    if above is None or above.score_x100 is None or mine.score_x100 is None:
        return ""
    return names.hundredths(above.score_x100 - mine.score_x100)


def _needed(
    what: Asked, found: Board[RegionRow], above: RegionRow | None, mine: RegionRow
) -> dict[str, Any] | None:
    """The mean that would draw level; whether anybody can earn as much."""
    if above is None or above.score_x100 is None or found.mean_x100 is None or mine.same:
        return None
    mean = why.needed_mean_x100(
        above.score_x100, found.mean_x100, people=mine.people or 0, shrink=board.policy().shrink
    )
    if mean is None:
        return None
    most = what.ranked.form.full_score
    return {"mean": names.hundredths(mean), "possible": mean <= 100 * most}
