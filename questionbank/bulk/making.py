"""Making a change to many questions in one transaction, and taking it back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from questionbank.bank import write_history
from questionbank.bulk.changes import Change, Stand
from questionbank.bulk.chunks import AT_ONCE, Entry, chunks, tags_by_question
from questionbank.bulk.plans import Plan, Progress
from questionbank.models import Act, ActItem, Question, Status, Step


class Moved(Exception):
    """The questions are not those that were shown any more; nothing was changed."""


def silent(_done: int) -> None:
    """For whom nobody waits."""


@transaction.atomic
def make(
    act: Act, change: Change, pks: Sequence[int], *, seen: str, progress: Progress = silent
) -> Plan:
    """Make the change wherever it may be made, and keep in `act` what it did.

    `seen` is the plan that somebody said yes to. Raises Moved when it would be another one by now.
    `progress` hears how many questions are done.
    """
    by, made = _who(act), Plan()
    for entries in chunks(pks, words=change.words):
        todo = []
        for entry in entries:
            verdict = change.verdict(entry, by)
            made.count(entry, verdict)
            todo += [] if verdict else [entry]
        _make(act, change, todo, by)
        progress(made.total)
    if made.seen != seen:
        raise Moved
    act.count = made.todo
    act.what |= {"same": made.same, "refused": made.refused, "total": made.total}
    act.save(update_fields=["count", "what"])
    return made


@transaction.atomic
def undo(act: Act, change: Change, *, by: User, progress: Progress = silent) -> Plan:
    """Put back what the act changed, where it is still as the act left it and `by` may change it.

    What is not is named in the plan: "other" = changed since.
    """
    kept = dict(act.items.values_list("question_id", "before"))
    made = Plan()
    for entries in chunks(sorted(kept), words=change.words):
        todo = []
        for entry in entries:
            verdict = _undoable(change, entry, kept[entry.question.pk], by)
            made.count(entry, verdict)
            todo += [] if verdict else [entry]
        _put_back(change, todo, kept, by)
        progress(made.total)
    return made


def _who(act: Act) -> User:
    if act.by is None:
        raise ValueError("an act is made by somebody")
    return act.by


def _undoable(change: Change, entry: Entry, kept: dict[str, Stand], by: User) -> str:
    if change.stand(entry) != kept["left"]:
        return "other"
    return change.may_undo(entry, kept["was"], by)


def _make(act: Act, change: Change, todo: Sequence[Entry], by: User) -> None:
    before, tags = [change.stand(entry) for entry in todo], tags_by_question(todo)
    steps = [step for entry in todo if (step := change.make(entry, by))]
    _store(change, todo, tags, by)
    Step.objects.bulk_create(steps, batch_size=AT_ONCE)
    items = [
        ActItem(act=act, question=entry.question, before={"was": was, "left": change.stand(entry)})
        for entry, was in zip(todo, before, strict=True)
    ]
    ActItem.objects.bulk_create(items, batch_size=AT_ONCE)


def _put_back(
    change: Change, todo: Sequence[Entry], kept: dict[int, dict[str, Stand]], by: User
) -> None:
    tags = tags_by_question(todo)
    steps: list[Step] = []
    for entry in todo:
        said = kept[entry.question.pk]
        change.put_back(entry, said["was"])
        steps += _undo_step(entry.question, said, by)
    _store(change, todo, tags, by)
    Step.objects.bulk_create(steps, batch_size=AT_ONCE)


def _undo_step(question: Question, kept: dict[str, Stand], by: User) -> Iterator[Step]:
    """The record of a step taken back; none for a change that was no step."""
    if "status" not in kept["was"]:
        return
    words = kept["was"]["change"] != kept["left"]["change"]
    name = "change" if words else "status"
    before, after = (
        Status(stand[name] or Status.APPROVED) for stand in (kept["left"], kept["was"])
    )
    yield Step(
        question=question,
        version=question.newest,
        act="undo",
        before=before,
        after=after,
        by=by,
    )


def _store(change: Change, entries: Sequence[Entry], tags: dict[int, set[int]], by: User) -> None:
    """Write questions and tags as they are in memory, with their history, in a few queries."""
    _write_tags(entries, tags)
    _write_questions(change, entries)
    for entry in entries:
        entry.question._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 (its name)
    write_history([entry.question for entry in entries], update=True)


def _write_questions(change: Change, entries: Sequence[Entry]) -> None:
    """One query for all questions that become alike."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for entry in entries:
        values = [(name, getattr(entry.question, name)) for name in change.fields]
        groups[(*values, *_in_use(entry))].append(entry.question.pk)
    for pairs, pks in groups.items():
        new = dict(pairs) | {"revision": F("revision") + 1, "updated_at": Now()}
        Question.objects.filter(pk__in=pks).update(**new)


def _in_use(entry: Entry) -> Iterator[tuple[str, Any]]:
    """Which version is in use now, if that changed: the newest of each, or one by its number."""
    question = entry.question
    if question.approved_id != entry.approved:
        newest = question.approved_id == question.newest_id
        yield "approved", F("newest") if newest else question.approved_id


def _write_tags(entries: Sequence[Entry], before: dict[int, set[int]]) -> None:
    through = Question.tags.through
    pairs = [(e.question.pk, e.tags - before[e.question.pk]) for e in entries]
    rows = [through(question_id=pk, tag_id=tag) for pk, tags in pairs for tag in sorted(tags)]
    gone: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        for tag in before[entry.question.pk] - entry.tags:
            gone[tag].append(entry.question.pk)
    for tag, pks in gone.items():
        through.objects.filter(tag=tag, question__in=pks).delete()
    through.objects.bulk_create(rows, batch_size=AT_ONCE)
