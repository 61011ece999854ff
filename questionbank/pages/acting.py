"""What is done to one question on its page: a step of its way, a comment, taking away a draft."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from questionbank import desk, workflow
from questionbank.access import allowed, editor
from questionbank.desk import Stale
from questionbank.messages import Refused
from questionbank.models import Comment, Question
from questionbank.pages.history import ACTS
from questionbank.pages.labels import Said, fault
from questionbank.pages.question import shown
from questionbank.refusals import NotTheirs, faults


@require_POST
@allowed("read")
def act(request: HttpRequest, question: Question) -> HttpResponse:
    """Take one step (`act`), at the `revision` that was looked at; what is refused is told."""
    wanted = request.POST.get("act", "")
    try:
        _take(request, question, wanted)
    except Refused as refused:
        told = [fault(one) for one in refused.faults]
        status = 403 if isinstance(refused, NotTheirs) else 400
        return shown(request, question, told, status=status)
    except Stale as stale:
        words = _("您打开之后，别人动了这道题。请看过现在的样子再操作。")
        told = [Said("error", "", "", words)]
        return shown(request, stale.question, told, status=409)
    messages.success(request, _("已完成：%s") % ACTS[wanted])
    return _back(question)


@require_POST
@allowed("write")
def drop(request: HttpRequest, question: Question) -> HttpResponse:
    """Take away a draft that nobody has reviewed."""
    try:
        desk.drop(question.pk)
    except Refused as refused:
        return shown(request, question, [fault(one) for one in refused.faults], status=400)
    messages.success(request, _("已删除 %s") % question.ref)
    return HttpResponseRedirect(reverse("bank-list"))


@require_POST
@allowed("comment")
def comment(request: HttpRequest, question: Question) -> HttpResponse:
    """Say something about a field (`text`, `field`), or that a comment is seen to (`done`)."""
    user = editor(request)
    if done := request.POST.get("done", ""):
        workflow.resolve_comment(_comment(question, done).pk, by=user)
        return _back(question)
    text, field = request.POST.get("text", ""), request.POST.get("field", "")
    try:
        workflow.comment(question.pk, text, by=user, field=field)
    except Refused as refused:
        return shown(request, question, [fault(one) for one in refused.faults], status=400)
    return _back(question)


def _take(request: HttpRequest, question: Question, wanted: str) -> None:
    user, words = editor(request), request.POST.get("revision", "")
    # An address without the number is told like one that is too late.
    revision = int(words) if words.isascii() and words.isdigit() and len(words) < 10 else -1
    if wanted not in ACTS:
        raise Refused(faults(question, ["state"]))
    if wanted == "offer":
        workflow.offer(question.pk, request.POST.get("to", ""), by=user, revision=revision)
        return
    reason = request.POST.get("reason", "")
    workflow.act(question.pk, wanted, by=user, revision=revision, reason=reason)


def _comment(question: Question, words: str) -> Comment:
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0
    found = Comment.objects.filter(pk=number, question=question).first()
    if found is None:
        raise Http404
    return found


def _back(question: Question) -> HttpResponse:
    return HttpResponseRedirect(reverse("bank-question", args=[question.pk]))
