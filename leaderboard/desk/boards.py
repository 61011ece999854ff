"""Defined boards on the desk: what there is, a form with a look at live data, and its history."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leaderboard import board_words, catalogue, defining, sheets
from leaderboard import projector as projectors
from leaderboard.board_words import PROBLEMS
from leaderboard.desk import board_form, board_look, frame, freezes, reach
from leaderboard.desk.board_form import Read, Typed
from leaderboard.desk.board_presets import PRESETS, WEEK_MS, filled
from leaderboard.models import BoardDefinition
from leaderboard.public.names import either, full_name
from leaderboard.rules.definitions import Definition
from leaderboard.screen import shown_round
from leaderboard.templatetags.titles import titled
from questionbank import grants
from questionbank.access import allowed, editor
from questionbank.rules.roles import covers
from quiz import clock, moments
from quiz.models import Cohort, Contest, Region

HERE = "desk-boards"


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The boards of one's own regions, the presets for new ones, and what stands still."""
    projectors.projector.settle(clock.now())
    now = clock.now()
    rows = [_row(row, now) for row in mine(request)]
    contests = reach.contests(request)
    context = {
        "rows": rows,
        "presets": PRESETS,
        "contests": contests,
        "freezes": freezes.rows(request),
        "may_freeze": grants.anywhere(request.user, "publish"),
    }
    return frame.show(request, "desk/boards.html", context, here=HERE)


def mine(request: HttpRequest) -> list[BoardDefinition]:
    """The boards of regions at and below which one organises."""
    held = grants.paths(editor(request), "organise")
    rows = BoardDefinition.objects.select_related("contest", "region").order_by("-pk")
    return [row for row in rows if any(covers(path, row.region.path) for path in held)]


