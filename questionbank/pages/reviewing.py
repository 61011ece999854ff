"""The review queue: one card, answered blind, then judged; the next one follows."""

from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from questionbank import grants, workflow
from questionbank.access import allowed, editor
from questionbank.desk import Stale
from questionbank.messages import Refused
from questionbank.models import Comment, Question, Status
from questionbank.pages import frame, review_card
from questionbank.pages.review_card import Card
from questionbank.punctuation import listed, told
from questionbank.refusals import NotTheirs
from questionbank.rules import blind

SALT = "questionbank.review"
# Skipped questions are named by the address; more than this and the oldest come back.
MOST_SKIPPED = 100
REASONS = (
    gettext_lazy("答案有误"),
    gettext_lazy("表述不清"),
    gettext_lazy("选项不当"),
    gettext_lazy("解析不足"),
    gettext_lazy("来源不可靠"),
    gettext_lazy("内容过时"),
    gettext_lazy("难度或标签不当"),
    gettext_lazy("与已有试题重复"),
    gettext_lazy("不宜作为竞赛题"),
)


@require_safe
@allowed("review")
def page(request: HttpRequest) -> HttpResponse:
    """The next question without its key; `part=card` gives the card alone, to be loaded ahead."""
    return _show(request, _next(request))


@require_POST
@allowed("review")
def look(request: HttpRequest, question: Question) -> HttpResponse:
    """The same question with its key, after the blind answer (or `unsure`)."""
    one = _waiting(request, question)
    if one is None:
        return _show(request, _next(request), _gone(question), 409)
    choice: blind.Choice | None = ()
    if not request.POST.get("unsure"):
        choice = blind.read(one.draft, _fields(request, one))
    if choice is None or not (choice or request.POST.get("unsure")):
        return _show(request, _blind(request, one), _("请先作答完整，或选“不确定”"), 400)
    return _show(request, _told(request, one, choice))


@require_POST
@allowed("review")
def judge(request: HttpRequest, question: Question) -> HttpResponse:
    """Approve the words or send them back; then the next question."""
    choice = _answered(request, question)
    act = request.POST.get("act", "")
    if act not in ("approve", "send_back"):
        return _refused(request, question, _("没有这种操作"), 400)
    try:
        _take(request, question, act, choice)
    except Stale:
        return _refused(request, question, _gone(question), 409)
    except Refused as refused:
        status = 403 if isinstance(refused, NotTheirs) else 400
        return _refused(request, question, str(refused), status)
    return _done(request, question, act)


@require_POST
@allowed("review")
def comment(request: HttpRequest, question: Question) -> HttpResponse:
    """Say something about a field. The same again (a second click) is not said twice."""
    user = editor(request)
    field, text = (request.POST.get(name, "") for name in ("field", "text"))
    said = {"field": field[:40], "text": text.replace("\0", "").strip(), "by": user}
    try:
        if not Comment.objects.filter(question=question, version=question.newest, **said).exists():
            workflow.comment(question.pk, text, by=user, field=field)
    except Refused as refused:
        status = 403 if isinstance(refused, NotTheirs) else 400
        return _refused(request, question, str(refused), status)
    one = _waiting(request, question)
    if one is None:
        return _show(request, _next(request), _gone(question), 409)
    return _show(request, _told(request, one, _answered(request, question)))


def _take(request: HttpRequest, question: Question, act: str, choice: blind.Choice) -> None:
    chosen = request.POST.getlist("why")[: len(REASONS)]
    reasons = [str(reason) for at, reason in enumerate(REASONS) if str(at) in chosen]
    more = request.POST.get("reason", "").strip()
    reason = told(listed(reasons), more) if reasons and more else listed(reasons) or more
    revision = _number(request, "revision")
    workflow.act(
        question.pk,
        act,
        by=editor(request),
        revision=revision,
        reason=reason if act == "send_back" else more,
        blind=list(choice),
    )


def _done(request: HttpRequest, question: Question, act: str) -> HttpResponse:
    words = {"approve": _("%s 已通过"), "send_back": _("%s 已退回")}[act] % question.ref
    if _by_script(request):
        return JsonResponse({"said": words})
    return HttpResponseRedirect(f"{reverse('bank-review')}?skip={_skip(request)}")


