"""The public board page: complete without JavaScript, alive with it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board, shapes, sheets
from leaderboard.board import AnyBoard
from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.projector import projector
from leaderboard.rules import ranking, scopes
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.screen import shown_round
from leaderboard.store import StoreAway
from quiz import clock

TABS = ("persons", "regions")


@require_safe
def page(request: HttpRequest, contest: str, region: str = "") -> HttpResponse:
    """A board of one region (`?tab=`, `?round=`, `?cohort=`, `?page=`); 404 for an unknown one."""
    projector.settle(clock.now())
    known = projector.catalogue
    ranked = _round(known, contest, request.GET.get("round", ""))
    place = known.at(region.replace("-", "/") or ranked.root) if ranked else None
    if ranked is None or place is None or scopes.level(place.path, ranked.root) is None:
        raise Http404
    wanted = _wanted(known, ranked, place, request.GET)
    number = _number(request.GET.get("page", "1"))
    context = _context(known, ranked, place, wanted)
    return render(request, "boards/page.html", {**context, **_table(known, wanted, number)})


def _round(known: Catalogue, contest: str, code: str) -> RankedRound | None:
    if not code:
        return shown_round(known, contest, clock.now())
    ranked = known.codes.get(code)
    return ranked if ranked is not None and ranked.contest == contest else None


def _wanted(
    known: Catalogue, ranked: RankedRound, place: Place, query: Mapping[str, str]
) -> BoardId:
    """The board that is asked for; with no word about it, the first that the format has."""
    cohort = query.get("cohort", "")
    tab = query.get("tab", "persons")
    if tab not in TABS or (cohort and cohort not in known.cohorts):
        raise Http404
    return BoardId(ranked.code, tab, Scope(place.path, cohort if tab == "persons" else ""))


def _number(text: str) -> int:
    plain = text.isascii() and text.isdecimal() and len(text) <= 6
    return max(int(text), 1) if plain else 1


def _table(known: Catalogue, wanted: BoardId, number: int) -> dict[str, Any]:
    """The rows, or why there are none."""
    if not known.exists(wanted):
        return {"problem": _("本轮次不设这个榜单。"), "live": ""}
    try:
        found = _look(wanted, number)
    except StoreAway:
        return {"problem": _("榜单暂时不可用，请稍候。"), "live": str(wanted)}
    pages = max(-(-found.people // board.SIZE), 1) if wanted.kind == "persons" else 1
    ranked = known.codes[wanted.round]
    return {
        "board": found,
        "rows": [_row(known, row, ranking.divisor(ranked.form)) for row in found.rows],
        "page": number,
        "pages": pages,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < pages else None,
        "live": str(wanted) if number == 1 else "",
    }


def _look(wanted: BoardId, number: int) -> AnyBoard:
    if wanted.kind == "regions":
        return board.regions(projector, wanted)
    start = (number - 1) * board.SIZE
    return board.persons(projector, wanted, start, start + board.SIZE)


def _row(known: Catalogue, row: PersonRow | RegionRow, divisor: int) -> dict[str, Any]:
    if isinstance(row, RegionRow):
        place = known.places.get(row.id if isinstance(row.id, str) else "")
        return {
            "row": row,
            "name": name(place) if place else row.name,
            "code": place.code if place else "",
            "mean": sheets.decimal(row.mean_x100, over=100, places=2),
            "score": sheets.decimal(row.score_x100, over=100, places=2),
        }
    place = known.places.get(row.region)
    return {
        "row": row,
        "name": row.name,
        "place": name(place) if place and english() else row.place,
        "score": sheets.decimal(row.score, over=divisor, places=0 if divisor == 1 else 2),
        "took": sheets.decimal(row.took_ms, over=1000, places=2),
    }


def _context(
    known: Catalogue, ranked: RankedRound, place: Place, wanted: BoardId
) -> dict[str, Any]:
    cohorts = [(code, names[english()]) for code, names in known.cohorts.items()]
    late = projector.late(clock.now())
    return {
        "ranked": ranked,
        "title": _title(ranked.contest_zh, ranked.contest_en),
        "round_title": _title(ranked.title_zh, ranked.title_en),
        "rounds": [
            (one.code, _title(one.title_zh, one.title_en))
            for one in known.rounds.values()
            if one.contest == ranked.contest
        ],
        "wanted": wanted,
        "tab": wanted.kind,
        "cohort": wanted.scope.cohort,
        "place": name(place),
        "here": reverse("boards-region", args=[ranked.contest, place.code]),
        "trail": [(name(one), one.code) for one in _above(known, ranked, place)],
        "below": [(name(one), one.code) for one in known.children.get(place.path, ())],
        "cohorts": cohorts if "cohort" in ranked.form.boards else [],
        "as_of": sheets.moment(projector.as_of),
        "late": late,
        "order": shapes.order(ranked.form),
        "formula": shapes.formula(board.policy()),
        "few": board.policy().few,
        "csv": _csv(ranked, wanted),
        "setup": _setup(known, ranked, wanted),
    }


def _above(known: Catalogue, ranked: RankedRound, place: Place) -> list[Place]:
    parts = place.path.split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts) - 1)]
    return [known.places[p] for p in paths if p in known.places and Scope(ranked.root).holds(p, "")]


def _csv(ranked: RankedRound, wanted: BoardId) -> str:
    address = reverse(f"api-board-{wanted.kind}", args=[ranked.code])
    cohort = f"&cohort={wanted.scope.cohort}" if wanted.scope.cohort else ""
    size = "&size=1000" if wanted.kind == "persons" else ""
    return f"{address}?region={wanted.scope.path}{cohort}{size}&format=csv"


def _setup(known: Catalogue, ranked: RankedRound, wanted: BoardId) -> dict[str, Any]:
    """What the page's script starts from."""
    if wanted.kind == "regions":
        shown = list(known.children.get(wanted.scope.path, ()))
    else:
        shown = list(known.places.values()) if english() else []
    return {
        "lang": get_language() or "zh-hans",
        "contest": reverse("boards", args=[ranked.contest]),
        "names": {place.path: name(place) for place in shown},
        "codes": {place.path: place.code for place in shown},
        "few": _("少于 %(few)d") % {"few": board.policy().few},
        "nobody": _("还没有成绩。"),
        "late": _("数据延迟，正在恢复。"),
        "lost": _("连接已断开，正在重连。"),
        "live": _("实时更新中"),
    }


def english() -> bool:
    return (get_language() or "").startswith("en")


def name(place: Place) -> str:
    """A region's name in the page's language."""
    return _title(place.name_zh, place.name_en)


def _title(chinese: str, other: str) -> str:
    return other if english() and other else chinese
