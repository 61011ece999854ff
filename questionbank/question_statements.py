"""What saving questions one by one would do to their tables, history included, as statements."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from questionbank.models import Question
from questionbank.statements import Statement, inserts, numbers, updates

Tagged = Mapping[int, Sequence[tuple[int, int]]]
"""For a question's number: (number of the row that ties a tag to it, number of the tag)."""


def records(
    questions: Sequence[Question], tagged: Tagged, *, kind: str, by: User | None, at: datetime
) -> list[Statement]:
    """One record of each question as it is in memory, tags included. `kind` is +, ~ or -."""
    history: Any = Question.history
    model = history.model
    names = [field.attname for field in model.tracked_fields]
    made = [
        model(
            history_id=number,
            history_date=at,
            history_type=kind,
            history_user=by,
            **{name: getattr(question, name) for name in names},
        )
        for number, question in zip(numbers(model, len(questions)), questions, strict=True)
    ]
    ties = model.tags.model
    tags = [
        ties(history_id=record.history_id, id=pk, question_id=record.id, tag_id=tag)
        for record in made
        for pk, tag in tagged.get(record.id, ())
    ]
    return [inserts(made), inserts(tags)]


def tied(wanted: Mapping[int, Sequence[int]]) -> tuple[Statement, Tagged]:
    """Ties tags to questions, both by number; what is tied now, for the history."""
    through: Any = Question.tags.through
    pairs = [(question, tag) for question, tags in wanted.items() for tag in tags]
    rows = [
        through(pk=pk, question_id=question, tag_id=tag)
        for pk, (question, tag) in zip(numbers(through, len(pairs)), pairs, strict=True)
    ]
    tagged: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        tagged.setdefault(row.question_id, []).append((row.pk, row.tag_id))
    return inserts(rows), tagged


def revised(questions: Sequence[Question], *names: str, at: datetime) -> Statement:
    """Saves these fields of questions whose revision was raised by one, here and nowhere else."""
    fields = [Question._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]  # noqa: SLF001
    rows = [
        [*(getattr(one, name) for name in fields), one.revision, at, one.pk, one.revision - 1]
        for one in questions
    ]
    return updates(Question, [*names, "revision", "updated_at"], rows, by=["id", "revision"])
