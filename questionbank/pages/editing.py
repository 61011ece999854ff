"""Writing a question: one text, read while it is typed, kept while it is not saved."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionbank import access, desk, duplicates, fields, grants, returned, scratch, typed
from questionbank.access import allowed, editor
from questionbank.copies import copy_of
from questionbank.desk import Stale
from questionbank.messages import Fault, Refused
from questionbank.models import Alike, Facet, Kind, Question, QuestionVersion
from questionbank.pages import form as forms
from questionbank.pages import frame, sending
from questionbank.pages.card import card
from questionbank.pages.conflict import conflict
from questionbank.pages.filled import filled, scopes
from questionbank.pages.form import Form
from questionbank.pages.keeping import address, check_writer, of_another, question_of
from questionbank.pages.labels import fault, label
from questionbank.pages.merging import merged
from questionbank.pages.suggested import suggested
from questionbank.punctuation import listed
from questionbank.rules.question import Draft
from questionbank.rules.validity import gaps

# What the next new question begins with, as the last one ended.
STICKY = "bank_sticky"
KEPT = (*Facet.values, "scope", "author_zh", "author_en", "licence")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("write")
def new(request: HttpRequest) -> HttpResponse:
    """A fresh form with the last one's tags, or one that was left behind (`?scratch=`)."""
    if request.method == "POST":
        check_writer(request)
        return _create(request, forms.read(_named(request.POST)))
    left = _left(request, None)
    return _page(request, forms.read(left) if left else _fresh(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("write")
def edit(request: HttpRequest, question: Question) -> HttpResponse:
    """The question in a form, as it is stored or as it was left behind, or with the words of an
    earlier version (`?version=`)."""
    if request.method == "POST":
        check_writer(request)
        return _revise(request, forms.read(request.POST), question)
    data = _left(request, question) or forms.initial(question, _earlier(request, question))
    data.setdefault("name", secrets.token_hex(16))
    data.setdefault(sending.SEND, request.GET.get(sending.SEND, ""))
    return _page(request, forms.read(data), question)


@require_POST
@allowed("write")
def parse(request: HttpRequest) -> JsonResponse:
    """What was understood so far: a card with all notes, and the form's other half filled in.

    With `near` also which questions are like it.
    """
    if refusal := of_another(request):
        return refusal
    form = forms.read(request.POST)
    question = question_of(request)
    draft = form.typed.draft
    answer = {"wrong": form.wrong, **(_other_half(form, draft) if draft else {})}
    if draft and request.POST.get("near"):
        near = _near(request.user, draft, question)
        answer["near"] = render_to_string("editor/parts/near.html", {"near": near})
    shown = render_to_string("editor/parts/typed.html", _reading(form))
    return JsonResponse(answer | {"card": shown})


def _other_half(form: Form, draft: Draft) -> dict[str, Any]:
    """The text of a form that is typed in fields, where a text can say it; of a text its fields."""
    if not form.by_fields:
        return {"fields": dict(fields.fields_of(draft).lists())}
    if not typed.keeps(draft) or form.unread:
        return {"keeps": typed.keeps(draft)}
    text, english = typed.texts(draft)
    return {"keeps": True, "text": text, "english": english}


def _near(user: grants.Anyone, draft: Draft, question: Question | None) -> list[dict[str, Any]]:
    """Questions like the draft, as this person may see them; `question` is the draft's own."""
    found = duplicates.near(
        draft,
        among=grants.visible(user),
        veiled=grants.veiled(user),
        but=question.pk if question else None,
    )
    return [
        {
            "question": one.question,
            "version": grants.shown(user, one.question),
            "score": one.score,
            "label": Alike(one.why).label,
        }
        for one in found
    ]


def _left(request: HttpRequest, question: Question | None) -> QueryDict | None:
    """The form of that name that this editor left behind here."""
    left = scratch.taken_up(editor(request), request.GET.get("scratch", "")[:40])
    if left is None or left.scratch.question_id != (question and question.pk):
        return None
    return left.data.copy()


def _earlier(request: HttpRequest, question: Question) -> QuestionVersion | None:
    """The version that the address names, unless it is the newest or the form was left behind."""
    words = request.GET.get("version", "")
    if "scratch" in request.GET or not re.fullmatch(r"[0-9]{1,4}", words):
        return None
    rows = grants.visible_versions(editor(request)).filter(question=question)
    found = rows.filter(number=int(words)).first()
    return found if found != question.newest else None


def _named(data: QueryDict) -> QueryDict:
    """The form with a name of its own, should somebody have sent it without one."""
    if scratch.valid(data.get("name", "")):
        return data
    named = data.copy()
    named["name"] = secrets.token_hex(16)
    return named


def _fresh(request: HttpRequest) -> Form:
    """An empty form with what stays from the last one, or with what the address asks for."""
    data = QueryDict(mutable=True)
    for name, values in request.session.get(STICKY, {}).items():
        data.setlist(name, values)
    for name in KEPT:
        if name in request.GET:
            data.setlist(name, request.GET.getlist(name)[:20])
    kind = request.GET.get("kind", "")
    if kind in Kind.values:
        data["kind"], data["text"] = kind, typed.begun(kind)
        data["by_fields"] = "" if data["text"] else "on"
    data["name"] = secrets.token_hex(16)
    return forms.read(data)


def _create(request: HttpRequest, form: Form) -> HttpResponse:
    user = editor(request)
    scope = form.data.get("scope", "") or grants.paths(user, "write")[0]
    access.check(request, "write", scope)
    if scope not in _paths(request):
        form = form.refused([Fault("", "", "scope", _("没有这个地区"))])
    if not form.wrong:
        form = form.refused(_copies(form, user))
    if form.wrong:
        return _page(request, form, None, status=400)
    try:
        stored = scratch.create(form.name, form.wanted, by=user, scope=scope)
    except Refused as refused:
        return _page(request, form.refused(refused.faults), None, status=400)
    stays = (*KEPT, sending.SEND)
    request.session[STICKY] = {n: form.data.getlist(n) for n in stays if n in form.data}
    return _done(request, stored)


def _copies(form: Form, user: User) -> list[Fault]:
    """That another form was saved with these words; the same form, sent again, is none.

    The copy is looked for first: of two sendings at once the slower one may find what the quicker
    one has just stored, and then it finds whose it is, too.
    """
    copy = copy_of(form.wanted.draft, None, user)
    return [copy] if copy and scratch.saved(user, form.name) is None else []


def _paths(request: HttpRequest) -> set[str]:
    return {one.path for one in scopes(editor(request))}


def _revise(
    request: HttpRequest, form: Form, question: Question, *, taken: Sequence[str] = ()
) -> HttpResponse:
    """Save the form; `taken` = what of it somebody else has changed meanwhile."""
    user = editor(request)
    if form.wrong:
        return _page(request, form, question, status=400)
    if copy := copy_of(form.wanted.draft, question, user):
        return _page(request, form.refused([copy]), question, status=400)
    same = bool(form.data.get("same_item"))
    try:
        stored = scratch.revise(
            form.name, question.pk, form.wanted, by=user, revision=form.revision, same_item=same
        )
    except Refused as refused:
        return _page(request, form.refused(refused.faults), question, status=400)
    except Stale as stale:
        return _told(request, form, stale.question)
    if taken:
        said = _("别人刚改的%s也在里面，没有被盖掉。") % listed(map(label, taken))
        messages.info(request, said)
    return _done(request, stored)


def _done(request: HttpRequest, stored: Question) -> HttpResponse:
    if not sending.told(request, stored):
        return HttpResponseRedirect(f"{address(stored)}?{sending.SEND}=on")
    there = "bank-new" if request.POST.get("next") else ""
    return HttpResponseRedirect(reverse(there) if there else address(stored))


def _told(request: HttpRequest, form: Form, now: Question) -> HttpResponse:
    """Somebody else was quicker: what only they changed is taken over; what both changed is asked.

    The same form sent twice is told nothing: what it wanted is there.
    """
    theirs = desk.current(now)
    if theirs and form.same_as(theirs, now):
        return _done(request, now)
    found = merged(form, now)
    if found and not (found.asked or found.moved):
        return _revise(request, found.form, now, taken=found.taken)
    data = form.data.copy()
    data["revision"] = str(now.revision)
    ready = found.form if found else forms.read(data)
    more = {"conflict": conflict(theirs, form.typed.draft, now, found)}
    return _page(request, ready, now, status=409, more=more)


def _page(
    request: HttpRequest,
    form: Form,
    question: Question | None,
    *,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    left = scratch.unsaved(editor(request), question)
    context = {
        "question": question,
        "back": returned.step(question) if question else None,
        "brought_back": _earlier(request, question) if question else None,
        "example": _("台风在北半球怎样旋转？\nA. 顺时针\nB. 逆时针\n答案：B\n解析：…\n来源：…"),
        "unsaid": form.by_fields and not _keeps(form),
        "left": [one for one in left if one.scratch.name != form.name],
        "scopes": scopes(editor(request)) if question is None else (),
        **_reading(form, sent=request.method == "POST"),
        **filled(form),
        **(more or {}),
    }
    here = "bank-list" if question else "bank-new"
    return frame.show(request, "editor/edit.html", context, here=here, status=status)


def _keeps(form: Form) -> bool:
    return form.typed.draft is not None and typed.keeps(form.typed.draft)


def _reading(form: Form, *, sent: bool = False) -> dict[str, Any]:
    """What was understood, for the part of the page that shows it.

    An empty form is no mistake, unless it was `sent` to be saved.
    """
    empty = not sent and form.blank
    draft = None if empty else form.typed.draft
    return {
        "card": card(draft),
        "said": list(map(fault, form.faults)) if empty else form.said,
        "lacks": [label(gap.where) for gap in gaps(draft)] if draft else [],
        "suggested": suggested(form),
    }
