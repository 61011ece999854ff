"""Questions in chunks, each with what a change to it is decided by, in a few queries a chunk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.db import transaction

from questionbank.likenesses import drafts_by_version, drafts_of
from questionbank.models import Facet, Question, Step, Tag
from questionbank.refusals import lacking, parts
from questionbank.rules.question import Draft
from questionbank.rules.workflow import holding
from questionbank.workflow import Facts

# SQLite takes a limited number of parameters in one query.
AT_ONCE = 500
Tags = dict[int, Tag]
Words = Literal["", "newest", "approved"]
"""Which words of a question a change is decided by, if any."""


@dataclass(slots=True)
class Entry:
    """A question, the numbers of its tags, its words if they matter, and its revision when it was
    read."""

    question: Question
    every: Tags
    tags: set[int] = field(default_factory=set)
    draft: Draft | None = None
    revision: int = 0

    def of(self, facet: str) -> set[int]:
        """Its tags of that facet."""
        return {tag for tag in self.tags if self.every[tag].facet == facet}

    def facets(self, tags: Iterable[int]) -> list[str]:
        """The facet of each tag."""
        return [self.every[tag].facet for tag in tags]

    @property
    def facts(self) -> Facts:
        facets = self.facets(self.tags)
        missing = lacking(self.question.ref, self.draft, facets) if self.draft else []
        return Facts(Facet.SENSITIVITY in facets, missing)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it lacks, as questionbank.rules.complete names it; nothing when its words were not
        read."""
        return parts(self.draft, self.facets(self.tags)) if self.draft else ()


def chunks(pks: Sequence[int], *, words: Words = "") -> Iterator[list[Entry]]:
    """The questions with these numbers, locked when in a transaction, 500 at a time; `words` says
    with which of their words.
    """
    every = {tag.pk: tag for tag in Tag.objects.all()}
    for start in range(0, len(pks), AT_ONCE):
        yield _chunk(pks[start : start + AT_ONCE], every, words=words)


def _chunk(pks: Sequence[int], every: Tags, *, words: Words) -> list[Entry]:
    rows = Question.objects.filter(pk__in=pks)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    questions = rows.select_related("newest").defer("sought").order_by("pk")
    entries = {q.pk: Entry(q, every, revision=q.revision) for q in questions}
    through = Question.tags.through.objects.filter(question__in=pks)
    for question, tag in through.values_list("question_id", "tag_id"):
        if question in entries:
            entries[question].tags.add(tag)
    for pk, draft in _drafts(list(questions), words).items():
        entries[pk].draft = draft
    return list(entries.values())


def _drafts(questions: Sequence[Question], words: Words) -> dict[int, Draft]:
    if words != "approved":
        return drafts_of([one.pk for one in questions]) if words else {}
    used = {one.pk: one.approved_id for one in questions if one.approved_id is not None}
    drafts = drafts_by_version(used.values())
    return {pk: drafts[version] for pk, version in used.items()}


def tags_by_question(entries: Sequence[Entry]) -> dict[int, set[int]]:
    """A copy of who has which tags, to see later what changed."""
    found: dict[int, set[int]] = defaultdict(set)
    for entry in entries:
        found[entry.question.pk] = set(entry.tags)
    return found


def last_steps(pks: Sequence[int]) -> dict[int, int]:
    """The number of each question's last step that holds, for those that have any steps."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Step.objects.filter(question__in=pks).order_by("pk")
    for question, number, act in rows.values_list("question_id", "pk", "act"):
        found[question].append((number, act))
    return {question: holding(steps) for question, steps in found.items()}
