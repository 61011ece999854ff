"""Why a region stands where it stands: the formula with its own figures, and the one above's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board
from leaderboard.public import answers, names, regions
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked, reader
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
        request, what, wanted, "boards/why.html", look, lambda found: _context(what, wanted, found)
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
    told_why = regions.reason(found, what.path, what.ranked)
    if told_why is None:
        raise Http404
    mine, above = told_why.mine, told_why.above
    words = _headline(what, told["parent"], mine)
    return {
        **around(what, "why", title, about=words),
        **told,
        "words": words,
        "mine": names.region(what.known, mine),
        "above": names.region(what.known, above) if above else None,
        "parent_mean": names.hundredths(told_why.parent_mean_x100),
        "apart": names.hundredths(told_why.apart_x100),
        "needed": names.hundredths(told_why.needed_mean_x100),
        "possible": told_why.possible,
    }


def _headline(what: Asked, parent: str, mine: RegionRow) -> str:
    told = {"place": names.name(what.place), "parent": parent, "rank": mine.rank}
    if mine.few:
        return _("%(place)s参加的人太少，不显示数据。") % told
    if mine.rank is None:
        return _("%(place)s参加的人数还不够参加排名。") % told
    return _("%(place)s在%(parent)s的地区榜上排第 %(rank)d 名。") % told
