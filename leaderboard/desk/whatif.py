"""The award's what-if: other weights, and at once how the ranks move; a region's "why"."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leaderboard import awards, board_words, catalogue, defining, figures, sheets
from leaderboard import projector as projectors
from leaderboard.board_words import BANDS, OUT, PARTS
from leaderboard.catalogue import Catalogue
from leaderboard.defining import Look
from leaderboard.desk import award_rows, board_form, frame
from leaderboard.desk.boards import mine, own
from leaderboard.figures import NoBoard
from leaderboard.public.names import full_name
from leaderboard.rules.award import Row, Weights
from leaderboard.rules.definitions import Definition, Formula
from leaderboard.store import NotReady, StoreAway
from questionbank.access import allowed, editor
from quiz import clock

HERE: Final = "desk-awards"


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The awards of one's own regions."""
    rows = [row for row in mine(request) if row.formula == Formula.AWARD]
    return frame.show(request, "desk/awards.html", {"rows": rows}, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("organise")
def one(request: HttpRequest, board: int) -> HttpResponse:
    """The award by its own weights beside those that are tried; posting keeps the latter."""
    row = own(request, board)
    of = catalogue.readable(row)
    if of is None:  # it is mended on its form first
        return HttpResponseRedirect(reverse("desk-board", args=[row.pk]))
    wrong: dict[str, str] = {}
    tried = _weights(request.POST or request.GET, of, wrong)
    if request.method == "POST" and not wrong:
        defining.keep(replace(of, weights=tried), row, by=editor(request), now=clock.now())
        messages.success(request, _("已保存权重：%s") % board_words.award(tried))
        return HttpResponseRedirect(reverse("desk-award", args=[row.pk]))
    context = {
        "row": row,
        "weights": [(name, label, getattr(tried, name)) for name, label in PARTS.items()],
        "wrong": board_words.PROBLEMS[wrong["weights"]] if wrong else "",
        **_judged(of, tried, request.GET.get("why", "")),
    }
    return frame.show(request, "desk/award.html", context, here=HERE, status=422 if wrong else 200)


def _weights(said: QueryDict, of: Definition, wrong: dict[str, str]) -> Weights:
    if not any(name in said for name in PARTS):
        return of.weights
    return board_form.weights_of({name: said.get(name, "") for name in PARTS}, wrong)


def _judged(of: Definition, tried: Weights, why: str) -> dict[str, Any]:
    """What the stores say; a problem in words where they cannot."""
    projectors.projector.settle(clock.now())
    projector = projectors.projector
    try:
        source = figures.source_of(Look(projector), of, full=True)
        before, after = (awards.judged(source, one)[1] for one in (of.weights, tried))
    except NotReady:
        return {"problem": _("正在统计活跃的日子，几分钟后可见。")}
    except NoBoard:
        return {"problem": _("没有可用的轮次。")}
    except StoreAway:
        return {"problem": _("榜单暂时不可用，请稍候。")}
    known = projector.catalogue
    return {
        "formula": board_words.award(tried),
        "bands": _bands(known, before, after),
        "named": [(row.facts.path, full_name(known, row.facts.path)) for row in after],
        "why": award_rows.why(known, after, why),
        "why_path": why,
        "setup": award_rows.setup(known, of.weights, after),
        "as_of": sheets.moment(projector.as_of),
        "least": source.policy.least,
    }


def _bands(known: Catalogue, before: Sequence[Row], after: Sequence[Row]) -> list[dict[str, Any]]:
    """The size bands side by side, each with its regions in order."""
    was = {row.facts.path: row.rank for row in before}
    found = []
    for code, label in BANDS.items():
        rows = [row for row in after if row.band == code]
        if rows:
            lines = [
                award_rows.line(known, row, was=was[row.facts.path], out=OUT[row.out])
                for row in rows
            ]
            found.append({"code": code, "label": label, "rows": lines})
    return found
