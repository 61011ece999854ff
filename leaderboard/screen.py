"""The big screen: which round and boards it shows, and the page. Read-only, for everybody."""

from typing import Any

import segno
from csp.utils import build_policy
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leaderboard import board
from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.projector import projector
from leaderboard.public import names
from quiz import clock, join_address, tiles
from quiz.models import Attempt, Contest, Entry, EntryKind
from quiz.rules.called import nearest_first
from quiz.rules.formats import Format
from quiz.rules.units import Millis

# Facts are the same for every screen; one look at the database serves all for this long.
FACTS_S = 2
# So many of the newest papers are looked at to count who is answering: the cost has a bound.
NEWEST = 5_000
# Above it the join code is set smaller, so that it stays on its card.
LONG_CODE = 6


@require_safe
@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The whole page; it comes alive over /ws/boards/."""
    contest = _contest(code)
    found = _facts(contest, clock.now())
    base, reachable = join_address.base(request)
    context = {
        "contest": contest,
        "title": _title(contest.title_zh, contest.title_en),
        "round": found["round"],
        "qr": qr(f"{base}{reverse('phone', args=[contest.code])}"),
        "address": base.partition("://")[2],
        "reachable": reachable,
        "long_code": len(contest.code) > LONG_CODE,
        "tiles": _tiles(contest),
        "policy": board.policy(),
        "places": range(10),
        "setup": _setup(contest, found),
    }
    response = render(request, "screen/screen.html", context)
    response["Content-Security-Policy"] = _policy(request.get_host())
    return response


def _policy(host: str) -> str:
    """Safari before 15.4 does not count a socket to the same host as 'self'."""
    return str(build_policy(update={"connect-src": [f"ws://{host}", f"wss://{host}"]}))


@require_safe
@never_cache
def now(_request: HttpRequest, code: str) -> JsonResponse:
    """What no board tells: the round of the moment, its boards' names, how many are answering."""
    return JsonResponse(_facts(_contest(code), clock.now()))


def _contest(code: str) -> Contest:
    if not code.isprintable():  # PostgreSQL takes no NUL, not even to look for
        raise Http404
    contest = Contest.objects.select_related("region").filter(code=code).first()
    if contest is None:
        raise Http404
    return contest


def qr(address: str) -> str:
    """The address as an inline SVG, black modules only: the card behind is white."""
    drawing = segno.make(address, error="m").svg_inline(
        omitsize=True, border=0, svgclass="qr", lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308 (segno draws modules, the text is not in it)


def _facts(contest: Contest, moment: Millis) -> dict[str, Any]:
    key = f"screen:{contest.code}:{get_language()}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = facts(contest, moment)
        cache.set(key, found, FACTS_S)
    return found


def facts(contest: Contest, moment: Millis) -> dict[str, Any]:
    """The screen's facts at `moment` (milliseconds), as JSON."""
    projector.settle(moment)
    known = projector.catalogue
    ranked = shown_round(known, contest.code, moment)
    if ranked is None:
        empty = {"boards": {}, "frozen": False, "answering": 0, "most": NEWEST}
        return {"now": moment, "round": None, **empty}
    return {
        "now": moment,
        "round": _round(ranked),
        "boards": boards(known, ranked),
        "frozen": projector.stands_at(ranked) is not None,
        "answering": answering(ranked, moment),
        "most": NEWEST,
    }


def shown_round(known: Catalogue, contest: str, moment: Millis) -> RankedRound | None:
    """The ranked round that is open, else the last that was, else the next; None if there is none.

    Of several open ones the one that opened last.
    """
    mine = [one for one in known.rounds.values() if one.contest == contest]
    begun = [one for one in mine if one.opens_at <= moment]
    is_open = [one for one in begun if one.closes_at is None or moment < one.closes_at]
    last = max(is_open or begun, key=lambda one: one.opens_at, default=None)
    return last or min(mine, key=lambda one: one.opens_at, default=None)


def boards(known: Catalogue, ranked: RankedRound) -> dict[str, str]:
    """The names of the boards to show, of those that the round's format has."""
    names = {kind: f"{ranked.code}:{kind}:{ranked.root}" for kind in ("persons", "regions")}
    return {kind: name for kind, name in names.items() if known.find(name) is not None}


def answering(ranked: RankedRound, moment: Millis) -> int:
    """People with an open paper, among the NEWEST papers of the house."""
    newest = Attempt.objects.order_by("-pk").values_list("pk", flat=True)[NEWEST : NEWEST + 1]
    closed = Entry.objects.filter(attempt_id=OuterRef("pk"), kind=EntryKind.CLOSED)
    going = Attempt.objects.filter(
        ~Exists(closed),
        pk__gt=next(iter(newest), 0),
        round_id=ranked.id,
        opened_at__gte=moment - longest(ranked.form),
    )
    return going.values("contestant").distinct().count()


def longest(form: Format) -> int:
    """How many milliseconds an open paper can take; an hour when nothing limits it."""
    each = form.questions * (form.question_ms + form.grace_ms) if form.question_ms else 0
    return min((ms for ms in (each, form.total_ms) if ms), default=3_600_000)


def _round(ranked: RankedRound) -> dict[str, Any]:
    form = ranked.form
    return {
        "code": ranked.code,
        "title": _title(ranked.title_zh, ranked.title_en),
        "opens_at": ranked.opens_at,
        "closes_at": ranked.closes_at,
        "questions": form.questions,
        "question_s": form.question_ms // 1000,
        "total_min": form.total_ms // 60_000,
        "tries_per_day": form.tries_per_day,
        "full": form.full_score,
    }


def _setup(contest: Contest, found: dict[str, Any]) -> dict[str, Any]:
    """What the page's script starts from."""
    known = projector.catalogue
    below = known.children.get(contest.region.path, ())
    return {
        "facts": found,
        "now_url": reverse("screen:now", args=[contest.code]),
        "names": {place.path: short_name(place) for place in below},
        "homes": _homes(contest) if _english() else names.full_names(known),
    }


def _homes(contest: Contest) -> dict[str, str]:
    """Where people live, in English: rows say it in Chinese, being the same for all screens."""
    known, root = projector.catalogue, contest.region.path
    below = (path for path in known.places if path.startswith(root))
    return {path: nearest_first(_within(known.chain(path), root)) for path in below}


def _within(chain: list[Place], root: str) -> list[str]:
    """Their names without the contest's own region, which all have in common; that alone."""
    inside = [one for one in chain if one.path.startswith(root) and one.path != root]
    return [names.name(one) for one in inside or chain[-1:]]


def _tiles(contest: Contest) -> list[dict[str, Any]]:
    by_code = {place.code: place for place in projector.catalogue.places.values()}
    return [
        {"code": tile.code, "x": tile.x, "y": tile.y, "name": short_name(by_code.get(tile.code))}
        for tile in tiles.tiles_of(contest.region_id)
    ]


def short_name(place: Place | None) -> str:
    """A city's name without the word "city", in the page's language."""
    if place is None:
        return ""
    return names.short(place)


def _title(chinese: str, english: str) -> str:
    return english or chinese if _english() else chinese


def _english() -> bool:
    return (get_language() or "").startswith("en")
