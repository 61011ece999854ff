"""One change to everything that a filter finds: choose it, see what it would do, say yes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questionbank import filters, grants, places, search
from questionbank.access import allowed, editor
from questionbank.bulk import jobs, making
from questionbank.bulk.asked import STEPS, asked, named
from questionbank.bulk.plans import Plan, plan
from questionbank.filters import Filter
from questionbank.messages import Refused
from questionbank.models import Facet, Question, Tag
from questionbank.pages import frame
from questionbank.pages.labels import in_order, label
from questionbank.refusals import REFUSALS
from questionbank.rules import roles
from questionbank.rules.complete import TOO_MANY
from questionbank.rules.workflow import USE, WORDS

# Regions down to the county: towns have no banks of their own.
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A change that may be chosen, and what it asks for: a tag, a region, a reason, a day."""

    do: str
    name: str
    field: str = ""


@require_safe
@allowed("read")
def page(request: HttpRequest) -> HttpResponse:
    """What may be chosen for the filter; with `do` chosen, what it would do."""
    return _page(request, request.GET)


@require_POST
@allowed("read")
def make(request: HttpRequest) -> HttpResponse:
    """Do what was shown (`seen`), then lead to the act; small ones are done by then."""
    user, wanted = editor(request), _filter(request.POST)
    try:
        change, said = asked(_fields(request.POST))
        seen = request.POST.get("seen", "")[:64]
        act = jobs.begin(change, said, _found(wanted, user), by=user, query=wanted.text, seen=seen)
    except Refused as refused:
        return _page(request, request.POST, str(refused), 400)
    except making.Moved:
        why = _("题库刚有变化，没有改动任何内容。请看过新的结果再确认。")
        return _page(request, request.POST, why, 409)
    return HttpResponseRedirect(reverse("bank-bulk-act", args=[act.pk]))


def told(
    refused: Mapping[str, Any], missing: Mapping[str, Mapping[str, int]]
) -> list[dict[str, Any]]:
    """Why some were left, in words, and how many of them lack what, the most frequent first."""
    words = {code: str(why) for code, (_field, why) in REFUSALS.items()}
    words["other"] = _("此后又有改动，保持现状")
    rows = [
        {
            "why": words.get(code, code),
            "count": many,
            "refs": refs,
            "more": many - len(refs),
            "missing": _missing(missing.get(code, {})),
        }
        for code, (many, refs) in refused.items()
    ]
    return sorted(rows, key=lambda row: -row["count"])


def _missing(parts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What is missing in words, the most frequent first, each with how many questions lack it."""
    some = sorted(parts.items(), key=lambda one: -one[1])
    return [(_part(one), many) for one, many in some]


def _part(one: str) -> str:
    words = _("%s多于一个") if one.endswith(TOO_MANY) else _("缺%s")
    return words % label(one.removesuffix(TOO_MANY))


def _page(request: HttpRequest, data: QueryDict, why: str = "", status: int = 200) -> HttpResponse:
    user, wanted = editor(request), _filter(data)
    pks = _found(wanted, user)
    context = {
        "wanted": wanted,
        "total": len(pks),
        "why": why,
        "offers": _offers(user),
        "tags": _tags(),
        "places": _places(),
    }
    if data.get("do"):
        try:
            context |= _planned(data, pks, user)
        except Refused as refused:
            context |= {"why": why or str(refused)}
            status = max(status, 400)
    return frame.show(request, "editor/bulk.html", context, here="bank-list", status=status)


def _planned(data: QueryDict, pks: list[int], user: User) -> dict[str, Any]:
    change, said = asked(_fields(data))
    made = plan(change, pks, by=user)
    return {
        "plan": made,
        "name": named(said),
        "said": said,
        "refused": told(made.refused, made.missing),
        "first": _first(made, user),
        "rest": made.todo - len(made.first),
        "slow": made.total > jobs.AT_ONCE,
    }


def _first(made: Plan, user: User) -> list[dict[str, Any]]:
    rows = Question.objects.filter(pk__in=made.first).select_related("newest", "approved")
    return [
        {
            "question": row,
            "version": grants.shown(user, row),
            "tags": in_order(row.tags.all()),
        }
        for row in rows.prefetch_related("tags").order_by("pk")
    ]


def _found(wanted: Filter, user: User) -> list[int]:
    today = timezone.localdate()
    rows = search.found(wanted, grants.visible(user), user=user, today=today)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _filter(data: QueryDict) -> Filter:
    """The filter: in the address itself, or in one field of the form that says yes."""
    query = data.get("query")
    return filters.read(data if query is None else query)


def _fields(data: QueryDict) -> dict[str, str]:
    names = ("do", "tag", "to", "on", "reason")
    return {name: value for name in names if (value := data.get(name)) is not None}


def _offers(user: User) -> list[Offer]:
    """What the user may do anywhere; where not, is told question by question."""
    steps = [
        Offer(act, str(name), "reason" if act == "retire" else "") for act, name in STEPS.items()
    ]
    every = [
        Offer("add", _("加标签"), "tag"),
        Offer("remove", _("去掉标签"), "tag"),
        *steps,
        Offer("offer", _("推荐给"), "to"),
        Offer("move", _("移到"), "to"),
        Offer("expire", _("有效期至"), "on"),
    ]
    return [offer for offer in every if _may(user, offer.do)]


def _may(user: User, do: str) -> bool:
    verbs = {
        "add": {"tag"},
        "remove": {"tag"},
        "move": {"move"},
        "expire": {"write", "retire"},
    }.get(do) or {row.verb for row in (*WORDS, *USE) if row.act == do}
    return any(grants.anywhere(user, verb) for verb in verbs)


def _tags() -> list[tuple[str, list[Tag]]]:
    """All tags in groups with their names: a parent with what is under it, else a facet."""
    by_facet: dict[str, list[Tag]] = {facet: [] for facet in Facet.values}
    for tag in Tag.objects.in_taxonomy():
        by_facet[tag.facet].append(tag)
    return [group for facet, tags in by_facet.items() for group in _families(Facet(facet), tags)]


def _families(facet: Facet, tags: list[Tag]) -> Iterator[tuple[str, list[Tag]]]:
    if all(tag.parent_id is None for tag in tags):
        yield str(facet.label), tags
        return
    for _top, some in groupby(tags, lambda tag: tag.parent_id or tag.pk):
        family = list(some)
        yield f"{facet.label} {family[0]}", family


def _places() -> list[places.Place]:
    return [one for one in places.places() if len(roles.above(one.path)) <= DEEPEST]
