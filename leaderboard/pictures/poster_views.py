"""Pictures of boards to be shared: a region's poster, and the card of the ten best."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board, sheets
from leaderboard.board import AnyBoard
from leaderboard.catalogue import Place, RankedRound
from leaderboard.pictures import keeping, poster, sending
from leaderboard.pictures.poster import Card, Figure, Poster, Row
from leaderboard.projector import projector
from leaderboard.public.names import either, full_name, hundredths, name, score, short
from leaderboard.public.standing import mark
from leaderboard.rules import ranking
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.screen import shown_round
from leaderboard.store import StoreAway
from quiz import clock, join_address

# Shades of the map: one more for each fifth of the cities that are passed.
SHADES = 5


@require_safe
def region(request: HttpRequest, contest: str, region: str) -> HttpResponse:
    """The region's place among its neighbours as a poster (PNG)."""
    ranked, place = _asked(request, contest, region)
    parent, _slash, _own = place.path.rpartition("/")
    table = _look(BoardId(ranked.code, "regions", Scope(parent))) if parent else None
    own = next((row for row in table.rows if row.id == place.path), None) if table else None
    if table is None or not isinstance(own, RegionRow):
        raise Http404
    content = Poster(
        contest=either(ranked.contest_zh, ranked.contest_en),
        region=full_name(projector.catalogue, place.path),
        figures=_figures(own),
        state=_state(ranked),
        formula=_("地区得分的算法见竞赛规则 8.1"),
        address=_address(request, ranked, place),
        tiles=_shades(ranked),
        own=_city(place),
        **_rank(own, table, parent),
    )
    return _png(request, "poster", content, lambda: poster.draw(content), place)


@require_safe
def best(request: HttpRequest, contest: str, region: str) -> HttpResponse:
    """The ten best of a region as a card (PNG)."""
    ranked, place = _asked(request, contest, region)
    table = _look(BoardId(ranked.code, "persons", Scope(place.path)))
    divisor = ranking.divisor(ranked.form)
    rows = [_row(row, divisor) for row in table.rows[:10] if isinstance(row, PersonRow)]
    content = Card(
        contest=either(ranked.contest_zh, ranked.contest_en),
        heading=_("%(place)s · 前十名") % {"place": name(place)},
        rows=rows,
        state=_state(ranked),
        address=_address(request, ranked, place),
    )
    return _png(request, "best", content, lambda: poster.draw_card(content), place)


def _asked(request: HttpRequest, contest: str, region: str) -> tuple[RankedRound, Place]:
    """The round and region of an address. Raises Http404."""
    projector.settle(clock.now())
    known = projector.catalogue
    code = request.GET.get("round", "")
    ranked = known.codes.get(code) if code else shown_round(known, contest, clock.now())
    place = known.at(region.replace("-", "/"))
    if ranked is None or place is None or ranked.contest != contest:
        raise Http404
    return ranked, place


def _look(wanted: BoardId) -> AnyBoard:
    if not projector.catalogue.exists(wanted):
        raise Http404
    try:
        return board.look(projector, wanted)
    except StoreAway:
        raise Http404 from None


def _rank(own: RegionRow, table: AnyBoard, parent: str) -> dict[str, str]:
    ranked = sum(row.ranked for row in table.rows)
    above = projector.catalogue.places[parent]
    among = _("%(parent)s %(count)d 个参加排名的地区之中") % {
        "parent": name(above),
        "count": ranked,
    }
    if own.rank is None:
        return {"rank": _("未参加排名"), "among": _("人数不足，不排名次")}
    return {"rank": _("第 %d 名") % own.rank, "among": among}


def _figures(own: RegionRow) -> list[Figure]:
    if own.few:
        return [Figure(_("不足 %d") % board.policy().few, _("人参加"))]
    return [
        Figure(f"{own.people or 0:,}", _("人参加")),
        Figure(f"{own.attempts or 0:,}", _("人次")),
        Figure(hundredths(own.mean_x100) or "–", _("平均分")),
        Figure(hundredths(own.score_x100) or "–", _("地区得分")),
    ]


def _shades(ranked: RankedRound) -> dict[str, tuple[int, str]]:
    """Each city of the province: how many fifths of the others it passes, and its name."""
    wanted = BoardId(ranked.code, "regions", Scope(ranked.root))
    rows = _look(wanted).rows if projector.catalogue.exists(wanted) else ()
    places = {str(row.id): projector.catalogue.places[str(row.id)] for row in rows}
    held = [str(row.id) for row in rows if row.ranked]
    shades = {path: SHADES - 1 - n * SHADES // len(held) for n, path in enumerate(held)}
    return {place.code: (shades.get(path, 0), short(place)[:6]) for path, place in places.items()}


def _city(place: Place) -> str:
    return place.path.split("/")[1] if "/" in place.path else ""


def _row(row: PersonRow, divisor: int) -> Row:
    place = full_name(projector.catalogue, row.region)
    return Row(str(row.rank), row.name, place, score(row.score, divisor))


def _state(ranked: RankedRound) -> str:
    """正式 or 非正式, and the moment: a picture goes about without its page."""
    at = _("截至 %s") % sheets.moment(projector.public_as_of(ranked))
    return f"{mark(ranked).words} · {at}"


def _address(request: HttpRequest, ranked: RankedRound, place: Place) -> str:
    site, _reachable = join_address.base(request)
    return site + reverse("boards-region", args=[ranked.contest, place.code])


def _png(request: HttpRequest, kind: str, content: Any, draw: Any, place: Place) -> HttpResponse:
    named = keeping.digest(kind, [get_language(), sending.plain(content)])
    return sending.png(request, named, draw, filename=f"{kind}-{place.code}.png")
