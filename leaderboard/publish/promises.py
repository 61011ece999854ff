"""The promises of a contest's rounds in public, before they open: the seed's hash and the digest of
pool, blueprint and books; and those that were replaced or withdrawn. Source: contest regulations,
section 5.5."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from leaderboard import sheets
from leaderboard.public.names import either
from quiz.models import Contest, PastPromise, PreparedRound


@require_safe
def page(request: HttpRequest, contest: str) -> HttpResponse:
    """What was promised; never a seed or books."""
    row = get_object_or_404(Contest, code=contest[:40].replace("\0", ""))
    past = _past(row)
    found = PreparedRound.objects.filter(round__contest=row).select_related("round")
    promises = [
        {
            "row": one,
            "title": either(one.round.title_zh, one.round.title_en),
            "at": sheets.moment(one.prepared_at),
            "opens": sheets.moment(one.round.opens_at),
            "past": past.pop(one.round.code, []),
        }
        for one in found.defer("seed", "books").order_by("round__opens_at", "pk")
    ]
    context = {
        "contest": row,
        "title": either(row.title_zh, row.title_en),
        "promises": promises,
        # Of rounds that have none now, or are gone.
        "withdrawn": list(past.values()),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "results/promises.html", context)


def _past(contest: Contest) -> dict[str, list[dict[str, Any]]]:
    """What does not hold any more, by the code of its round, the first promise first."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in PastPromise.objects.filter(contest=contest):
        found[one.code].append(
            {
                "row": one,
                "title": either(one.title_zh, one.title_en),
                "at": sheets.moment(one.prepared_at),
                "ended": sheets.moment(one.ended_at),
            }
        )
    return dict(found)