def _row(row: BoardDefinition, now: int) -> dict[str, Any]:
    of = defining.load(row)
    return {
        "row": row,
        "who": board_words.WHO[of.who],
        "formula": board_words.FORMULA[of.formula],
        "unread": catalogue.readable(row) is None,
        "public": of.public(now),
        "later": of.public_from is not None and not of.public(now),
        "award": of.formula == "award",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("organise")
def new(request: HttpRequest) -> HttpResponse:
    """A new board: from a preset, a week after another one, or as it was typed."""
    projectors.projector.settle(clock.now())
    if request.method == "POST":
        return _typed(request, None)
    of = _start(request)
    return _form(request, None, board_form.shown(of), Read(of))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("organise")
def one(request: HttpRequest, board: int) -> HttpResponse:
    """One board and its form; what one may not organise is not there."""
    projectors.projector.settle(clock.now())
    row = own(request, board)
    if request.method == "POST":
        return _typed(request, row)
    of = defining.load(row)
    return _form(request, row, board_form.shown(of), Read(of))


@require_POST
@allowed("organise")
def drop(request: HttpRequest, board: int) -> HttpResponse:
    """Take a board away."""
    row = own(request, board)
    try:
        defining.drop(row)
    except defining.Published:
        messages.error(request, _("“%s”的成绩已经公布，更正时还要用它，不能删除。") % titled(row))
        return HttpResponseRedirect(reverse("desk-board", args=[row.pk]))
    messages.success(request, _("已删除“%s”。") % titled(row))
    return HttpResponseRedirect(reverse("desk-boards"))


def own(request: HttpRequest, number: int) -> BoardDefinition:
    """The board of that number; 404 for one that is not there or not in one's regions."""
    rows = BoardDefinition.objects.select_related("contest", "region")
    row = get_object_or_404(rows, pk=min(number, 2**62))
    if not grants.may(request.user, "organise", row.region.path):
        raise Http404
    return row


def _start(request: HttpRequest) -> Definition:
    """What a new board starts from."""
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 18:
        of = defining.load(own(request, int(after)))
        moved = {
            name: value + WEEK_MS
            for name in ("starts_at", "ends_at")
            if (value := getattr(of, name)) is not None
        }
        return replace(of, code=f"{of.code[:22]}-2", public_from=None, freeze_at=None, **moved)
    contests = reach.contests(request)
    wanted = request.GET.get("contest", "")
    contest = next((c for c in contests if c.code == wanted), next(iter(contests), None))
    if contest is None:
        raise Http404
    known = projectors.projector.catalogue
    preset = next((p for p in PRESETS if p.code == request.GET.get("preset")), PRESETS[0])
    region = grants.paths(editor(request), "organise")[0]
    return filled(preset, contest.code, region, shown_round(known, contest.code, clock.now()))


def _typed(request: HttpRequest, row: BoardDefinition | None) -> HttpResponse:
    said = board_form.typed(request.POST)
    found = board_form.read(said)
    known = projectors.projector.catalogue
    for name, reason in defining.wrong(known, found.definition, row):
        found.wrong.setdefault(name, reason)
    contest = found.definition.contest
    if not any(one.code == contest for one in reach.contests(request)):
        # Everybody who looks at that contest would see the board.
        there = Contest.objects.filter(code=contest).exists()
        found.wrong["contest"] = "not_yours" if there else "needed"
    if not grants.may(request.user, "organise", found.definition.region or "-"):
        found.wrong["region"] = "not_yours"
    if found.wrong or "look" in request.POST:
        return _form(request, row, said, found)
    try:
        kept = defining.keep(found.definition, row, by=editor(request), now=clock.now())
    except defining.Taken:
        found.wrong["code"] = "taken"
        return _form(request, row, said, found)
    messages.success(request, _("已保存“%s”。") % titled(kept) + _seen(found.definition))
    return HttpResponseRedirect(reverse("desk-board", args=[kept.pk]))


def _seen(of: Definition) -> str:
    """Who sees the board by now."""
    if of.public(clock.now()):
        return ""
    if of.public_from is None:
        return _("尚未公开：填上公开时间之后，公众才能看到。")
    return _("尚未公开：%s 起公众可以看到。") % sheets.moment(of.public_from)


def _problem(reason: str, said: Typed, name: str) -> str:
    return moments.wrong(said.plain[name]) if reason == "bad_moment" else str(PROBLEMS[reason])


def _form(
    request: HttpRequest, row: BoardDefinition | None, said: Typed, found: Read
) -> HttpResponse:
    context = {
        "row": row,
        "public": row is not None and defining.load(row).public(clock.now()),
        "typed": said,
        "wrong": {name: _problem(reason, said, name) for name, reason in found.wrong.items()},
        "history": row.history.select_related("history_user")[:20] if row else [],
        "look": {} if found.wrong else board_look.look(projectors.projector, found.definition),
        "may_annul": grants.anywhere(request.user, "annul"),
        **_choices(request),
    }
    status = 422 if found.wrong and request.method == "POST" else 200
    return frame.show(request, "desk/board.html", context, here=HERE, status=status)


def _choices(request: HttpRequest) -> dict[str, Any]:
    held = grants.paths(editor(request), "organise")
    known, contests = projectors.projector.catalogue, reach.contests(request)
    codes = {one.code for one in contests}
    regions = Region.objects.filter(kind__in=("province", "city", "county", "town", "zone"))
    return {
        "regions": [
            (region.path, full_name(known, region.path))
            for region in regions.order_by("path")
            if any(covers(path, region.path) for path in held)
        ],
        "contests": [(one.code, titled(one)) for one in contests],
        "all_rounds": [
            (one.code, titled(one), either(one.contest_zh, one.contest_en))
            for one in known.rounds.values()
            if one.contest in codes
        ],
        "cohorts": [(one.pk, one.name) for one in Cohort.objects.all()],
        "whos": [(who.value, label) for who, label in board_words.WHO.items()],
        "formulas": [(one.value, label) for one, label in board_words.FORMULA.items()],
        "parts": board_words.PARTS.items(),
    }
