"""One attempt on the desk: everything about it, and annulling or restoring with the effect shown
first. Nothing is done before somebody has seen what it would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard import annul_effect
from leaderboard import projector as projectors
from leaderboard.desk import annul_paper, annul_whole, annul_words, flags, frame
from leaderboard.desk.annul_paper import Paper
from leaderboard.desk.annul_whole import WHOLES, Papers
from leaderboard.sheets import moment
from leaderboard.store import StoreAway
from questionbank.access import allowed, editor
from quiz import annulling, appeals, clock
from quiz.annulling import Refusal, Why
from quiz.appeals import NotNow
from quiz.flags import flagging
from quiz.models import Annulment, Appeal, Attempt, Flag
from quiz.models.annulment import NOTE_LENGTH, RESTORING, Reason
from quiz.models.flag import TEXT_LENGTH
from quiz.plan import Unprepared

JOINED = ("contestant", "round", "round__contest")


@dataclass(frozen=True, slots=True)
class Sent:
    """The form as it came. `seen` are the steps whose effect was shown, as "attempt:step" with
    commas between."""

    whole: str = "paper"
    reason: str = ""
    note: str = ""
    seen: str = ""


@require_safe
@never_cache
@allowed("annul")
def page(request: HttpRequest, attempt: int) -> HttpResponse:
    """The attempt, its answers, its journal, its flags, and what may be done."""
    return _show(request, _attempt(request, attempt), Sent())


@require_POST
@never_cache
@allowed("annul")
def act(request: HttpRequest, attempt: int) -> HttpResponse:
    """First the effect; sent again with the steps that were seen, the act itself."""
    row = _attempt(request, attempt)
    sent = _sent(request)
    annuls = not annulling.annulled([row.pk])
    steps = annul_whole.steps(request, row, sent.whole, annuls=annuls)
    if request.POST.get("go") == "do" and sent.seen:
        return _done(request, row, sent)
    try:
        annulling.check(steps, Why(sent.reason, sent.note), annuls=annuls)
    except Refusal as refused:
        return _show(request, row, sent, refused=refused.field)
    seen = ",".join(f"{one}:{step}" for one, step in sorted(steps.items()))
    shown = Sent(sent.whole, sent.reason, sent.note, seen)
    return _show(request, row, shown, effect=_effect(row, steps))


@require_POST
@allowed("annul")
def appeal(request: HttpRequest, attempt: int) -> HttpResponse:
    """Write an appeal down for somebody, or answer the one that waits."""
    row = _attempt(request, attempt)
    text = request.POST.get("text", "").strip()[:TEXT_LENGTH]
    by, now = editor(request), clock.now()
    try:
        if request.POST.get("go") == "answer":
            number = _number(request.POST.get("appeal", ""))
            of_this = appeals.of(row.pk).filter(pk=number).exists()
            flags.say(request, done=of_this and appeals.answer(number, text, by, now))
        else:
            appeals.file(row.pk, text, now, taken_by=by.get_username())
            messages.success(request, _("申诉已记下。"))
    except (NotNow, ValueError):
        messages.error(request, _("请写明内容；一次只受理一件申诉，且只针对已作废的答卷。"))
    return HttpResponseRedirect(_address(row) + "#appeals")


def _attempt(request: HttpRequest, number: int) -> Attempt:
    """Raises Http404 for one that is not in the organiser's regions."""
    rows = flags.mine(request).select_related(*JOINED)
    return get_object_or_404(rows, pk=min(number, flags.LARGEST))


def _address(row: Attempt) -> str:
    return reverse("desk-attempt", args=[row.pk])


def _sent(request: HttpRequest) -> Sent:
    given = request.POST
    whole = given.get("whole", "")
    return Sent(
        whole if whole in WHOLES else "paper",
        given.get("reason", ""),
        given.get("note", "").strip(),
        given.get("seen", ""),
    )


