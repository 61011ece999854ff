"""Finding questions: those that fit a filter, and how many each further choice would leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from questionbank import returned
from questionbank.filters import SORTS, Filter
from questionbank.models import Facet, Kind, Question, Report, Status, Tag
from questionbank.rules.alike import folded

# "Expires soon" means within this.
SOON = timedelta(days=30)


def found(
    wanted: Filter, among: QuerySet[Question], *, user: int | None, today: date
) -> QuerySet[Question]:
    """The questions of `among` that fit, unsorted; `user` is whose "mine" is meant."""
    rows = among
    for word in folded(wanted.words).split():
        rows = rows.filter(sought__contains=word)
    if wanted.status:
        rows = rows.filter(status__in=wanted.status)
    if wanted.kind:
        rows = rows.filter(newest__kind__in=wanted.kind)
    if wanted.scope:
        rows = rows.filter(Q(scope=wanted.scope) | Q(scope__startswith=wanted.scope + "/"))
    for facet in Facet.values:
        if codes := getattr(wanted, facet):
            rows = rows.filter(pk__in=_tagged(facet, codes))
    return rows.filter(_listed(wanted.list, user, today))


def ordered(wanted: Filter, rows: QuerySet[Question]) -> QuerySet[Question]:
    """The rows in the filter's order; equal ones by number, so that pages never overlap."""
    sort = SORTS[wanted.sort]
    # The other way round as a whole, so that one index serves both.
    return rows.order_by(sort, "pk" if wanted.sort == "old" else "-pk")


def _tagged(facet: str, codes: Iterable[str]) -> QuerySet[Question, int]:
    fitting = Tag.objects.filter(Q(code__in=codes) | Q(parent__code__in=codes), facet=facet)
    tagged = Question.tags.through.objects.filter(tag__in=fitting.values("pk"))
    return tagged.values("question_id")  # type: ignore[return-value]


def _listed(name: str, user: int | None, today: date) -> Q:
    """What a ready-made list holds. Every list of filters.LISTS has its line here."""
    reported = Report.objects.filter(closed_at=None).values("version__question")
    return {
        "": Q(),
        "mine": Q(owner=user, owner__isnull=False),
        "returned": returned.to(user),
        "review": Q(status=Status.REVIEW) | Q(change=Status.REVIEW),
        "changed": ~Q(change=""),
        "offered": ~Q(offered_to=""),
        "untagged": Q(tags=None),
        "expires": Q(expires_on__lte=today + SOON),
        "reported": Q(pk__in=reported),
    }[name]


@dataclass(frozen=True, slots=True)
class Choice:
    """One code of a facet: how many of the found questions have it, and whether it is chosen."""

    facet: str
    code: str
    name: str
    count: int
    chosen: bool
    query: str


def counts(
    wanted: Filter, among: QuerySet[Question], *, user: int | None, today: date
) -> dict[str, list[Choice]]:
    """For each facet its codes with counts, as they are without that facet's own choice."""
    whole = found(wanted, among, user=user, today=today)
    everywhere = _tag_counts(whole)
    result = {"status": _status(wanted, among, user, today), "kind": _kind(wanted, whole)}
    for facet in Facet.values:
        numbers = everywhere
        if getattr(wanted, facet):
            without = wanted.narrowed(facet, ())
            numbers = _tag_counts(found(without, among, user=user, today=today))
        result[facet] = _tags(wanted, facet, numbers)
    return result


def _tag_counts(rows: QuerySet[Question]) -> Mapping[int, int]:
    """How many of the questions have each topmost tag or one under it, each question once."""
    through = Question.tags.through.objects.filter(question__in=rows.values("pk"))
    tops = through.values_list(Coalesce("tag__parent", "tag"))
    return dict(tops.annotate(Count("question", distinct=True)))


def _tags(wanted: Filter, facet: str, numbers: Mapping[int, int]) -> list[Choice]:
    tags = Tag.objects.filter(facet=facet, parent=None).order_by("place", "pk")
    return [_choice(wanted, facet, tag.code, str(tag), numbers.get(tag.pk, 0)) for tag in tags]


def _choice(wanted: Filter, facet: str, code: str, name: str, count: int) -> Choice:
    chosen = code in getattr(wanted, facet)
    return Choice(facet, code, name, count, chosen, wanted.toggled(facet, code).text)


def _status(
    wanted: Filter, among: QuerySet[Question], user: int | None, today: date
) -> list[Choice]:
    rows = found(wanted.narrowed("status", ()), among, user=user, today=today)
    numbers = dict(rows.values_list("status").annotate(Count("pk")).order_by())
    return [
        _choice(wanted, "status", code, str(name), numbers.get(code, 0))
        for code, name in Status.choices
    ]


def _kind(wanted: Filter, rows: QuerySet[Question]) -> list[Choice]:
    numbers = dict(rows.values_list("newest__kind").annotate(Count("pk")).order_by())
    return [
        _choice(wanted, "kind", code, str(name), numbers.get(code, 0))
        for code, name in Kind.choices
    ]
