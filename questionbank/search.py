"""Finding questions: those that fit a filter, and how many each further choice would leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from questionbank import grants, returned
from questionbank.bank import PROVINCE
from questionbank.filters import SORTS, Filter
from questionbank.models import Facet, Kind, Question, QuestionVersion, Report, Status, Tag
from questionbank.rules.alike import folded

# "Expires soon" means within this.
SOON = timedelta(days=30)


def found(
    wanted: Filter, among: QuerySet[Question], *, user: User | None, today: date
) -> QuerySet[Question]:
    """The questions of `among` that fit, unsorted; `user` is whose "mine" is meant.

    A question is found by the words that this user is shown (grants.shown): one of a bank above by
    those in use, never by what is being changed there. No user reads everything.
    """
    rows, own = among, _own(user)
    for word in folded(wanted.words).split():
        rows = rows.filter(_says(word, own))
    if wanted.status:
        rows = rows.filter(status__in=wanted.status)
    if wanted.kind:
        rows = rows.alias(kind_shown=_shown("kind", own)).filter(kind_shown__in=wanted.kind)
    if wanted.scope:
        rows = rows.filter(Q(scope=wanted.scope) | Q(scope__startswith=wanted.scope + "/"))
    for facet in Facet.values:
        if codes := getattr(wanted, facet):
            rows = rows.filter(pk__in=_tagged(facet, codes))
    return rows.filter(_listed(wanted.list, user, own, today))


def ordered(
    wanted: Filter, rows: QuerySet[Question], *, user: User | None = None
) -> QuerySet[Question]:
    """The rows in the filter's order; equal ones by number, so that pages never overlap. Stems are
    those that the user is shown."""
    sort = _shown("stem_zh", _own(user)) if wanted.sort == "stem" else SORTS[wanted.sort]
    # The other way round as a whole, so that one index serves both.
    return rows.order_by(sort, "pk" if wanted.sort == "old" else "-pk")


def _own(user: User | None) -> Q:
    """The rows of the user's own banks, where the newest words are theirs to read; an empty Q for
    whoever reads all."""
    if user is None or grants.may(user, "read", PROVINCE):
        return Q()
    return grants.reach_of(user, "read")


def _newest(own: Q) -> Q:
    """Where the newest words are shown. Two columns of the row: the version is only looked at
    where they differ."""
    return own | Q(newest=F("approved"))


def _says(word: str, own: Q) -> Q:
    newest = Q(sought__contains=word)
    if not own:
        return newest
    in_use = QuestionVersion.objects.filter(pk=OuterRef("approved"), sought__contains=word)
    return (_newest(own) & newest) | (~_newest(own) & Q(Exists(in_use)))


def _shown(column: str, own: Q) -> Combinable:
    """A column of the version that the user is shown."""
    newest = F(f"newest__{column}")
    if not own:
        return newest
    in_use = QuestionVersion.objects.filter(pk=OuterRef("approved")).values(column)
    return Case(When(_newest(own), then=newest), default=Subquery(in_use))


def _tagged(facet: str, codes: Iterable[str]) -> QuerySet[Question, int]:
    fitting = Tag.objects.filter(Q(code__in=codes) | Q(parent__code__in=codes), facet=facet)
    tagged = Question.tags.through.objects.filter(tag__in=fitting.values("pk"))
    return tagged.values("question_id")  # type: ignore[return-value]


def _listed(name: str, user: User | None, own: Q, today: date) -> Q:
    """What a ready-made list holds. Every list of filters.LISTS has its line here; what happens to
    a question on its way is told in its own bank only."""
    reported = Report.objects.filter(closed_at=None).values("version__question")
    pk = user.pk if user else None
    return {
        "": Q(),
        "mine": Q(owner=pk, owner__isnull=False),
        "returned": own & returned.to(pk),
        "review": own & (Q(status=Status.REVIEW) | Q(change=Status.REVIEW)),
        "changed": own & ~Q(change=""),
        "offered": own & ~Q(offered_to=""),
        "untagged": Q(tags=None),
        "expires": Q(expires_on__lte=today + SOON),
        "reported": own & Q(pk__in=reported),
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
    wanted: Filter, among: QuerySet[Question], *, user: User | None, today: date
) -> dict[str, list[Choice]]:
    """For each facet its codes with counts, as they are without that facet's own choice."""
    whole = found(wanted, among, user=user, today=today)
    everywhere = _tag_counts(whole)
    result = {
        "status": _status(wanted, among, user, today),
        "kind": _kind(wanted, whole, _own(user)),
    }
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
    wanted: Filter, among: QuerySet[Question], user: User | None, today: date
) -> list[Choice]:
    rows = found(wanted.narrowed("status", ()), among, user=user, today=today)
    numbers = dict(rows.values_list("status").annotate(Count("pk")).order_by())
    return [
        _choice(wanted, "status", code, str(name), numbers.get(code, 0))
        for code, name in Status.choices
    ]


def _kind(wanted: Filter, rows: QuerySet[Question], own: Q) -> list[Choice]:
    kinds = rows.annotate(kind_told=_shown("kind", own)).values_list("kind_told")
    numbers = dict(kinds.annotate(Count("pk")).order_by())
    return [
        _choice(wanted, "kind", code, str(name), numbers.get(code, 0))
        for code, name in Kind.choices
    ]
