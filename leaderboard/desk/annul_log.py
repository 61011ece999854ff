"""Every annulment and restoring in one's regions: the record that nobody can edit."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leaderboard import projector as projectors
from leaderboard.desk import flags, frame
from leaderboard.public.names import full_name
from leaderboard.sheets import moment
from questionbank import grants
from questionbank.access import allowed, editor
from quiz import clock
from quiz.models import Annulment
from quiz.subtree import within

PER_PAGE = 50
LONGEST = 18


@require_safe
@never_cache
@allowed("annul")
def page(request: HttpRequest) -> HttpResponse:
    """The newest step first; `?before=` a step's number are older ones, `?after=` newer ones. Pages
    have no numbers: of a million steps, counting them took a second."""
    projectors.projector.settle(clock.now())
    paths = grants.paths(editor(request), "annul")
    mine = Annulment.objects.filter(within(paths, "region_path"))
    found = _piece(mine, _number(request, "before"), _number(request, "after"))
    known = projectors.projector.catalogue
    context = {
        "rows": [(row, full_name(known, row.region_path), moment(row.at)) for row in found],
        "newer": found[0].pk if found and mine.filter(pk__gt=found[0].pk).exists() else 0,
        "older": found[-1].pk if found and mine.filter(pk__lt=found[-1].pk).exists() else 0,
    }
    return frame.show(request, "desk/annulments.html", context, here=flags.HERE)


def _piece(mine: QuerySet[Annulment], before: int, after: int) -> list[Annulment]:
    """At most PER_PAGE, the newest first. Newer than the newest are none: then the newest."""
    rows = mine.select_related("attempt__contestant", "attempt__round").order_by("-pk")
    if after:
        newer = list(rows.filter(pk__gt=after).reverse()[:PER_PAGE])
        if len(newer) == PER_PAGE:
            return newer[::-1]
    return list((rows.filter(pk__lt=before) if before else rows)[:PER_PAGE])


def _number(request: HttpRequest, name: str) -> int:
    """0 for what is no step's number."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0
