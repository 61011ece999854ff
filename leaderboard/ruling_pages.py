"""Rulings on the workbench: choose, see the effect, propose; another person confirms; marking again
goes on while one looks, and without anybody, too."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leaderboard import effect
from leaderboard import projector as projectors
from leaderboard.store import StoreAway
from questionbank import grants, reports, rulings
from questionbank.access import allowed, check, editor
from questionbank.messages import Fault, Refused
from questionbank.models import Question, QuestionVersion, Ruling
from questionbank.pages import complaints, frame, ruling_form, ruling_keys
from questionbank.pages.card import card
from questionbank.pages.complaints import Complaint
from questionbank.pages.labels import Said, fault
from questionbank.pages.ruling_form import Sent
from questionbank.refusals import NotTheirs
from quiz import clock
from quiz import rulings as marking

PER_PAGE = 20
HERE = "bank-rulings"
JOINED = ("version__question", "proposed_by", "confirmed_by")


@require_safe
@allowed("rule")
def page(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, the log, and the way to a new ruling by a question's id."""
    user, ref = editor(request), request.GET.get("ref", "").strip()
    said = []
    if ref:
        found = grants.reach(user, "rule").filter(ref=ref).first()
        if found:
            return HttpResponseRedirect(reverse("bank-rule", args=[found.pk]))
        said = [fault(Fault("", ref[:40], "", _("没有这道题，或不归您裁定")))]
    pages = Paginator(rulings.log(user).select_related(*JOINED), PER_PAGE)
    context = {
        "waiting": rulings.waiting(user).select_related(*JOINED),
        "log": pages.get_page(request.GET.get("page")),
        "ref": ref,
        "said": said,
    }
    status = 404 if said else 200
    return frame.show(request, "editor/rulings.html", context, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("rule")
def rule(request: HttpRequest, question: Question) -> HttpResponse:
    """The wizard: what to rule, what it would change, and the note for everybody."""
    version = _version(request, question)
    if version is None:
        told = [fault(Fault("", question.ref, "", _("这道题还没有启用过，直接修改即可")))]
        return frame.show(request, "editor/rule.html", {"said": told}, here=HERE, status=400)
    if request.method != "POST":
        sent = Sent("keys", [ruling_form.own_line(version)])
        return _wizard(request, version, sent)
    sent = ruling_form.read(request.POST)
    try:
        those = ruling_form.keys(sent, version)
        if request.POST.get("go") == "propose" and _was_seen(request, version, sent):
            return _propose(request, version, sent, those)
        rulings.check(version, sent.kind, those, by=editor(request))
    except Refused as refused:
        return _wizard(request, version, sent, refused=refused)
    return _wizard(request, version, sent, effects=_effects(version, sent.kind, those))


@require_safe
@allowed("read")
def one(request: HttpRequest, ruling: int) -> HttpResponse:
    """One ruling: what it says, what it changes, and how far it is carried out."""
    return _one(request, _ruling(request, ruling))


@require_POST
@allowed("confirm")
def confirm(request: HttpRequest, ruling: int) -> HttpResponse:
    """The second person's yes: from now on the ruling is in force."""
    row = _ruling(request, ruling)
    check(request, "confirm", row.version.question)
    try:
        rulings.confirm(row.pk, by=editor(request), at=_now())
    except Refused as refused:
        return _one(request, row, refused)
    messages.success(request, _("已确认。正在重判已交的答卷。"))
    return HttpResponseRedirect(reverse("bank-ruling", args=[row.pk]))


@require_POST
@allowed("rule")
def drop(request: HttpRequest, ruling: int) -> HttpResponse:
    """Take back what nobody has confirmed."""
    row = _ruling(request, ruling)
    check(request, "rule", row.version.question)
    try:
        rulings.drop(row.pk, by=editor(request), at=_now())
    except Refused as refused:
        return _one(request, row, refused)
    messages.success(request, _("已撤回，没有改动任何成绩。"))
    return HttpResponseRedirect(reverse(HERE))


@require_POST
@allowed("rule")
def go_on(request: HttpRequest, ruling: int) -> HttpResponse:
    """Mark the next papers; a script goes on until `done` is `total`."""
    row = _ruling(request, ruling)
    check(request, "rule", row.version.question)
    if row.number:
        marking.apply(row.number, clock.now())
    if "application/json" in request.headers.get("Accept", ""):
        stand = marking.progress(row.number or 0)
        return JsonResponse({"done": stand.done, "total": stand.total})
    return HttpResponseRedirect(reverse("bank-ruling", args=[row.pk]))


def _was_seen(request: HttpRequest, version: QuestionVersion, sent: Sent) -> bool:
    """Whether the effect of just this was seen, and the warning of the letters in its note."""
    lettered = ruling_form.letters(version, ruling_form.note(version, sent))
    shown = request.POST.get("seen"), request.POST.get("lettered", "")
    return shown == (sent.seen, lettered)


def _wizard(
    request: HttpRequest,
    version: QuestionVersion,
    sent: Sent,
    *,
    effects: dict[str, Any] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    note = ruling_form.note(version, sent)
    shown = card(ruling_form.draft(version))
    context = {
        "version": version,
        "versions": rulings.rulable(version.question),
        "card": shown,
        "whats": ruling_form.whats(version),
        "rows": ruling_keys.rows(version, shown, sent),
        "hint": ruling_keys.HINTS.get(version.kind, ""),
        "own": ruling_form.own_line(version),
        "sent": sent,
        "keys": "\n".join(sent.lines),
        "note": note,
        "lettered": ruling_form.letters(version, note),
        "first": ruling_form.first_note(version, sent),
        "complaints": _complaints(request, version),
        "ruled": rulings.latest([version.pk]).get(version.pk),
        "said": _said(refused),
        **(effects or {}),
    }
    return frame.show(request, "editor/rule.html", context, here=HERE, status=_status(refused))


def _propose(
    request: HttpRequest, version: QuestionVersion, sent: Sent, those: Sequence[Any]
) -> HttpResponse:
    note = ruling_form.note(version, sent)
    row = rulings.propose(version, sent.kind, those, note=note, by=editor(request))
    messages.success(request, _("已提出，请另一人确认。"))
    return HttpResponseRedirect(reverse("bank-ruling", args=[row.pk]))


def _one(request: HttpRequest, row: Ruling, refused: Refused | None = None) -> HttpResponse:
    user, question = editor(request), row.version.question
    waits = row.confirmed_at is None and row.dropped_at is None
    mine = row.proposed_by_id == user.pk
    context = {
        "ruling": row,
        "lines": ruling_form.lines(row),
        "own": ruling_form.own_line(row.version),
        "card": card(ruling_form.draft(row.version)),
        "complaints": _complaints(request, row.version) if waits else [],
        "waits": waits,
        "lettered": waits and ruling_form.letters(row.version, (row.note_zh, row.note_en)),
        "mine": mine,
        "may_confirm": waits and not mine and grants.may(user, "confirm", question),
        "may_drop": waits and grants.may(user, "rule", question),
        "may_rule": grants.may(user, "rule", question),
        "progress": marking.progress(row.number) if row.number else None,
        "said": _said(refused),
        **(_effects(row.version, row.kind, row.keys) if waits else {}),
    }
    return frame.show(request, "editor/ruling.html", context, here=HERE, status=_status(refused))


def _complaints(request: HttpRequest, version: QuestionVersion) -> list[Complaint]:
    """What contestants said about the version, for who may answer them."""
    if not grants.may(editor(request), "report", version.question):
        return []
    return list(complaints.told(reports.last(version.pk)).values())


def _effects(version: QuestionVersion, kind: str, those: Sequence[Any]) -> dict[str, Any]:
    projectors.projector.settle(clock.now())
    try:
        found = effect.effects(projectors.projector, version.pk, kind, those)
    except StoreAway:
        return {"looked": True, "away": True}
    return {"looked": True, "effects": found, "most": effect.MOST_PAPERS}


def _said(refused: Refused | None) -> list[Said]:
    return [fault(one) for one in refused.faults] if refused else []


def _status(refused: Refused | None) -> int:
    if refused is None:
        return 200
    return 403 if isinstance(refused, NotTheirs) else 400


def _ruling(request: HttpRequest, number: int) -> Ruling:
    """Raises Http404 for a ruling that the editor may not see."""
    seen = rulings.log(editor(request)).select_related(*JOINED)
    return get_object_or_404(seen, pk=min(number, 2**62))


def _version(request: HttpRequest, question: Question) -> QuestionVersion | None:
    """The version that the address names, or the one in use, or the last that was; None when none
    ever was."""
    number = request.GET.get("version", "")
    rows = QuestionVersion.objects.filter(question=question).select_related("question", "picture")
    named = rows.filter(number=int(number)).first() if _is_number(number) else None
    last = rulings.rulable(question).values_list("pk", flat=True).last()
    return named or rows.filter(pk=question.approved_id or last).first()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def _now() -> datetime:
    return datetime.fromtimestamp(clock.now() / 1_000, tz=UTC)
