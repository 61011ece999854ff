"""How many people live where, as the rates of the boards have it, and where that comes from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard.catalogue import Catalogue, Place
from leaderboard.public import answers, names
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked
from leaderboard.public.bands import band_words
from leaderboard.rules.bands import BANDS, band_of


@require_safe
def page(request: HttpRequest, contest: str) -> HttpResponse:
    """Every region of the contest, each city with its counties."""
    what = asked(request, contest)
    return answers.page(
        request, what, (), "boards/census.html", lambda: None, lambda _found: _context(what)
    )


def _context(what: Asked) -> dict[str, Any]:
    known = what.known
    return {
        **around(what, "census", _("人口数据")),
        "tab": "",
        "root": _line(known, what.place),
        "groups": [
            (_line(known, one), [_line(known, below) for below in known.children.get(one.path, ())])
            for one in known.children.get(what.path, ())
        ],
        "bands": [(band_words(band), band) for band in BANDS],
    }


def _line(known: Catalogue, place: Place) -> dict[str, Any]:
    """`short` says by how much the regions below fall short of the region's own number."""
    below = [one.population for one in known.children.get(place.path, ())]
    whole = sum(number or 0 for number in below)
    gap = (place.population or 0) - whole if all(below) and below else 0
    band = band_of(place.population)
    return {
        "place": place,
        "name": names.name(place),
        "code": place.code,
        "population": names.grouped(place.population),
        "year": place.population_year,
        "band": band_words(band) if band and place.kind == "county" else "",
        "short": names.grouped(gap or None),
    }
