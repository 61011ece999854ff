"""Works out how an import is taken back, as far as nobody has worked on what it brought."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from questionbank import grants
from questionbank.bank import AT_ONCE
from questionbank.imports.checks import Tags
from questionbank.imports.judge import tags_of
from questionbank.imports.rows import unpacked
from questionbank.likenesses import drafts_by_version, remembered
from questionbank.models import (
    BatchRow,
    Comment,
    Facet,
    Outcome,
    Question,
    QuestionVersion,
    Report,
    Ruling,
    Status,
    Step,
    Tag,
)
from questionbank.question_statements import records, revised, tied
from questionbank.rows import sought
from questionbank.statements import Statement, clears, deletes, deletes_each, inserts

NEW = (Outcome.NEW, Outcome.LIKE)
WAS = ("status", "change", "author_zh", "author_en", "licence")
Pair = tuple[BatchRow, Question]


@dataclass(slots=True)
class TakingBack:
    """The statements that are left to be done in a transaction, the ids of questions that stay,
    since somebody went on with them, and how many are taken back."""

    by: User
    at: datetime
    statements: list[Statement] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    back: int = 0

    def prepare(self, rows: Sequence[BatchRow]) -> None:
        """Delete what was new, and give what was changed its old words back; what people said about
        imported words stays, and so do these."""
        new = [row.question_id for row in rows if row.outcome in NEW and row.question_id]
        changed = [row for row in rows if row.outcome == Outcome.CHANGED and row.question_id]
        self._delete(new)
        self._restore(changed)
        self.left.sort()

    def _delete(self, pks: Sequence[int]) -> None:
        gone: list[Question] = []
        for some in _chunks(pks):
            for question in Question.objects.filter(pk__in=some).exclude(pk__in=_worked_on(some)):
                fresh = question.status == Status.DRAFT and question.approved_id is None
                if fresh and not question.revision:
                    gone.append(question)
            stay = Question.objects.filter(pk__in=some).exclude(pk__in=[q.pk for q in gone])
            self.left += stay.values_list("ref", flat=True)
        self.back += len(gone)
        versions = _versions_of([question.pk for question in gone])
        self.statements += [
            *records(gone, {}, kind="-", by=self.by, at=self.at),
            *_gone(QuestionVersion, versions),
            *_gone(Question, [question.pk for question in gone]),
            deletes_each(Question, ["id", "revision"], [[question.pk, 0] for question in gone]),
        ]

    def _restore(self, rows: Sequence[BatchRow]) -> None:
        pairs: list[Pair] = []
        for some in _chunks(rows):
            questions = Question.objects.in_bulk([row.question_id for row in some])
            there = [
                (row, questions[row.question_id]) for row in some if row.question_id in questions
            ]
            held = _held([gone for row, question in there if (gone := _imported(row, question))])
            for row, question in there:
                if question.revision != _was(row).get("now", -1) or question.newest_id in held:
                    self.left.append(question.ref)
                else:
                    pairs.append((row, question))
        self.back += len(pairs)
        self._words(pairs)
        self._tags(pairs)

    def _words(self, pairs: Sequence[Pair]) -> None:
        """The old version is the newest again; the imported one, which nobody saw used, goes."""
        gone: list[int] = []
        steps: list[Step] = []
        words = drafts_by_version([row.before_id for row, _question in pairs if row.before_id])
        drafts = {q.pk: words[row.before_id] for row, q in pairs if row.before_id}
        for row, question in pairs:
            if version := _imported(row, question):
                gone.append(version)
                steps += self._into_review(row, question)
            question.newest_id = row.before_id
            for name in WAS:
                setattr(question, name, _was(row)[name])
            if question.pk in drafts:
                question.sought = sought(drafts[question.pk], question.ref)
            question.revision += 1
        questions = [question for _row, question in pairs]
        self.statements += [
            revised(questions, "newest", *WAS, "sought", at=self.at),
            inserts(steps),
            *_gone(QuestionVersion, gone),
            *remembered(drafts, new=False),
        ]

    def _into_review(self, row: BatchRow, question: Question) -> Iterator[Step]:
        """The record of old words that wait for their review again, if they did."""
        if Status.REVIEW in (_was(row)["status"], _was(row)["change"]):
            yield Step(
                question=question,
                version_id=row.before_id,
                act="undo",
                before=Status.DRAFT,
                after=Status.REVIEW,
                by=self.by,
            )

    def _then(self, row: BatchRow, question: Question, has: Mapping[int, Tags]) -> Tags:
        """The tags from before; a sensitive one that the file brought stays, unless whoever takes
        it back has the last word about it."""
        were = {(facet, code) for facet, code in _was(row)["tags"]}
        if not grants.may_lift(self.by, question.scope):
            were |= _sensitive(has.get(question.pk, ()))
        return frozenset(were)

    def _tags(self, pairs: Sequence[Pair]) -> None:
        has = tags_of([question.pk for _row, question in pairs])
        known = {(f, c): pk for f, c, pk in Tag.objects.values_list("facet", "code", "pk")}
        through: Any = Question.tags.through
        wanted = {
            question.pk: [known[t] for t in sorted(self._then(row, question, has)) if t in known]
            for row, question in pairs
        }
        statement, tagged = tied(wanted)
        questions = [question for _row, question in pairs]
        self.statements += [*deletes(through, "question", list(wanted)), statement]
        self.statements += records(questions, tagged, kind="~", by=self.by, at=self.at)


def _sensitive(tags: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {tag for tag in tags if tag[0] == Facet.SENSITIVITY}


def _worked_on(pks: Collection[int]) -> set[int]:
    """Those of the questions on which somebody went on: they have steps, comments, reports."""
    found: set[int] = set()
    for name in ("reports", "rulings"):
        held = QuestionVersion.objects.filter(question__in=pks, **{f"{name}__isnull": False})
        found.update(held.values_list("question", flat=True))
    for name in ("steps", "comments"):
        rows = Question.objects.filter(pk__in=pks, **{f"{name}__isnull": False})
        found.update(rows.values_list("pk", flat=True))
    return found


def _held(versions: Collection[int]) -> set[int]:
    """Those of the versions about which somebody has said or decided something."""
    found: set[int] = set()
    for model in (Step, Comment, Report, Ruling):
        rows = model._default_manager.filter(version__in=versions)  # noqa: SLF001 (Django's own name)
        found.update(rows.values_list("version", flat=True))
    return found


def _imported(row: BatchRow, question: Question) -> int | None:
    """The version that an import gave to a question which nobody has changed since; None where it
    changed only what is said about the question."""
    return question.newest_id if question.newest_id != row.before_id else None


def _versions_of(pks: Sequence[int]) -> list[int]:
    found: list[int] = []
    for some in _chunks(pks):
        found += QuestionVersion.objects.filter(question__in=some).values_list("pk", flat=True)
    return found


def _was(row: BatchRow) -> dict[str, Any]:
    return unpacked(row.draft or {}).was


def _gone(model: Any, pks: Sequence[int]) -> list[Statement]:
    """Deletes what goes with these rows, and, if they are versions, the rows themselves. What holds
    on to them (PROTECT) was looked for before; the database refuses the rest."""
    found: list[Statement] = []
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 (Django's own name)
        how = getattr(getattr(relation, "on_delete", None), "__name__", "")
        if relation.auto_created and how in _FOLLOW:
            found += _FOLLOW[how](relation.related_model, relation.field.name, pks)
    return found + (deletes(model, "id", pks) if model is QuestionVersion else [])


_FOLLOW = {"CASCADE": deletes, "SET_NULL": clears}


def _chunks(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))
