"""The board of a region, persons or the regions below it: complete without JavaScript, alive with
it."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board, shapes
from leaderboard.board import AnyBoard
from leaderboard.public import answers, names, reasons, sharing, standing
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked, cohort_of, page_of, reader, tab_of
from leaderboard.public.cartogram import cartogram
from leaderboard.public.csv_links import csv_link
from leaderboard.public.measures import Measure, measure_of
from leaderboard.rules import ranking
from leaderboard.rules.frames import Board, PersonRow, RegionRow
from leaderboard.rules.scopes import BoardId
from leaderboard.store import StoreAway


@require_safe
def page(request: HttpRequest, contest: str, region: str = "") -> HttpResponse:
    """`?tab=`, `?round=`, `?cohort=`, `?page=`, `?map=`; 404 for an unknown one."""
    what = asked(request, contest, region)
    tab = tab_of(request.GET)
    cohort = cohort_of(what.known, request.GET)
    wanted = what.board(tab, cohort if tab == "persons" else "")
    number = page_of(request.GET) if tab == "persons" else 1
    measure = measure_of(request.GET) if tab == "regions" else Measure.SCORE
    return answers.page(
        request,
        what,
        (wanted, number, measure),
        "boards/page.html",
        _looking(what, wanted, number),
        lambda found: {
            **_context(what, wanted, number, found),
            **(_map(what, measure, found) if tab == "regions" else {}),
            "address": _address(what, wanted, number, measure),
        },
    )


def _address(what: Asked, wanted: BoardId, number: int, measure: Measure) -> str:
    """The one address of what is shown: what is shown anyway is not in it."""
    more = {
        "tab": wanted.kind if wanted.kind == "regions" else "",
        "map": measure.value if measure is not Measure.SCORE else "",
        "cohort": wanted.scope.cohort,
        "page": number if number > 1 else "",
    }
    told = urlencode({name: value for name, value in more.items() if value})
    return names.link(what.ranked, what.place) + (f"&{told}" if told else "")


class Found(NamedTuple):
    """What a page shows: the board, the one on which its region stands, and on the contest's own
    region board a line for guests."""

    board: AnyBoard
    beside: Board[RegionRow] | None
    guests: tuple[RegionRow, ...] = ()


def _looking(what: Asked, wanted: BoardId, number: int) -> Callable[[], Found | str]:
    """What finds the board, or the name of what is wrong."""

    def look() -> Found | str:
        if not what.known.exists(wanted):
            return "none"
        try:
            return _look(what, wanted, number)
        except StoreAway:
            return "away"

    return look


def _look(what: Asked, wanted: BoardId, number: int) -> Found:
    beside = reasons.beside(what)
    if wanted.kind == "regions":
        ranked = reader().catalogue.codes[wanted.round]
        whole = wanted.scope.path == ranked.root
        guests = board.guests(reader(), ranked) if whole else ()
        return Found(board.regions(reader(), wanted), beside, guests)
    start = (number - 1) * board.SIZE
    return Found(board.persons(reader(), wanted, start, start + board.SIZE), beside)


def _context(what: Asked, wanted: BoardId, number: int, found: Found | str) -> dict[str, Any]:
    tab, cohort = wanted.kind, wanted.scope.cohort
    title, about = names.cohort(what.known, cohort), ""
    if tab == "regions":
        title = _("地区榜")
        about = sharing.about(what, "regions", title)
    below = what.known.children.get(what.path, ())
    return {
        **around(what, "board", title, about),
        "tab": tab,
        "cohort": cohort,
        "cohorts": _cohorts(what),
        "below": [(names.name(one), names.link(what.ranked, one)) for one in below],
        "order": shapes.order(what.ranked.form),
        "csv": csv_link(what.ranked, wanted),
        **_table(what, wanted, number, found),
    }


def _cohorts(what: Asked) -> list[tuple[str, str]]:
    if "cohort" not in what.ranked.form.boards:
        return []
    return [(code, names.name(of)) for code, of in what.known.cohorts.items()]


def _table(what: Asked, wanted: BoardId, number: int, found: Found | str) -> dict[str, Any]:
    """The rows, or why there are none."""
    if found == "none":
        return {"problem": _("本轮次不设这个榜单。"), "live": ""}
    if isinstance(found, str):
        return {"problem": _("榜单暂时不可用，请稍候。"), "live": str(wanted)}
    return {
        "board": found.board,
        "why": _why(what, wanted, number, found),
        "guests": [names.region(what.known, row) for row in found.guests],
        **(
            _regions(what, found.board)
            if wanted.kind == "regions"
            else _persons(what, found.board, number)
        ),
        "live": str(wanted) if number == 1 else "",
        "setup": _setup(what, wanted),
    }


def _why(what: Asked, wanted: BoardId, number: int, found: Found) -> dict[str, Any] | None:
    """On the first page only; that a region's figures are not shown is not said above people, whose
    figures are."""
    if number > 1:
        return None
    lines = reasons.lines(what, found.beside)
    few = lines is not None and lines["mine"]["row"].few
    return None if few and wanted.kind == "persons" else lines


def _persons(what: Asked, found: AnyBoard, number: int) -> dict[str, Any]:
    divisor = ranking.divisor(what.ranked.form)
    pages = max(-(-found.people // board.SIZE), 1)
    rows = [row for row in found.rows if isinstance(row, PersonRow)]
    return {
        "rows": [names.person(what.known, row, divisor) for row in rows],
        "page": number,
        "pages": pages,
        "before": min(number - 1, pages) if number > 1 else None,
        "after": number + 1 if number < pages else None,
    }


def _regions(what: Asked, found: AnyBoard) -> dict[str, Any]:
    rows = [row for row in found.rows if not isinstance(row, PersonRow)]
    return {
        "rows": [names.region(what.known, row) for row in rows],
        "mean": names.hundredths(found.mean_x100),
    }


def _map(what: Asked, measure: Measure, found: Found | str) -> dict[str, Any]:
    if isinstance(found, str):
        return {}
    rows = [row for row in found.board.rows if isinstance(row, RegionRow)]
    return {"map": cartogram(what, measure, rows)}


def _setup(what: Asked, wanted: BoardId) -> dict[str, Any]:
    """What the page's script starts from."""
    regions = wanted.kind == "regions"
    below = what.known.children.get(what.path, ()) if regions else ()
    return {
        **words(what),
        "kind": wanted.kind,
        "names": {one.path: names.name(one) for one in below}
        if regions
        else names.full_names(what.known),
        "codes": {one.path: one.code for one in below},
    }


def words(what: Asked) -> dict[str, Any]:
    """What every live page's script knows: addresses and words."""
    return {
        "lang": what.lang,
        "contest": reverse("boards", args=[what.ranked.contest]),
        "round": what.round,
        "code": what.place.code,
        "few": _("不足 %(few)d") % {"few": board.policy().few},
        "nobody": _("还没有成绩。"),
        "marks": [_("非正式"), _("正式")],
        "late": _("数据延迟，正在恢复。"),
        "lost": _("连接已断开，正在重连。"),
        "live": "" if standing.mark(what.ranked).frozen else _("实时更新中"),
    }
