"""The list of questions: search, facets with counts, saved filters as tabs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questionbank import filters, grants, places, returned, search
from questionbank.access import allowed, editor
from questionbank.filters import Filter
from questionbank.models import Facet, Question, QuestionVersion, SavedFilter, Tag
from questionbank.pages import frame
from questionbank.pages.labels import in_order

PER_PAGE = 50
MOST_TABS = 20
# What a search looks through is long, and never shown.
SOUGHT = ("sought", "newest__sought", "approved__sought")


@dataclass(frozen=True, slots=True)
class Sieve:
    """One facet in the column at the side."""

    name: str
    choices: list[search.Choice]

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for choice in self.choices)

    @property
    def open(self) -> bool:
        return bool(self.chosen) or len(self.choices) <= 10


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: the question, the words of it that this editor may read, its tags,
    where it is asked, and whether a reviewer sent it back."""

    question: Question
    version: QuestionVersion | None
    tags: list[Tag]
    place: str
    back: bool


@require_safe
@allowed("read")
def page(request: HttpRequest) -> HttpResponse:
    """The list; with `part=results` only what changes while somebody types."""
    wanted = filters.read(request.GET)
    context = _results(request, wanted)
    if request.GET.get("part") == "results":
        return render(request, "editor/parts/results.html", context)
    context |= {"tabs": _tabs(request), "kept": _kept(wanted), "sorts": _sorts()}
    return frame.show(request, "editor/list.html", context, here="bank-list")


@require_POST
@allowed("read")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a filter under a name (the same name again replaces it), or drop it (`drop`)."""
    name, user = request.POST.get("name", "").strip()[:40], editor(request)
    mine = SavedFilter.objects.filter(user=user)
    query = filters.read(request.POST.get("query", "")[:500]).text
    if request.POST.get("drop"):
        mine.filter(name=name).delete()
    elif name and (mine.filter(name=name).exists() or mine.count() < MOST_TABS):
        SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query})
    return HttpResponseRedirect(f"{reverse('bank-list')}?{query}")


def _results(request: HttpRequest, wanted: Filter) -> dict[str, Any]:
    user, today = editor(request), timezone.localdate()
    among = grants.visible(user)
    rows = search.found(wanted, among, user=user, today=today)
    pages = Paginator(search.ordered(wanted, _shown(rows), user=user), PER_PAGE)
    chosen = pages.get_page(request.GET.get("page"))
    facets = search.counts(wanted, among, user=user, today=today)
    return {
        "wanted": wanted,
        "rows": _lines(chosen, user),
        "total": pages.count,
        "page": chosen.number,
        "last": pages.num_pages,
        "before": chosen.number - 1,
        "after": chosen.number + 1 if chosen.has_next() else 0,
        "facets": [_sieve(name, choices) for name, choices in facets.items()],
    }


def _shown(rows: QuerySet[Question]) -> QuerySet[Question]:
    return rows.select_related("newest", "approved").prefetch_related("tags").defer(*SOUGHT)


def _lines(rows: Iterable[Question], user: User) -> list[Line]:
    some = list(rows)
    names = {place.path: place.full for place in places.places()}
    back = returned.among([row.pk for row in some if grants.may(user, "read", row.scope)])
    return [
        Line(
            row,
            grants.shown(user, row),
            in_order(row.tags.all()),
            names.get(row.scope, row.scope.rpartition("/")[2]),
            row.pk in back,
        )
        for row in some
    ]


def _sieve(facet: str, choices: list[search.Choice]) -> Sieve:
    """A choice that would leave nothing is not offered, unless it is made already."""
    return Sieve(_name(facet), [one for one in choices if one.count or one.chosen])


def _name(facet: str) -> str:
    names = {"status": _("状态"), "kind": _("题型")}
    return names.get(facet) or str(Facet(facet).label)


def _sorts() -> list[tuple[str, str]]:
    return [("", _("最近修改")), ("old", _("最久未改")), ("ref", _("编号")), ("stem", _("题干"))]


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The ready-made lists and the editor's own filters, in that order; `count` where it matters
    how many there are."""
    user = editor(request)
    back = grants.visible(user).filter(returned.to(user.pk), grants.reach_of(user, "read")).count()
    ready = [
        ("", _("全部")),
        ("list=mine", _("我的")),
        ("list=returned", _("退回给我的")),
        ("list=review", _("待审")),
        ("list=changed", _("有修改")),
        ("list=reported", _("有反馈")),
        ("list=expires", _("快过期")),
        ("list=untagged", _("没有标签")),
        ("list=offered", _("推荐上来的")),
    ]
    own = SavedFilter.objects.filter(user=user).values_list("query", "name")
    counts = {"list=returned": back}
    return [
        {"query": query, "name": name, "count": counts.get(query, 0)}
        for query, name in [*ready, *own]
    ]


def _kept(wanted: Filter) -> list[tuple[str, str]]:
    """What the search box keeps of the filter while its words change."""
    pairs = []
    for name in filters.MANY:
        pairs += [(name, code) for code in getattr(wanted, name)]
    return [*pairs, *((n, v) for n in ("scope", "list") if (v := getattr(wanted, n)))]
