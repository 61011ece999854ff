"""What the bank covers: two facets against each other, holes against a blueprint, a draw tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionbank import access, blueprints, coverage, grants, papers, places
from questionbank.access import allowed, editor
from questionbank.blueprints import Unread
from questionbank.coverage import KIND, Cell, Head, Matrix, Tried
from questionbank.models import Facet, Status
from questionbank.pages import frame
from questionbank.places import Place
from questionbank.rules.blueprint import Item, ShortPool
from questionbank.rules.levelling import Enemies

MOST_PAPERS = 1_000
# Deeper places are too many for a list; their address may be typed.
DEEPEST = 2
BARS = 40
# How dark the fullest cell of the matrix is; coverage.css has a colour for each.
SHADES = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    scope: str
    rows: str
    columns: str
    preset: str
    text: str
    papers: int
    draw: bool


@require_safe
@allowed("read")
def page(request: HttpRequest) -> HttpResponse:
    """The matrix, the cells of the blueprint and what they lack; with `draw` 10,000 papers."""
    asked = _asked(request)
    access.check(request, "read", asked.scope)
    cells, wrong = _cells(asked)
    items = papers.pool(asked.scope)
    matrix = coverage.matrix(items, asked.rows, asked.columns, cells, papers=asked.papers)
    needs, possible = coverage.needs(items, cells, papers=asked.papers) if cells else ([], 0)
    may_write = grants.may(request.user, "write", asked.scope)
    context = {
        "asked": asked,
        "wrong": wrong,
        "text": blueprints.written(cells) if not wrong else asked.text,
        "presets": [(one.name, _title(one)) for one in blueprints.presets()],
        "facets": [(KIND, _("题型")), *((f.value, str(f.label)) for f in Facet)],
        "scopes": _scopes(request, asked.scope),
        "columns": matrix.columns,
        "coded": {"rows": asked.rows != KIND, "columns": asked.columns != KIND},
        "rows": _shaded(matrix, asked),
        "total": len(items),
        "needs": [(one, _new(asked, one.tags) if may_write else "") for one in needs],
        "possible": possible,
        "lacking": sum(one.lacks for one in needs),
    }
    context |= _tried(items, cells) if asked.draw and cells else {}
    status = 400 if wrong else 200
    return frame.show(request, "editor/coverage.html", context, here="bank-coverage", status=status)


def _asked(request: HttpRequest) -> Asked:
    data, held = request.GET, grants.paths(editor(request), "read")
    rows = data.get("rows", Facet.TOPIC.value)
    columns = data.get("columns", Facet.DIFFICULTY.value)
    return Asked(
        data.get("scope", "")[:80] or held[0],
        rows if rows in coverage.FACETS else Facet.TOPIC.value,
        columns if columns in coverage.FACETS else Facet.DIFFICULTY.value,
        data.get("preset", "")[:40],
        data.get("blueprint", "")[: blueprints.LONGEST],
        _papers(data.get("papers", "")),
        bool(data.get("draw")),
    )


def _papers(text: str) -> int:
    """How many papers are asked for, as far as there may be; ten for what is no number."""
    digits = text.lstrip("0") or "0"
    if not (text.isascii() and text.isdecimal()):
        return 10
    return max(1, min(int(digits), MOST_PAPERS)) if len(digits) < 6 else MOST_PAPERS


def _cells(asked: Asked) -> tuple[dict[str, int], str]:
    """The blueprint, typed or else a preset's, and what was not understood of it."""
    known = {one.name: one for one in blueprints.presets()}
    if asked.preset in known:
        return dict(known[asked.preset].cells), ""
    if asked.draw and not asked.text.strip():
        return {}, _("先选一个蓝图，或自己写一个，才能试抽。")
    try:
        return blueprints.typed(asked.text), ""
    except Unread as unread:
        return {}, _("看不懂蓝图中的“%s”。写法如：single+T4: 2, L3: 1") % unread.part


def _title(one: blueprints.Blueprint) -> str:
    return one.title_en if get_language() == "en" else one.title_zh


def _scopes(request: HttpRequest, chosen: str) -> list[Place]:
    held = grants.paths(editor(request), "read")
    near = [
        one
        for one in places.places()
        if one.path.count("/") < DEEPEST and grants.may(request.user, "read", one.path)
    ]
    known = {one.path for one in near}
    extra = [Place(path, places.name(path), places.name(path)) for path in (*held, chosen)]
    return [*near, *{one.path: one for one in extra if one.path not in known}.values()]


def _shaded(matrix: Matrix, asked: Asked) -> list[tuple[Head, list[tuple[Cell, str, int]]]]:
    """The rows; each cell with its link, and from 0 to SHADES how dark it is beside the fullest."""
    full = max((one.have for _head, line in matrix.rows for one in line if one.column), default=0)

    def shade(cell: Cell) -> int:
        return -(-SHADES * cell.have // full) if full and cell.column else 0

    return [
        (head, [(*_linked(one, asked), shade(one)) for one in line]) for head, line in matrix.rows
    ]


def _linked(cell: Cell, asked: Asked) -> tuple[Cell, str]:
    """A cell with the list of its questions in use; an empty one leads to writing one."""
    tags = {asked.rows: cell.row, asked.columns: cell.column}
    if cell.have:
        return cell, _list(tags)
    return cell, _new(asked, tags) if cell.lacks else ""


def _list(tags: Mapping[str, str]) -> str:
    query = {name: code for name, code in tags.items() if code}
    return f"{reverse('bank-list')}?{urlencode(query | {'status': Status.LIVE.value})}"


def _new(asked: Asked, tags: Mapping[str, str]) -> str:
    """A new question of this kind with these tags already on it."""
    query = {name: code for name, code in tags.items() if code}
    return f"{reverse('bank-new')}?{urlencode(query | {'scope': asked.scope})}"


def _tried(items: Sequence[Item], cells: Mapping[str, int]) -> dict[str, Any]:
    topics = coverage.heads(Facet.TOPIC.value)
    names = {head.code: head.name for head in topics}
    try:
        found = coverage.tried(items, cells, list(names))
    except ShortPool:
        return {"no_draw": _("题库还组不成一份完整的试卷。")}
    except Enemies:
        return {"no_draw": _("不得同卷的题太多，题库无法把它们分开。")}
    named = [
        (names[code], code, least, mean / 100, most)
        for code, least, mean, most in found.topics
        if most
    ]
    return {
        "tried": found,
        "spread": [n / 1_000_000 for n in (found.spread.mean, found.spread.sd)],
        "ends": [n / 1_000_000 for n in (found.spread.least, found.spread.most)],
        "bars": _bars(found, sum(cells.values())),
        "topics": named,
        "slots": sum(cells.values()),
    }


def _bars(found: Tried, slots: int) -> list[tuple[float, float]]:
    """Place and height of the bars over expected scores from 0 to all, in hundredths."""
    counts = [0] * (BARS + 1)
    for score, papers_ in found.scores.items():
        counts[min(BARS * score // (slots * 1_000_000), BARS)] += papers_
    most = max(counts)
    return [(100 * at / (BARS + 1), 100 * n / most) for at, n in enumerate(counts) if n]