def _refused(request: HttpRequest, question: Question, why: str, status: int) -> HttpResponse:
    """Why not, above the same card, or above the next one when this one waits no more."""
    if _by_script(request):
        return JsonResponse({"message": why}, status=status)
    one = _waiting(request, question)
    if one is None:
        return _show(request, _next(request), why, status)
    return _show(request, _told(request, one, _answered(request, question)), why, status)


def _next(request: HttpRequest) -> dict[str, Any]:
    user = editor(request)
    rows = workflow.queue(user)
    skipped = [int(pk) for pk in _skip(request).split(".") if pk]
    question = rows.exclude(pk__in=skipped).select_related("newest").first()
    one = review_card.card(question) if question else None
    if one is None:
        left = rows.filter(pk__in=skipped).count()
        return {"skipped": left, "others": _of_others(request)}
    return _blind(request, one)


def _blind(request: HttpRequest, one: Card) -> dict[str, Any]:
    return _around(request, one) | review_card.asked(one)


def _told(request: HttpRequest, one: Card, choice: blind.Choice) -> dict[str, Any]:
    token = signing.dumps([one.question.pk, one.version.pk, *choice], salt=SALT)
    told = review_card.told(one, choice, editor(request))
    return _around(request, one) | told | {"told": True, "token": token, "reasons": REASONS}


def _around(request: HttpRequest, one: Card) -> dict[str, Any]:
    skip = _skip(request)
    more = [*skip.split("."), str(one.question.pk)] if skip else [str(one.question.pk)]
    return {"skip": skip, "after": ".".join(more[-MOST_SKIPPED:])}


def _show(
    request: HttpRequest, context: dict[str, Any], why: str = "", status: int = 200
) -> HttpResponse:
    user = editor(request)
    context |= {"why": why, "waiting": workflow.queue(user).count()}
    if "card" in (request.GET.get("part"), request.POST.get("part")):
        return render(request, "editor/parts/review_card.html", context, status=status)
    return frame.show(request, "editor/review.html", context, here="bank-review", status=status)


def _waiting(request: HttpRequest, question: Question) -> Card | None:
    """The question's card while it waits for this reviewer."""
    rows = workflow.queue(editor(request)).select_related("newest")
    found = rows.filter(pk=question.pk).first()
    return review_card.card(found) if found else None


def _of_others(request: HttpRequest) -> int:
    """How many wait in one's own banks for somebody else: one's own, or sensitive ones."""
    user = editor(request)
    words = grants.reach(user, "review")
    waiting = words.filter(status=Status.REVIEW) | words.filter(change=Status.REVIEW)
    return waiting.count() - workflow.queue(user).count()


def _answered(request: HttpRequest, question: Question) -> blind.Choice:
    """What was chosen before the key was shown, as signed then; () for words that are newer."""
    try:
        pk, version, *choice = signing.loads(request.POST.get("token", ""), salt=SALT)
    except (signing.BadSignature, ValueError):
        return ()
    return tuple(choice) if (pk, version) == (question.pk, question.newest_id) else ()


def _fields(request: HttpRequest, one: Card) -> dict[str, list[str]]:
    """The form's fields; a click on a picture without scripts comes as its pixels.

    Enter in a field clicks at (0, 0), too: what the fields say counts first.
    """
    said = {name: [str(v) for v in values] for name, values in request.POST.lists()}
    figure = one.figure
    if figure and {"point.x", "point.y"} <= said.keys() and not any(said.get("x", [])):
        for name, side in (("x", figure["width"]), ("y", figure["height"])):
            pixels = said[f"point.{name}"][0]
            if pixels.isascii() and pixels.isdigit() and len(pixels) < 6:
                said[name] = [str(min(blind.SIDE, int(pixels) * blind.SIDE // side))]
    return said


def _skip(request: HttpRequest) -> str:
    """Numbers of questions to pass over, joined by dots; anything else is left out."""
    text = request.POST.get("skip") or request.GET.get("skip") or ""
    parts = [part for part in text[:2000].split(".") if part.isascii() and part.isdigit()]
    return ".".join(part for part in parts[-MOST_SKIPPED:] if len(part) < 16)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadRequest(f"{name} is no number")
    return int(text)


def _gone(question: Question) -> str:
    return _("%s 刚被别人处理或改过，没有改动任何内容") % question.ref


def _by_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
