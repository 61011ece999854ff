"""Keeps each question's words in plain beside it, so that those like it can be found."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q

from questionbank.models import Likeness, Option, Question, Suspect
from questionbank.rows import draft_of
from questionbank.rules.alike import likeness
from questionbank.rules.question import Draft

# SQLite takes a limited number of parameters in one query.
AT_ONCE = 500


def remember(drafts: Mapping[int, Draft]) -> None:
    """Keep the plain words of questions, by number, whose newest words are new.

    What was found about their old words is forgotten; what editors said about them stays.
    """
    pks = sorted(drafts)
    for start in range(0, len(pks), AT_ONCE):
        some = pks[start : start + AT_ONCE]
        Likeness.objects.filter(question__in=some).delete()
        Suspect.objects.filter(Q(first__in=some) | Q(second__in=some)).delete()
        Likeness.objects.bulk_create([_row(pk, drafts[pk]) for pk in some])


def fill(limit: int) -> int:
    """Make rows for at most `limit` questions that have none. Return how many were made."""
    lacking = Question.objects.filter(likeness=None, newest__isnull=False).order_by("pk")
    drafts = drafts_of(list(lacking.values_list("pk", flat=True)[:limit]))
    remember(drafts)
    return len(drafts)


def drafts_of(pks: Collection[int]) -> dict[int, Draft]:
    """The newest words of the questions with these numbers; those without words are left out."""
    found: dict[int, Draft] = {}
    wanted = sorted(pks)
    for start in range(0, len(wanted), AT_ONCE):
        found |= _drafts(wanted[start : start + AT_ONCE])
    return found


def _drafts(pks: Sequence[int]) -> dict[int, Draft]:
    questions = Question.objects.filter(pk__in=pks).select_related("newest__picture")
    versions = {question.pk: question.newest for question in questions if question.newest}
    options: dict[int, list[Option]] = defaultdict(list)
    wanted = [version.pk for version in versions.values()]
    for option in Option.objects.filter(version__in=wanted).select_related("picture"):
        options[option.version_id].append(option)
    return {pk: draft_of(version, options[version.pk]) for pk, version in versions.items()}


def _row(pk: int, draft: Draft) -> Likeness:
    made = likeness(draft)
    return Likeness(
        question_id=pk,
        stem=made.stem,
        options=made.options,
        stem_hash=_hash(made.stem),
        options_hash=_hash(made.options) if made.options else "",
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
