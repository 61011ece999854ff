"""Keeps each question's words in plain beside it, so that those like it can be found."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q

from questionbank.models import Likeness, Option, Question, QuestionVersion, Suspect
from questionbank.rows import draft_of
from questionbank.rules.alike import Likeness as Plain
from questionbank.rules.alike import likeness
from questionbank.rules.question import Draft
from questionbank.statements import Statement, deletes, inserts

# SQLite takes a limited number of parameters in one query.
AT_ONCE = 500
# Plain words of so many versions are kept in a process.
MOST_KEPT = 4_096
_kept: dict[int, Plain] = {}


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


def remembered(drafts: Mapping[int, Draft], *, new: bool) -> list[Statement]:
    """What `remember` does, as statements for later; `new` = the questions are not stored yet."""
    pks = sorted(drafts)
    gone = [
        *deletes(Likeness, "question", pks),
        *deletes(Suspect, "first", pks),
        *deletes(Suspect, "second", pks),
    ]
    made = inserts([_row(pk, draft) for pk, draft in sorted(drafts.items())])
    return [made] if new else [*gone, made]


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
        questions = Question.objects.filter(pk__in=wanted[start : start + AT_ONCE])
        rows = questions.select_related("newest__picture")
        found |= _drafts({question.pk: question.newest for question in rows if question.newest})
    return found


def drafts_by_version(pks: Collection[int]) -> dict[int, Draft]:
    """The words of the versions with these numbers."""
    found: dict[int, Draft] = {}
    wanted = sorted(pks)
    for start in range(0, len(wanted), AT_ONCE):
        rows = QuestionVersion.objects.filter(pk__in=wanted[start : start + AT_ONCE])
        found |= _drafts({version.pk: version for version in rows.select_related("picture")})
    return found


def plain_by_version(pks: Collection[int]) -> dict[int, Plain]:
    """The plain words of the versions with these numbers, read together, and once: a version never
    changes."""
    found = {pk: plain for pk in pks if (plain := _kept.get(pk))}
    read = drafts_by_version(set(pks) - found.keys())
    new = {pk: likeness(draft) for pk, draft in read.items()}
    if len(_kept) + len(new) > MOST_KEPT:
        _kept.clear()
    _kept.update(new)
    return found | new


def _drafts(versions: Mapping[int, QuestionVersion]) -> dict[int, Draft]:
    """The words of versions, under whatever number they are given."""
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
