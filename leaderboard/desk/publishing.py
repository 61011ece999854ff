"""Publishing on the desk: a round's way from closed to published, step by step.

One person has it counted, another one looks and confirms; what keeps it from being published is
told with where and the numbers. Source: contest regulations, section 12.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard import freezing
from leaderboard.desk import frame, publishing_words
from leaderboard.models import Publication
from leaderboard.models.results import State
from leaderboard.publish import publishing, standing
from leaderboard.publish.publishing import Refusal
from questionbank import grants
from questionbank.access import allowed, editor
from quiz import clock
from quiz import plan as plans
from quiz.models import Round
from quiz.rules import formats

HERE = "desk-publish"


@require_safe
@never_cache
@allowed("publish")
def page(request: HttpRequest) -> HttpResponse:
    """The ranked rounds of one's own contests, and how far each is."""
    now = clock.now()
    rows = [publishing_words.round_line(round_, now) for round_ in _mine(request)]
    return frame.show(request, "desk/publish_list.html", {"rows": rows}, here=HERE)


@require_safe
@never_cache
@allowed("publish")
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One round: its steps, what was counted, and the next thing to do."""
    return _one(request, _round(request, code))


@require_POST
@allowed("publish")
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Have the round counted; a correction wants a reason."""
    round_ = _round(request, code)
    try:
        reason = request.POST.get("reason", "")
        publishing.begin(round_, by=editor(request), reason=reason, now=clock.now())
    except Refusal as refusal:
        return _one(request, round_, refusal)
    return _back(round_)


@require_POST
@allowed("publish")
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Give up what was counted."""
    round_ = _round(request, code)
    try:
        publishing.drop(_publication(request, round_))
    except Refusal as refusal:
        return _one(request, round_, refusal)
    messages.success(request, _("已放弃，没有公布任何内容。"))
    return _back(round_)


@require_POST
@allowed("publish")
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """The second person's yes, typed out: signed and published."""
    round_ = _round(request, code)
    try:
        if request.POST.get("typed", "").strip() != round_.code:
            raise Refusal("typed")
        row = _publication(request, round_)
        made = publishing.publish(row, by=editor(request), now=clock.now())
    except Refusal as refusal:
        return _one(request, round_, refusal)
    messages.success(request, _("已公布，为第 %d 份。") % made.number)
    return HttpResponseRedirect(reverse("result", args=[round_.contest.code, made.number]))


@require_safe
@never_cache
@allowed("publish")
def far(request: HttpRequest, code: str) -> HttpResponse:
    """How far the counting is; a script asks until it is done."""
    row = publishing.under_way(_round(request, code))
    working = row is not None and row.state == State.WORKING
    step = publishing_words.STEPS.get(row.step, "") if row else ""
    done, total = (row.done, row.total) if row else (0, 0)
    return JsonResponse({"working": working, "step": str(step), "done": done, "total": total})


def _one(request: HttpRequest, round_: Round, refusal: Refusal | None = None) -> HttpResponse:
    row = Publication.objects.filter(round=round_).exclude(state=State.DROPPED).first()
    latest, frozen = publishing.latest(round_), freezing.current(round_) is not None
    context = {
        "round": round_,
        "steps": publishing_words.steps(_state(round_), row, frozen=frozen),
        "row": row,
        "words": publishing_words.told(row) if row else None,
        "latest": latest,
        "may_begin": row is None or row.state not in (State.WORKING, State.READY),
        "mine": row is not None and row.prepared_by_id == editor(request).pk,
        "problem": refusal.words if refusal else "",
    }
    status = 400 if refusal else 200
    return frame.show(request, "desk/publish.html", context, here=HERE, status=status)


def _state(round_: Round) -> Any:
    """What is asked before the counting; None for a round that was never prepared."""
    try:
        plan = plans.load(round_.code)
    except plans.Unprepared:
        return None
    return standing.state(round_, plan, round_.contest.region.path, clock.now())


def _mine(request: HttpRequest) -> list[Round]:
    """The ranked rounds of contests in one's own regions, the newest first."""
    rows = Round.objects.select_related("contest__region").order_by("-opens_at", "-pk")
    return [
        round_
        for round_ in rows
        if grants.may(request.user, "publish", round_.contest.region.path)
        and formats.read(round_.format).ranked
    ]


def _round(request: HttpRequest, code: str) -> Round:
    """Raises Http404 for a round that is not there, and for one that is not one's own."""
    found = Round.objects.select_related("contest__region").filter(code=code).first()
    where = found.contest.region.path if found else ""
    if found is None or not grants.may(request.user, "publish", where):
        raise Http404
    return found


def _publication(request: HttpRequest, round_: Round) -> Publication:
    """The one that the form was about. Raises Refusal when another one is under way by now."""
    sent = request.POST.get("publication", "")
    row = Publication.objects.filter(round=round_).exclude(state=State.DROPPED).first()
    if row is None or str(row.pk) != sent:
        raise Refusal("not_ready")
    return row


def _back(round_: Round) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk-publish-round", args=[round_.code]))
