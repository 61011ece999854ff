"""Finding people on a board by how their names begin."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import sheets
from leaderboard.public import answers, finding, names
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked
from leaderboard.public.finding import MOST_FOUND, Found
from leaderboard.rules import ranking
from leaderboard.store import StoreAway
from quiz import clock


@require_safe
def page(request: HttpRequest, contest: str, region: str) -> HttpResponse:
    """`?q=`: how the name begins. Not kept: few ask the same."""
    what = asked(request, contest, region)
    if not what.known.exists(what.board("persons")):
        raise Http404
    text = request.GET.get("q", "")[: finding.LONGEST]
    context = {
        **around(what, "find", _("查找名字")),
        "q": text,
        "as_of": sheets.moment(answers.as_of(what.ranked)),
        "masked": what.ranked.masked,
        **(_found(what, text) if finding.folded(text) else {}),
    }
    response = render(request, "boards/find.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


def _found(what: Asked, text: str) -> dict[str, Any]:
    finding.finder.settle(clock.now())
    try:
        found = finding.finder.find(what.board("persons"), text)
    except StoreAway:
        return {"problem": _("榜单暂时不可用，请稍候。")}
    if not finding.finder.ready and not found.rows:
        return {"problem": _("名字正在读入，请稍候再查。")}
    return {"asked_for": text, "rows": _rows(what, found), "more": found.more, "most": MOST_FOUND}


def _rows(what: Asked, found: Found) -> list[dict[str, Any]]:
    divisor = ranking.divisor(what.ranked.form)
    return [names.person(what.known, row, divisor) for row in found.rows]
