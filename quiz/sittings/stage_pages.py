"""The big screen of a hall and the overlay for broadcasters: for everybody who has the code.

Nothing that may change during a sitting is in a page; it comes alive over /ws/stage/.
"""

from typing import Any

import segno
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quiz import join_address, tiles
from quiz.models import Region, Sitting
from quiz.sittings import store
from quiz.sittings.store import NoSitting, Row

CODE_LENGTH = 12
# What an overlay may be asked to show alone.
PARTS = ("question", "board", "clock")


@require_safe
@never_cache
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """The big screen."""
    return _page(request, code, "stage/screen.html")


@require_safe
@never_cache
def overlay(request: HttpRequest, code: str) -> HttpResponse:
    """The overlay; `?part=` shows one part only."""
    return _page(request, code, "stage/overlay.html")


def _page(request: HttpRequest, code: str, template: str) -> HttpResponse:
    with override(_lang(request)):
        row = _row(code)
        if row is None:
            return render(request, "stage/unknown.html", status=404)
        response = render(request, template, _context(request, row))
    here = request.get_host()
    # Safari before 15.4 does not count a socket to the same host as 'self'.
    policy = build_policy(update={"connect-src": [f"ws://{here}", f"wss://{here}"]})
    response["Content-Security-Policy"] = str(policy)
    return response


def _lang(request: HttpRequest) -> str:
    """The language of the address, for a projector whose browser nobody has set up."""
    wanted = request.GET.get("lang", "").lower()
    known = {name.lower(): name for name, _ in settings.LANGUAGES}
    return known.get(wanted) or get_language() or "zh-hans"


def _row(code: str) -> Row | None:
    if len(code) != CODE_LENGTH or not (code.isascii() and code.isalnum()):
        return None
    try:
        return store.by_screen(code)
    except NoSitting:
        return None


def _context(request: HttpRequest, row: Row) -> dict[str, Any]:
    base, reachable = join_address.base(request)
    part = request.GET.get("part", "")
    english = (get_language() or "").startswith("en")
    return {
        "title": row.title or _title(row, english=english),
        "code": row.code,
        "qr": _qr(f"{base}{reverse('hall-phone', args=[row.code])}"),
        "address": f"{base.partition('://')[2]}{reverse('hall')}",
        "reachable": reachable,
        "tiles": _tiles(row),
        "places": range(10),
        "setup": {
            "screen": row.screen_code,
            "lang": get_language() or "zh-hans",
            "part": part if part in PARTS else "",
        },
    }


def _title(row: Row, *, english: bool) -> str:
    round_ = Sitting.objects.select_related("round").get(pk=row.id).round
    return round_.title_en if english and round_.title_en else round_.title_zh


def _qr(address: str) -> str:
    """The address as an inline SVG, black modules only: the card behind is white."""
    drawing = segno.make(address, error="m").svg_inline(
        omitsize=True, border=0, svgclass="qr", lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308 (segno draws modules, the text is not in it)


def _tiles(row: Row) -> list[dict[str, Any]]:
    """The cities of the map that this house knows."""
    found = tiles.tiles_of(row.region.rpartition("/")[2])
    named = Region.objects.in_bulk([tile.code for tile in found])
    return [
        {"code": one.code, "x": one.x, "y": one.y, "name": _short(named[one.code])}
        for one in found
        if one.code in named
    ]


def _short(region: Region) -> str:
    """A city's name without the word "city"."""
    return region.name.removesuffix("市")
