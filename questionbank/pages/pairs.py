"""Pairs of questions that are alike, side by side, each with one click to decide it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questionbank import duplicates, grants, images, pairs, places
from questionbank.access import allowed, editor
from questionbank.desk import Stale
from questionbank.messages import Refused
from questionbank.models import Alike, Option, Pair, Question, QuestionVersion, Suspect, Verdict
from questionbank.pages import frame
from questionbank.pages.differences import Shown, side_by_side
from questionbank.refusals import NotTheirs
from questionbank.rows import draft_of
from questionbank.rules.question import Draft

PER_PAGE = 20
# How many of the last verdicts can be taken back from the page.
LAST = 10
# In pixels: enough to tell two pictures apart.
THUMBNAIL = 320


@dataclass(frozen=True, slots=True)
class Side:
    """One question of a pair, with the addresses and words of its pictures; `keep` is what the
    button that keeps it sends."""

    question: Question
    place: str
    shown: Shown
    pictures: list[tuple[str, str]]
    keep: str


@require_safe
@allowed("tag")
def page(request: HttpRequest) -> HttpResponse:
    """What waits for a verdict, the likest first; `why` narrows it."""
    return _page(request)


@require_POST
@allowed("tag")
def judge(request: HttpRequest) -> HttpResponse:
    """What was clicked: "first" or "second" to keep that one and retire the other, or a verdict."""
    user = editor(request)
    one, other = (_asked(request, name) for name in ("first", "second"))
    what = request.POST.get("what", "")
    try:
        if what in Verdict.values:
            pairs.judge(one, other, what, by=user)
        elif what in ("first", "second"):
            keep, drop = (one, other) if what == "first" else (other, one)
            pairs.merge(keep, drop, by=user)
        else:
            return _refused(request, _("没有这种判定"), 400)
    except Stale as stale:
        why = _("%s 刚被别人改过，没有改动任何内容。请看过新内容再判定。") % stale.question.ref
        return _refused(request, why, 409)
    except Refused as refused:
        return _refused(request, str(refused), 403 if isinstance(refused, NotTheirs) else 400)
    messages.success(request, _told(what, one, other))
    return HttpResponseRedirect(_address(request))


@require_POST
@allowed("tag")
def take_back(request: HttpRequest) -> HttpResponse:
    """Let a pair be undecided again."""
    pair = get_object_or_404(Pair, pk=_number(request, "pair"))
    try:
        pairs.take_back(pair, by=editor(request))
    except NotTheirs as refused:
        return _refused(request, str(refused), 403)
    messages.success(request, _("已撤回判定，下次查找时会再列出"))
    return HttpResponseRedirect(_address(request))


@require_POST
@allowed("tag")
def search(request: HttpRequest) -> HttpResponse:
    """Search the next part of the bank; a script goes on until `done` is `total`."""
    stand = duplicates.search_on()
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"done": stand.done, "total": stand.total})
    return HttpResponseRedirect(_address(request))


def _page(request: HttpRequest, status: int = 200) -> HttpResponse:
    user = editor(request)
    rows = pairs.suspects(user)
    why = request.GET.get("why", "")
    chosen = rows.filter(why=why) if why in Alike.values else rows
    pages = Paginator(chosen.select_related(*_JOINED), PER_PAGE)
    some = pages.get_page(request.GET.get("page"))
    context = {
        "pairs": _sides(list(some), request),
        "tabs": _tabs(rows),
        "why": why,
        "shown": some,
        "progress": duplicates.progress(),
        "verdicts": _verdicts(request),
    }
    return frame.show(request, "editor/pairs.html", context, here="bank-pairs", status=status)


_JOINED = tuple(f"{one}__{part}" for one in ("first", "second") for part in ("newest", "approved"))


def _tabs(rows: QuerySet[Suspect]) -> list[dict[str, Any]]:
    counts = dict(rows.order_by().values_list("why").annotate(Count("pk")))
    every = {"why": "", "name": _("全部"), "count": sum(counts.values())}
    some = [{"why": w, "name": n, "count": counts[w]} for w, n in Alike.choices if w in counts]
    return [every, *some]


def _sides(rows: list[Suspect], request: HttpRequest) -> list[dict[str, Any]]:
    user = editor(request)
    questions = {row.first_id: row.first for row in rows} | {r.second_id: r.second for r in rows}
    versions = {pk: grants.shown(user, question) for pk, question in questions.items()}
    words = _words({version.pk for version in versions.values() if version})
    names = {question.scope: places.name(question.scope) for question in questions.values()}
    made = []
    for row in rows:
        first, second = versions[row.first_id], versions[row.second_id]
        if first is None or second is None:
            continue
        one, other = words[first.pk], words[second.pk]
        ours, theirs = side_by_side(one.draft, other.draft)
        sides = [
            Side(row.first, names[row.first.scope], ours, one.pictures, "first"),
            Side(row.second, names[row.second.scope], theirs, other.pictures, "second"),
        ]
        made.append({"row": row, "sides": sides})
    return made


@dataclass(frozen=True, slots=True)
class _Words:
    draft: Draft
    pictures: list[tuple[str, str]]


def _words(versions: Collection[int]) -> dict[int, _Words]:
    rows = QuestionVersion.objects.filter(pk__in=versions).select_related("picture")
    options: dict[int, list[Option]] = {pk: [] for pk in versions}
    for option in Option.objects.filter(version__in=versions).select_related("picture"):
        options[option.version_id].append(option)
    return {
        row.pk: _Words(draft_of(row, options[row.pk]), _pictures([row, *options[row.pk]]))
        for row in rows
    }


def _pictures(rows: Sequence[QuestionVersion | Option]) -> list[tuple[str, str]]:
    return [
        (images.address(row.picture, THUMBNAIL), row.picture_alt_zh) for row in rows if row.picture
    ]


def _verdicts(request: HttpRequest) -> QuerySet[Pair]:
    mine = Pair.objects.filter(by=editor(request)).order_by("-at")
    return mine.select_related("first", "second")[:LAST]


def _asked(request: HttpRequest, name: str) -> Question:
    """The question as the page showed it: its revision is what the form says, not what is stored.

    Raises BadRequest for what is no number, Http404 for a question the editor may not see.
    """
    visible = grants.visible(editor(request))
    question = get_object_or_404(visible, pk=_number(request, name))
    question.revision = _number(request, f"{name}_revision")
    return question


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadRequest(f"{name} is no number")
    return int(text)


def _refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    messages.error(request, why)
    return _page(request, status)


def _told(what: str, one: Question, other: Question) -> str:
    refs = {"one": one.ref, "other": other.ref}
    return {
        "first": _("已合并：保留 %(one)s，停用 %(other)s"),
        "second": _("已合并：保留 %(other)s，停用 %(one)s"),
        Verdict.DIFFERENT: _("%(one)s 与 %(other)s 都保留"),
        Verdict.ENEMIES: _("%(one)s 与 %(other)s 不会出现在同一份试卷里"),
    }[what] % refs


def _address(request: HttpRequest) -> str:
    why = request.POST.get("why", "")
    return reverse("bank-pairs") + (f"?why={why}" if why in Alike.values else "")
