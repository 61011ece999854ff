"""Takes an import back, as far as nobody has worked on what it brought."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from questionbank.bank import AT_ONCE, write_history
from questionbank.import_rows import unpacked
from questionbank.import_store import write
from questionbank.likenesses import drafts_of, remember
from questionbank.models import BatchRow, Outcome, Question, QuestionVersion, Status, Tag, Withdrawn
from questionbank.rows import sought

NEW = (Outcome.NEW, Outcome.LIKE)


def take_back(rows: Sequence[BatchRow]) -> list[str]:
    """Delete what was new and give what was changed its old words back; inside the caller's
    transaction. Return the ids of questions that were left, since somebody went on with them."""
    new = [row for row in rows if row.outcome in NEW and row.question_id]
    changed = [row for row in rows if row.outcome == Outcome.CHANGED and row.question_id]
    return sorted([*_delete(new), *_restore(changed)])


def _delete(rows: Sequence[BatchRow]) -> list[str]:
    left: list[str] = []
    for some in _chunks([row.question_id or 0 for row in rows]):
        questions = Question.objects.filter(pk__in=some)
        # Locked by itself: PostgreSQL locks nothing across the outer joins below.
        list(questions.select_for_update().values_list("pk", flat=True))
        fresh = questions.filter(
            status=Status.DRAFT, approved=None, revision=0, steps=None, comments=None
        )
        gone = dict(fresh.values_list("pk", "ref"))
        left += questions.exclude(pk__in=gone).values_list("ref", flat=True)
        left += _gone(gone)
    return left


def _gone(refs: dict[int, str]) -> list[str]:
    """Delete these questions; the ids of those that something else holds on to."""
    try:
        with transaction.atomic():
            _write_deletion(list(Question.objects.filter(pk__in=refs)))
            Question.objects.filter(pk__in=refs).update(newest=None)
            QuestionVersion.objects.filter(question__in=refs).delete()
            Withdrawn.objects.filter(pk__in=refs).delete()
    except ProtectedError:
        if len(refs) == 1:
            return list(refs.values())
        halves = list(refs.items())
        middle = len(halves) // 2
        return [*_gone(dict(halves[:middle])), *_gone(dict(halves[middle:]))]
    return []


def _write_deletion(questions: Sequence[Question]) -> None:
    """The history's last word on each question, written in bulk."""
    history: Any = Question.history
    records = history.bulk_history_create(questions, batch_size=AT_ONCE, update=True)
    history.filter(pk__in=[record.pk for record in records]).update(history_type="-")


def _restore(rows: Sequence[BatchRow]) -> list[str]:
    left: list[str] = []
    for some in _chunks(rows):
        numbers = [row.question_id for row in some if row.question_id]
        found = Question.objects.select_for_update().filter(pk__in=numbers)
        questions = {question.pk: question for question in found}
        back = []
        for row in some:
            question = questions.get(row.question_id or 0)
            if question is None:
                continue
            if question.revision != _was(row).get("now", -1):
                left.append(question.ref)
            else:
                back.append((row, question))
        _words(back)
        _tags(back)
    return left


def _was(row: BatchRow) -> dict[str, Any]:
    return unpacked(row.draft or {}).was


def _words(pairs: Sequence[tuple[BatchRow, Question]]) -> None:
    """The old version is the newest again; the imported one, which nobody saw used, is deleted."""
    gone: list[int] = []
    for row, question in pairs:
        was = _was(row)
        if question.newest_id and question.newest_id != row.before_id:
            gone.append(question.newest_id)
        question.newest_id = row.before_id
        for name in ("status", "change", "author_zh", "author_en", "licence"):
            setattr(question, name, was[name])
        question.revision += 1
    questions = [question for _row, question in pairs]
    write(questions, "newest", "status", "change", "author_zh", "author_en", "licence")
    QuestionVersion.objects.filter(pk__in=gone).delete()
    drafts = drafts_of([question.pk for question in questions])
    for question in questions:
        question.sought = sought(drafts[question.pk], question.ref)
    write(questions, "sought")
    remember(drafts)


def _tags(pairs: Sequence[tuple[BatchRow, Question]]) -> None:
    known = {(f, c): pk for f, c, pk in Tag.objects.values_list("facet", "code", "pk")}
    through: Any = Question.tags.through
    through.objects.filter(question_id__in=[question.pk for _row, question in pairs]).delete()
    rows = [
        through(question_id=question.pk, tag_id=known[facet, code])
        for row, question in pairs
        for facet, code in _was(row)["tags"]
        if (facet, code) in known
    ]
    through.objects.bulk_create(rows, batch_size=AT_ONCE)
    write_history([question for _row, question in pairs], update=True)


def _chunks(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))
