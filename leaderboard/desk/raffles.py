"""Raffles on the organisers' desk: making, sealing, drawing, and reaching the winners."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard import projector as projectors
from leaderboard import sheets
from leaderboard.desk import frame, raffle_form
from leaderboard.models.raffles import Claim, Raffle, Stage, Win
from leaderboard.public.names import either, full_name, name
from leaderboard.raffle import beside, claims, forms, holding, words
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules.raffle import Per
from questionbank import grants
from questionbank.access import allowed, check, editor
from questionbank.punctuation import aside, told
from questionbank.rules.roles import covers
from quiz import clock, moments
from quiz.models import Contest, Region

HERE = "desk-raffles"


def _mine(request: HttpRequest) -> QuerySet[Raffle]:
    held = grants.within(grants.paths(editor(request), "organise"))
    return Raffle.objects.filter(held).select_related("contest")


def _one(request: HttpRequest, number: int) -> Raffle:
    """What one may not see is not there. Raises Http404."""
    return get_object_or_404(_mine(request), pk=number)


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The raffles of one's regions, and the form of a new one."""
    return _page(request, raffle_form.typed(request.GET), (), 200)


def _page(
    request: HttpRequest, typed: raffle_form.Typed, wrong: tuple[str, ...], status: int
) -> HttpResponse:
    projectors.projector.settle(clock.now())
    known, contests = projectors.projector.catalogue, _contests(request)
    codes = {one.code for one in contests}
    rounds = [one for one in known.rounds.values() if one.contest in codes]
    context = {
        "rows": _mine(request),
        "regions": [
            (path, full_name(known, path)) for path in grants.paths(editor(request), "organise")
        ],
        "contests": [(one.code, either(one.title_zh, one.title_en)) for one in contests],
        "rounds": [(r.code, f"{either(r.title_zh, r.title_en)}") for r in rounds],
        "cohorts": [(code, name(of)) for code, of in known.cohorts.items()],
        "typed": typed,
        "per": [(Per.PERSON, _("每人一张")), (Per.DAY, _("每达到一天一张"))],
        "wrong": wrong,
        "problem": _problem(typed, wrong) if wrong else "",
    }
    return frame.show(request, "desk/raffles.html", context, here=HERE, status=status)


def _problem(typed: raffle_form.Typed, wrong: tuple[str, ...]) -> str:
    """What must be mended; of a date of deletion that is too early also which one is not."""
    said = words.reason("bad_field", wrong) + "".join(_hours(typed))
    if "delete_at" not in wrong or {"closes_at", "claim_days", "reserves"} & {*wrong}:
        return said
    earliest = forms.earliest_deletion(raffle_form.form(typed))
    return f"{said}{words.deleted_too_early(sheets.moment(earliest))}"


def _hours(typed: raffle_form.Typed) -> Iterator[str]:
    """What to type for hours that cannot be read."""
    for field in raffle_form.MOMENTS:
        text = typed.plain.get(field, "")
        if not raffle_form.moment(text):
            yield aside(told(words.FIELDS[field], moments.wrong(text)))


def _contests(request: HttpRequest) -> list[Contest]:
    """The contests at or above whose region one organises."""
    held = grants.paths(editor(request), "organise")
    return [
        one
        for one in Contest.objects.select_related("region")
        if any(covers(one.region.path, path) for path in held)
    ]


