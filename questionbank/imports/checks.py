"""What a row of a file may not make of a question that is there: what no form lets through."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from questionbank import grants
from questionbank.bank import AT_ONCE
from questionbank.messages import Fault
from questionbank.models import Facet, Question, Status
from questionbank.rules.complete import TOO_MANY, spoiled
from questionbank.rules.workflow import Place
from questionbank.workflow import place_of

Tags = frozenset[tuple[str, str]]
# By digest, the questions that have these words: number and id.
Holders = Mapping[str, Sequence[tuple[int, str]]]


def spoils(place: Place, has: Tags, then: Tags, *, rewritten: bool) -> list[str]:
    """The facets in which a question past draft would have more tags than it may.

    `rewritten` = it gets new words: what was never approved is a draft then. None are lost: a file
    replaces tags, or adds some.
    """
    at = replace(place, status=Status.DRAFT) if rewritten and not place.approved else place
    found = spoiled(at, (facet for facet, _code in has), (facet for facet, _code in then))
    return [one.removesuffix(TOO_MANY) for one in found]


def holders(digests: Collection[str], by: User) -> dict[str, list[tuple[int, str]]]:
    """The questions of which `by` may read a version with these words."""
    found: dict[str, list[tuple[int, str]]] = {}
    wanted, seen = sorted(digests), grants.visible_versions(by)
    for at in range(0, len(wanted), AT_ONCE):
        rows = seen.filter(content_hash__in=wanted[at : at + AT_ONCE])
        for digest, pk, ref in rows.values_list("content_hash", "question", "question__ref"):
            found.setdefault(digest, []).append((pk, ref))
    return found


def copied(known: Holders, digest: str, question: int) -> str | None:
    """The id of another question that has the words which this one would get; None if none has."""
    return next((ref for pk, ref in known.get(digest, ()) if pk != question), None)


def faults(
    question: Question, has: Tags, then: Tags, digest: str, known: Holders
) -> Iterator[Fault]:
    """Why a question that is there may not get these tags and words, as the bank is by now."""
    rewritten = question.newest is None or question.newest.content_hash != digest
    for facet in spoils(place_of(question), has, then, rewritten=rewritten):
        yield Fault("", question.ref, facet, _("只能有一个标签：%s") % Facet(facet).label)
    if rewritten and (ref := copied(known, digest, question.pk)):
        yield Fault("", question.ref, "stem", _("内容与题库中的 %s 相同") % ref)