def _done(request: HttpRequest, row: Attempt, sent: Sent) -> HttpResponse:
    steps = _seen(request, row, sent.seen)
    annuls = any(step % 2 for step in steps.values())
    verb = annulling.annul if annuls else annulling.restore
    by, now = editor(request), clock.now()
    try:
        done = verb(steps, Why(sent.reason, sent.note), by, now)
    except Refusal as refused:
        return _show(request, row, Sent(sent.whole), refused=refused.field)
    if annuls:
        flagging.uphold(done, sent.note or str(Reason(sent.reason).label), by, now)
    _tell(request, annul_whole.papers(done), annuls=annuls)
    return HttpResponseRedirect(_address(row))


def _seen(request: HttpRequest, row: Attempt, seen: str) -> dict[int, int]:
    """The steps that were shown, of attempts of this person in the organiser's regions only."""
    pairs = [part.partition(":") for part in seen.split(",")[: annulling.MOST]]
    steps = {_number(attempt): _number(step) for attempt, _colon, step in pairs}
    theirs = annul_whole.theirs(request, row)
    return {attempt: step for attempt, step in steps.items() if attempt in theirs}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def _tell(request: HttpRequest, done: Papers, *, annuls: bool) -> None:
    if not done.all:
        messages.warning(request, _("没有改动：刚才已有他人处理。"))
    else:
        messages.success(request, _annulled(done) if annuls else _restored(done))


def _annulled(done: Papers) -> str:
    n, waiting = done.closed, done.waiting
    said = ngettext("已作废 {n} 份答卷。", "已作废 {n} 份答卷。", n) if n or not waiting else ""
    later = ngettext(
        "{n} 份答卷还在作答，交卷时随即作废。", "{n} 份答卷还在作答，交卷时随即作废。", waiting
    )
    return said.format(n=n) + (later.format(n=waiting) if waiting else "")


def _restored(done: Papers) -> str:
    n, waiting = done.closed, done.waiting
    said = ngettext("已恢复 {n} 份答卷。", "已恢复 {n} 份答卷。", n) if n or not waiting else ""
    later = ngettext(
        "{n} 份答卷还在作答，交卷时照常计入。", "{n} 份答卷还在作答，交卷时照常计入。", waiting
    )
    return said.format(n=n) + (later.format(n=waiting) if waiting else "")


def _effect(row: Attempt, steps: Mapping[int, int]) -> dict[str, Any]:
    projectors.projector.settle(clock.now())
    told: dict[str, Any] = {"looked": True, "papers": annul_whole.papers(steps)}
    try:
        found = annul_effect.effects(projectors.projector, [row.contestant_id], steps)
    except StoreAway:
        return told | {"away": True}
    return told | {"effects": found}


def _show(
    request: HttpRequest,
    row: Attempt,
    sent: Sent,
    *,
    effect: dict[str, Any] | None = None,
    refused: str = "",
) -> HttpResponse:
    now = clock.now()
    projectors.projector.settle(now)
    try:
        paper = annul_paper.read(row, now)
    except Unprepared:
        paper = None
    context = {
        "attempt": row,
        "paper": paper,
        "flags": _flags(row),
        "steps": _records(row),
        "appeals": appeals.of(row.pk),
        "open_appeal": Appeal.objects.filter(attempt=row, answered_at=None).first(),
        "sent": sent,
        "reasons": _reasons(paper),
        "wholes": annul_whole.options(request, row, annuls=not annulling.annulled([row.pk])),
        "note_length": NOTE_LENGTH,
        "refused": refused,
        **(effect or {}),
    }
    status = 400 if refused else 200
    return frame.show(request, "desk/attempt.html", context, here=flags.HERE, status=status)


def _flags(row: Attempt) -> list[tuple[Flag, str, Sequence[int]]]:
    return [
        (flag, annul_words.evidence(flag.rule, flag.evidence), flag.evidence.get("with", ()))
        for flag in Flag.objects.filter(attempt=row)
    ]


def _records(row: Attempt) -> list[tuple[Annulment, str]]:
    return [(one, moment(one.at)) for one in Annulment.objects.filter(attempt=row)]


def _reasons(paper: Paper | None) -> list[tuple[str, str]]:
    restores = paper is not None and paper.annulled
    return [(one.value, str(one.label)) for one in Reason if (one in RESTORING) == restores]