@allowed("organise")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new raffle for the region that was chosen, else for the highest one organises in the
    contest."""
    typed = raffle_form.typed(request.POST)
    code = request.POST.get("contest", "")
    contest = next((one for one in _contests(request) if one.code == code), None)
    if contest is None:
        raise Http404
    scope = typed.plain["scope"] or _scope(request, contest)
    there = Region.objects.filter(path=scope).exists()
    if not there or not covers(contest.region.path, scope):
        return _page(request, typed, ("regions",), 400)
    check(request, "organise", scope)
    try:
        made = holding.make(contest, scope, raffle_form.form(typed), editor(request), clock.now())
    except CannotHold as error:
        return _page(request, typed, error.fields, words.REASONS[error.code][0])
    return HttpResponseRedirect(reverse("desk-raffle", args=[made.pk]))


def _scope(request: HttpRequest, contest: Contest) -> str:
    root = contest.region.path
    held = grants.paths(editor(request), "organise")
    return min((path for path in held if covers(root, path)), default=root, key=len)


@require_safe
@never_cache
@allowed("organise")
def one(request: HttpRequest, raffle: int) -> HttpResponse:
    """Where a raffle stands, the next step, and its winners; contacts are read one by one."""
    row = _one(request, raffle)
    projectors.projector.settle(clock.now())
    errand, refused = beside.working(row), beside.refused(row)
    wins = Win.objects.filter(raffle=row).select_related("ticket", "claim", "instead_of")
    context = {
        "row": row,
        "title": either(row.title_zh, row.title_en),
        "rule": words.rule(holding.rule_of(row), projectors.projector.catalogue),
        "region": Region.objects.filter(path=row.scope).first(),
        "closes": sheets.moment(row.closes_at),
        "deletes": sheets.moment(row.delete_at),
        "last_step": sheets.moment(claims.last_step(row)),
        "errand": errand,
        "steps": beside.STEPS,
        "problem": words.reason(refused.problem) if refused else "",
        "can_seal": not errand and row.stage == Stage.OPEN and clock.now() >= row.closes_at,
        "can_draw": not errand and row.stage == Stage.SEALED,
        "drawn": row.stage == Stage.DRAWN,
        "wins": [(win, sheets.moment(win.claim_by) if win.claim_by else "") for win in wins],
    }
    return frame.show(request, "desk/raffle.html", context, here=HERE)


@allowed("organise")
@require_POST
def seal(request: HttpRequest, raffle: int) -> HttpResponse:
    """Have the list of tickets fixed by a process beside the server."""
    row = _one(request, raffle)
    return _done(request, row, lambda: beside.seal(row, editor(request), clock.now()))


@allowed("organise")
@require_POST
def draw(request: HttpRequest, raffle: int) -> HttpResponse:
    """Have it drawn with the public number that was typed twice."""
    row, beacon = _one(request, raffle), request.POST.get("beacon", "")
    if beacon != request.POST.get("again", ""):
        messages.error(request, _("两次输入的公共数字不一样，没有开奖。"))
        return HttpResponseRedirect(reverse("desk-raffle", args=[row.pk]))
    return _done(request, row, lambda: beside.draw(row, beacon, editor(request), clock.now()))


@require_safe
@never_cache
@allowed("organise")
def far(request: HttpRequest, raffle: int) -> HttpResponse:
    """How far the sealing or drawing is; a script asks until it is done."""
    errand = beside.working(_one(request, raffle))
    done = errand.step if errand else beside.STEPS
    return JsonResponse({"working": errand is not None, "done": done, "total": beside.STEPS})


@allowed("organise")
@require_POST
def step_up(request: HttpRequest, raffle: int) -> HttpResponse:
    """Give what was not claimed in time to the reserves."""
    row = _one(request, raffle)
    return _done(request, row, lambda: claims.step_up(row, clock.now()), _("已按次序递补。"))


@allowed("organise")
@require_POST
def contact(request: HttpRequest, raffle: int, win: int) -> HttpResponse:
    """A winner's contact; who reads it is written down."""
    row = _one(request, raffle)
    kept = get_object_or_404(Claim, win__raffle=row, win=win)
    try:
        said = claims.read(kept, editor(request), clock.now()) or words.deleted(kept)
    except CannotHold as error:
        said = words.reason(error.code)
    context = {"row": row, "win": kept.win, "contact": said, "reads": kept.reads.order_by("-at")}
    return frame.show(request, "desk/raffle_contact.html", context, here=HERE)


def _done(
    request: HttpRequest, row: Raffle, act: Callable[[], Any], words_: str = ""
) -> HttpResponse:
    try:
        act()
        if words_:
            messages.success(request, words_)
    except CannotHold as error:
        messages.error(request, words.reason(error.code, error.fields))
    return HttpResponseRedirect(reverse("desk-raffle", args=[row.pk]))
