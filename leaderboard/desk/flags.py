"""Flags on the desk: what waits, by rule and place, and the decision on one."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard import projector as projectors
from leaderboard.desk import annul_words, flags_find, frame
from leaderboard.public.names import full_name
from leaderboard.sheets import moment
from leaderboard.templatetags.titles import titled
from questionbank import grants
from questionbank.access import allowed, editor
from quiz import annulling, appeals, clock
from quiz.flags import flagging
from quiz.models import Attempt, Flag, FlagLook, FlagRule, FlagState, Round
from quiz.subtree import within

PER_PAGE = 25
# Appeals on top of the list; the others come up as these are answered.
MOST = 50
MOST_LOOKS = 3
HERE = "desk-flags"
LARGEST = 2**62


class Row(NamedTuple):
    """A flag in the list."""

    flag: Flag
    place: str
    words: str
    raised: str
    annulled: bool


class Tab(NamedTuple):
    """One choice of a filter, with how many there are."""

    value: str
    label: str
    many: int
    query: str


@require_safe
@never_cache
@allowed("annul")
def page(request: HttpRequest) -> HttpResponse:
    """The flags of one's own regions, those that wait first; and the way to any attempt, by its
    number or its person's name (`?attempt=`), or by its person's number (`?person=`)."""
    number = request.GET.get("attempt", "").strip()
    if number and (attempt := _attempt(request, number)):
        return HttpResponseRedirect(reverse("desk-attempt", args=[attempt.pk]))
    found = _found(request, number)
    if not found and (number or "person" in request.GET):
        messages.error(request, _("没有这份答卷，或不归您处理。"))
        return HttpResponseRedirect(reverse(HERE))
    projectors.projector.settle(clock.now())
    paths = grants.paths(editor(request), "annul")
    whole, chosen = flagging.inside(paths), _chosen(request)
    rows = _filtered(whole, chosen).select_related("attempt__contestant", "attempt__round")
    pages = Paginator(rows.order_by("state", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "chosen": chosen,
        "found": found,
        "states": _tabs("state", FlagState, whole, chosen),
        "rules": _tabs("rule", FlagRule, whole, chosen),
        "rounds": _rounds(whole),
        "rows": list(_rows(pages.object_list)),
        "pages": pages,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "appeals": appeals.waiting(paths).select_related("attempt__contestant")[:MOST],
        "whole": _whole(paths),
        "looked": _looked(paths),
        "every": settings.FLAGS_EVERY_MIN,
        "after": settings.FLAGS_AFTER_MIN,
    }
    return frame.show(request, "desk/flags.html", context, here=HERE)


def _looked(paths: Iterable[str]) -> list[tuple[str, str]]:
    """When the server looked by itself last, round by round, the newest first."""
    mine = within(paths, "round__contest__region__path")
    rows = FlagLook.objects.filter(mine, ended_at__isnull=False).select_related("round")
    newest = rows.order_by("-began_at")[:MOST_LOOKS]
    return [(titled(one.round), moment(one.began_at)) for one in newest]


@require_POST
@allowed("annul")
def decide(request: HttpRequest, flag: int) -> HttpResponse:
    """Clear or uphold one flag, as it was when the page was read."""
    paths = grants.paths(editor(request), "annul")
    row = get_object_or_404(flagging.inside(paths), pk=min(flag, LARGEST))
    state, note = request.POST.get("state", ""), request.POST.get("note", "").strip()
    row.state = request.POST.get("seen", "")
    try:
        done = flagging.decide(row, state, note, editor(request), clock.now())
    except ValueError:
        messages.error(request, _("请选择处理结果，并写明理由。"))
    else:
        say(request, done=done)
    return HttpResponseRedirect(reverse("desk-attempt", args=[row.attempt_id]) + "#flags")


def say(request: HttpRequest, *, done: bool) -> None:
    """Whether it was done, or somebody else was quicker."""
    if done:
        messages.success(request, _("已记下；这不改动成绩。"))
    else:
        messages.warning(request, _("没有改动：刚才已有他人处理。"))


def mine(request: HttpRequest) -> QuerySet[Attempt]:
    """The attempts that were opened in the organiser's regions."""
    paths = grants.paths(editor(request), "annul")
    return Attempt.objects.filter(within(paths, "region_path"))


def _attempt(request: HttpRequest, number: str) -> Attempt | None:
    return mine(request).filter(pk=_whole_number(number)).first()


def _found(request: HttpRequest, name: str) -> list[flags_find.Paper]:
    """The papers of everybody of that name, or of the person that a board's row leads from."""
    if name:
        # PostgreSQL takes no NUL, not even to look for.
        return flags_find.named(mine(request), name) if name.isprintable() else []
    person = _whole_number(request.GET.get("person", ""))
    return flags_find.of_person(mine(request), person) if person else []


def _whole_number(text: str) -> int:
    """0 for what is none."""
    whole = text if text.isascii() and text.isdigit() else "0"
    return min(int(whole[:18]), LARGEST)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The filters; what is none counts as not given. Without a word it is those that wait."""
    state = request.GET.get("state", FlagState.OPEN)
    rule, code = request.GET.get("rule", ""), request.GET.get("round", "")
    return {
        "state": state if state in FlagState.values else "",
        "rule": rule if rule in FlagRule.values else "",
        "round": code if code.isprintable() and len(code) <= 24 else "",
    }


def _filtered(rows: QuerySet[Flag], chosen: dict[str, str], *, but: str = "") -> QuerySet[Flag]:
    names = {"state": "state", "rule": "rule", "round": "attempt__round__code"}
    wanted = {names[name]: value for name, value in chosen.items() if value and name != but}
    return rows.filter(**wanted)


def _tabs(name: str, of: Any, rows: QuerySet[Flag], chosen: dict[str, str]) -> list[Tab]:
    found = _filtered(rows, chosen, but=name).values_list(name)
    counts = Counter(dict(found.order_by().annotate(n=Count("pk"))))
    values = [("", _("全部"), sum(counts.values()))]
    values += [(value, label, counts[value]) for value, label in of.choices]
    return [
        Tab(value, label, count, urlencode(chosen | {name: value or "all"}))
        for value, label, count in values
    ]


def _rounds(rows: QuerySet[Flag]) -> QuerySet[Round]:
    return Round.objects.filter(pk__in=rows.order_by().values("attempt__round")).order_by("pk")


def _whole(paths: Iterable[str]) -> QuerySet[Round]:
    """Prepared rounds of contests that are the organiser's as a whole, the newest first."""
    mine = within(paths, "contest__region__path")
    return Round.objects.filter(mine, prepared__isnull=False).order_by("-opens_at")


def _rows(flags: Iterable[Flag]) -> Iterable[Row]:
    found = list(flags)
    out = annulling.annulled({flag.attempt_id for flag in found})
    for flag in found:
        place = full_name(projectors.projector.catalogue, flag.attempt.region_path)
        words = annul_words.evidence(flag.rule, flag.evidence)
        yield Row(flag, place, words, moment(flag.raised_at), flag.attempt_id in out)
