"""Publishing on the desk: a round's way from closed to published, step by step, and an award's.

One person has it counted, another one looks and confirms; what keeps it from being published is
told with where and the numbers. Source: contest regulations, section 12.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard import freezing, sheets
from leaderboard.desk import frame, publishing_subjects, publishing_words
from leaderboard.desk.publishing_subjects import Subject
from leaderboard.models import Publication
from leaderboard.models.results import State
from leaderboard.publish import publishing, resting, since, standing
from leaderboard.publish.publishing import Refusal
from questionbank.access import allowed, editor
from quiz import clock
from quiz import plan as plans
from quiz.flags import watch
from quiz.models import Round
from quiz.rules.units import Millis

HERE = "desk-publish"


@require_safe
@never_cache
@allowed("publish")
def page(request: HttpRequest) -> HttpResponse:
    """The ranked rounds of one's own contests and the awards, and how far each is."""
    now = clock.now()
    mine = publishing_subjects.rounds(request)
    rows = [publishing_words.round_line(round_, now) for round_ in mine]
    boards = [publishing_words.board_line(one) for one in publishing_subjects.boards(request)]
    context = {"rows": rows, "boards": boards}
    return frame.show(request, "desk/publish_list.html", context, here=HERE)


@require_safe
@never_cache
@allowed("publish")
def one(request: HttpRequest, code: str = "", board: int = 0) -> HttpResponse:
    """One round or award: its steps, what was counted, and the next thing to do."""
    return _one(request, publishing_subjects.find(request, code, board))


@require_POST
@allowed("publish")
def begin(request: HttpRequest, code: str = "", board: int = 0) -> HttpResponse:
    """Have it counted; a correction wants a reason."""
    of = publishing_subjects.find(request, code, board)
    by, reason, now = editor(request), request.POST.get("reason", ""), clock.now()
    try:
        if of.round is not None:
            publishing.begin(of.round, by=by, reason=reason, now=now)
        else:
            publishing.begin_board(of.contest.code, of.code, by=by, reason=reason, now=now)
    except Refusal as refusal:
        return _one(request, of, refusal)
    return HttpResponseRedirect(of.at)


@require_POST
@allowed("publish")
def drop(request: HttpRequest, code: str = "", board: int = 0) -> HttpResponse:
    """Give up what was counted."""
    of = publishing_subjects.find(request, code, board)
    try:
        publishing.drop(of.sent(request.POST.get("publication", "")))
    except Refusal as refusal:
        return _one(request, of, refusal)
    messages.success(request, _("已放弃，没有公布任何内容。"))
    return HttpResponseRedirect(of.at)


@require_POST
@allowed("publish")
def publish(request: HttpRequest, code: str = "", board: int = 0) -> HttpResponse:
    """The second person's yes, typed out: signed and published. With simulated people in it their
    number has to be ticked as it is now."""
    of = publishing_subjects.find(request, code, board)
    try:
        if request.POST.get("typed", "").strip() != of.code:
            raise Refusal("typed")
        if (bots := of.simulated) and request.POST.get("simulated") != str(bots):
            raise Refusal("simulated")
        row = of.sent(request.POST.get("publication", ""))
        made = publishing.publish(row, by=editor(request), now=clock.now())
    except Refusal as refusal:
        return _one(request, of, refusal)
    messages.success(request, _("已公布，为第 %d 份。") % made.number)
    return HttpResponseRedirect(reverse("result", args=[of.contest.code, made.number]))


@require_safe
@never_cache
@allowed("publish")
def far(request: HttpRequest, code: str = "", board: int = 0) -> HttpResponse:
    """How far the counting is; a script asks until it is done."""
    row = publishing_subjects.find(request, code, board).newest
    working = row is not None and row.state == State.WORKING
    step = publishing_words.STEPS.get(row.step, "") if row and working else ""
    done, total = (row.done, row.total) if row else (0, 0)
    return JsonResponse({"working": working, "step": str(step), "done": done, "total": total})


def _one(request: HttpRequest, of: Subject, refusal: Refusal | None = None) -> HttpResponse:
    row, latest = of.newest, of.latest
    due = since.of(latest) if latest else None
    steps = _steps(of, None if due and row and row.state == State.PUBLISHED else row)
    context = {
        "subject": of,
        "steps": steps,
        "row": row,
        "failed": row is not None and publishing_words.failed(row),
        "words": publishing_words.told(row) if row else None,
        "latest": latest,
        "outdated": resting.outdated(latest) if latest else None,
        "since": due,
        "may_begin": row is None or row.state not in (State.WORKING, State.READY),
        "waits": [step.words or step.title for step in steps if step.first and step.state == "bad"],
        "simulated": of.simulated,
        "mine": row is not None and row.prepared_by_id == editor(request).pk,
        "problem": refusal.words if refusal else "",
    }
    status = 400 if refusal else 200
    return frame.show(request, "desk/publish.html", context, here=HERE, status=status)


def _steps(of: Subject, row: Publication | None) -> list[publishing_words.Line]:
    """The way of a round, or of an award, which begins with its round's result; its end is that of
    `row`, None = still to be gone."""
    if of.round is not None:
        frozen = freezing.current(of.round) is not None
        return publishing_words.steps(
            _state(of.round), row, frozen=frozen, look=_look_at(of.round, clock.now())
        )
    try:
        rest = resting.find(of.contest.code, of.code)
    except resting.Unfit as unfit:
        return publishing_words.unfit(Refusal(unfit.code).words, row)
    return publishing_words.award_steps(rest, resting.faults(rest, clock.now()), row)


def _look_at(round_: Round, now: Millis) -> str:
    """When the server will look for flags by itself; "" when it should have, or never does."""
    at = watch.next_look(round_)
    return sheets.moment(at) if at is not None and at > now else ""


def _state(round_: Round) -> Any:
    """What is asked before the counting; None for a round that was never prepared."""
    try:
        plan = plans.load(round_.code)
    except plans.Unprepared:
        return None
    return standing.state(round_, plan, round_.contest.region.path, clock.now())
