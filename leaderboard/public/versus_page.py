"""Two regions of one size band side by side, each figure with its rank among that band."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board
from leaderboard.catalogue import Place
from leaderboard.public import answers, names
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked, reader
from leaderboard.public.bands import band_words
from leaderboard.rules import ranking, rollup, scopes
from leaderboard.rules.bands import Band, band_of
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.rollup import Region
from leaderboard.rules.scopes import Scope
from leaderboard.rules.scores import Rate, per_10k
from leaderboard.store import StoreAway


@dataclass(frozen=True, slots=True)
class Side:
    row: RegionRow
    rate: Rate


@require_safe
def page(request: HttpRequest, contest: str, region: str) -> HttpResponse:
    """`?with=` names the other region; without it the region below which this one stands."""
    what = asked(request, contest, region)
    peers = _peers(what)
    other = _other(what, peers, request.GET.get("with", ""))
    if not peers:
        raise Http404

    def look() -> tuple[Side, ...] | None:
        try:
            return _sides(what, peers)
        except StoreAway:
            return None

    return answers.page(
        request,
        what,
        other.path if other else "",
        "boards/versus.html",
        look,
        lambda found: _context(what, other, peers, found),
    )


def _peers(what: Asked) -> list[Place]:
    """The regions of the same level inside the contest, of the same band where that is known."""
    ranked, known = what.ranked, what.known
    level, band = scopes.level(what.path, ranked.root), _band(what.place)
    return [
        place
        for place in known.places.values()
        if scopes.level(place.path, ranked.root) == level
        and place.path != ranked.root
        and (level != "county" or _band(place) == band)
        and known.exists(what.board("persons"))
    ]


def _band(place: Place) -> Band | None:
    return band_of(place.population)


def _other(what: Asked, peers: list[Place], code: str) -> Place | None:
    if not code:
        return None
    found = next((one for one in peers if one.code == code and one.path != what.path), None)
    if found is None:
        raise Http404
    return found


def _sides(what: Asked, peers: list[Place]) -> tuple[Side, ...]:
    """All of the band, each against the whole contest's mean, so that cities do not matter."""
    ranked = what.ranked
    wanted = [Scope(ranked.root), *(Scope(place.path) for place in peers)]
    parent, *totals = board.held(reader(), ranked, full=False).totals(wanted)
    found = [Region(p.path, p.name_zh, of) for p, of in zip(peers, totals, strict=True)]
    policy = board.policy()
    rows = rollup.table(found, parent, divisor=ranking.divisor(ranked.form), policy=policy)
    population = {place.path: place.population for place in peers}
    return tuple(
        Side(row, per_10k(row.people or 0, population[str(row.id)]) if not row.few else Rate(None))
        for row in rows
    )


def _context(
    what: Asked, other: Place | None, peers: list[Place], found: tuple[Side, ...] | None
) -> dict[str, Any]:
    band = _band(what.place)
    level = scopes.level(what.path, what.ranked.root)
    told: dict[str, Any] = {
        "tab": "",
        "other": other.code if other else "",
        "choices": [
            (one.code, names.full_name(what.known, one.path))
            for one in peers
            if one.path != what.path
        ],
        "band": band_words(band) if band and level == "county" else "",
        "peers": len(peers),
    }
    title = _("比一比")
    if found is None:
        return {**around(what, "versus", title), **told, "problem": _("榜单暂时不可用，请稍候。")}
    two = [what.place, *([other] if other else [])]
    told["sides"] = [_side(what, place, found) for place in two]
    if other:
        title = f"{names.name(what.place)} · {names.name(other)}"
    here = {**around(what, "versus", title), **told}
    return {**here, "address": here["address"] + (f"&with={other.code}" if other else "")}


def _side(what: Asked, place: Place, found: tuple[Side, ...]) -> dict[str, Any]:
    one = next(side for side in found if side.row.id == place.path)
    return {
        **names.region(what.known, one.row),
        "full": names.full_name(what.known, place.path),
        "href": names.link(what.ranked, place),
        "population": names.grouped(place.population),
        "year": place.population_year,
        "rate": names.hundredths(one.rate.x100),
        "rate_why": one.rate.why,
        "rate_rank": _rank(one, found),
    }


def _rank(one: Side, found: tuple[Side, ...]) -> int | None:
    """Its place by rate: 1 + the number of those that are strictly better."""
    mine = one.rate.x100
    if mine is None or not one.row.ranked:
        return None
    return 1 + sum(o.row.ranked and o.rate.x100 is not None and o.rate.x100 > mine for o in found)
