"""Why a region stands where it stands: the formula with its own figures, and the one above's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard.public import answers, reasons
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked
from leaderboard.rules.frames import Board, RegionRow
from leaderboard.store import StoreAway


@require_safe
def page(request: HttpRequest, contest: str, region: str) -> HttpResponse:
    """404 for a region that no board compares with others."""
    what = asked(request, contest, region)
    wanted = reasons.compared(what)
    if wanted is None:
        raise Http404

    def look() -> Board[RegionRow] | None:
        try:
            return reasons.beside(what)
        except StoreAway:
            return None

    return answers.page(
        request, what, wanted, "boards/why.html", look, lambda found: _context(what, found)
    )


def _context(what: Asked, found: Board[RegionRow] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"tab": "regions"}
    title = _("为什么排在这里")
    if found is None:
        return {**around(what, "why", title), **told, "problem": _("榜单暂时不可用，请稍候。")}
    why = reasons.lines(what, found)
    if why is None:
        raise Http404
    return {**around(what, "why", title, about=why["words"]), **told, "why": why}
