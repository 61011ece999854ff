"""One person's row with the neighbours, and what decides between them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board, sheets
from leaderboard.board import Place
from leaderboard.public import answers, names
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked, cohort_of, reader
from leaderboard.rules import ranking, why
from leaderboard.rules.frames import PersonRow
from leaderboard.rules.why import Reason
from leaderboard.store import StoreAway

REACH = 5
LARGEST_ID = 2**53


@require_safe
def page(request: HttpRequest, contest: str, region: str, contestant: int) -> HttpResponse:
    """Five rows above and below (`?cohort=`); 404 for one who is not on that board."""
    what = asked(request, contest, region)
    wanted = what.board("persons", cohort_of(what.known, request.GET))
    if contestant >= LARGEST_ID or not what.known.exists(wanted):
        raise Http404

    def look() -> Place | None:
        try:
            found = board.near(reader(), wanted, contestant, reach=REACH)
        except StoreAway:
            return None
        if found.rank is None:
            raise Http404
        return found

    return answers.page(
        request,
        what,
        (wanted, contestant),
        "boards/near.html",
        look,
        lambda found: _context(what, contestant, found),
    )


def _context(what: Asked, contestant: int, found: Place | None) -> dict[str, Any]:
    title = _("前后名次")
    here = {"address": names.link(what.ranked, what.place, "near", contestant)}
    if found is None:
        away = _("榜单暂时不可用，请稍候。")
        return {**around(what, "near", title), "me": contestant, "problem": away, **here}
    mine = next(row for row in found.rows if row.id == contestant)
    words = _("%(name)s在%(place)s排第 %(rank)d 名，共 %(people)d 人。") % {
        "name": mine.name,
        "place": names.name(what.place),
        "rank": found.rank or 0,
        "people": found.people,
    }
    divisor = ranking.divisor(what.ranked.form)
    return {
        **around(what, "near", title, about=words),
        **here,
        "me": contestant,
        "words": words,
        "people": found.people,
        "why": _why(what, found, mine),
        "rows": [names.person(what.known, row, divisor) for row in found.rows],
    }


def _why(what: Asked, found: Place, mine: PersonRow) -> str:
    place = found.rows.index(mine)
    if place == 0:
        return _("没有排在前面的人。")
    above = found.rows[place - 1]
    reason = why.between(what.ranked.form, what.ranked.opens_at, above, mine)
    return _words(reason, above.name, ranking.divisor(what.ranked.form))


def _words(reason: Reason, above: str, divisor: int) -> str:
    apart = {
        "score": names.score(reason.apart, divisor),
        "took_ms": sheets.seconds(reason.apart),
        "finished_at": sheets.decimal(reason.apart, over=1000, places=0),
        "tries": str(reason.apart),
    }.get(reason.by, "")
    told = {"above": above, "apart": apart}
    match reason.by:
        case "score":
            return _("与前一名%(above)s相比：得分少 %(apart)s 分。") % told
        case "took_ms":
            return _("与前一名%(above)s相比：得分相同，用时多 %(apart)s 秒。") % told
        case "tries":
            return _("与前一名%(above)s相比：前面各项相同，作答多 %(apart)s 次。") % told
        case "finished_at":
            return _("与前一名%(above)s相比：前面各项相同，晚 %(apart)s 秒完成。") % told
        case _:
            return _("与前一名%(above)s各项都相同，名次并列。") % told
