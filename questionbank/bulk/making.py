"""Making a change to many questions in one transaction, and taking it back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from questionbank.bulk.changes import Change, Stand
from questionbank.bulk.chunks import Entry, chunks, last_steps, tags_by_question
from questionbank.bulk.plans import Plan, Progress
from questionbank.bulk.verdicts import Verdict
from questionbank.models import Act, ActItem, Question, Status, Step
from questionbank.question_statements import records, revised, tied
from questionbank.statements import Meanwhile, Statement, deletes_each, inserts, numbers, run

# What an act keeps of a question: how it stood before (`was`) and after it (`left`), and the number
# of the `step` that it was, if it was one.
Kept = dict[str, Any]
# How often an undo is worked out when others change its questions at the same moment.
TRIES = 3


class Moved(Exception):
    """The questions are not those that were shown any more; nothing was changed."""


def silent(_done: int) -> None:
    """For whom nobody waits."""


def nowhere(_plan: Plan) -> bool:
    """For whom nobody keeps what came of it."""
    return True


def make(
    act: Act, change: Change, pks: Sequence[int], *, seen: str, progress: Progress = silent
) -> Plan:
    """Make the change wherever it may be made, and keep in `act` what it did.

    `seen` is the plan that somebody said yes to. Raises Moved when it would be another one by now.
    An act that another process has ended meanwhile is left as it is. `progress` hears how many
    questions are worked out. The transaction comes at the end and holds
    bare statements: contestants' answers may wait for it.
    """
    by, at, made = _who(act), timezone.localtime(), Plan.of(change)
    statements: list[Statement] = []
    for entries in chunks(pks, words=change.words):
        todo = []
        for entry in entries:
            verdict = change.verdict(entry, by)
            made.count(entry, verdict)
            todo += [] if verdict.code else [entry]
        statements += _made(act, change, todo, by, at)
        progress(made.total)
    if made.seen != seen:
        raise Moved
    act.count = made.todo
    act.what |= {"same": made.same, "refused": made.refused, "missing": made.missing}
    act.what |= {"total": made.total, "state": "done"}
    try:
        with transaction.atomic():
            if _kept_by(act):
                run(statements)
    except Meanwhile as why:
        raise Moved from why
    return made


def undo(
    act: Act,
    change: Change,
    *,
    by: User,
    progress: Progress = silent,
    kept: Callable[[Plan], bool] = nowhere,
) -> Plan:
    """Put back what the act changed, where it is still as the act left it and `by` may change it.

    What is not is named in the plan: "other" = changed since. `kept` hears it in the transaction,
    first of all, and says whether that is still to be done.
    Raises Meanwhile, changing nothing, when others change the same questions again and again.
    """
    for _try in range(TRIES - 1):
        with suppress(Meanwhile):
            return _undo(act, change, by, progress, kept)
    return _undo(act, change, by, progress, kept)


def _undo(
    act: Act, change: Change, by: User, progress: Progress, kept: Callable[[Plan], bool]
) -> Plan:
    before = dict(act.items.values_list("question_id", "before"))
    made, at = Plan(), timezone.localtime()
    statements: list[Statement] = []
    for entries in chunks(sorted(before), words=change.words_back):
        todo, steps = [], last_steps([entry.question.pk for entry in entries])
        for entry in entries:
            pk = entry.question.pk
            verdict = _undoable(change, entry, before[pk], steps.get(pk, 0), by)
            made.count(entry, verdict)
            todo += [] if verdict.code else [entry]
        statements += _put_back(change, todo, before, by, at)
        progress(made.total)
    with transaction.atomic():
        if kept(made):
            run(statements)
    return made


def _kept_by(act: Act) -> bool:
    """Keep what the act did; False when it is under way no more: of two processes one makes it."""
    waits = Act.objects.filter(pk=act.pk, what__state="running")
    return bool(waits.update(count=act.count, what=act.what))


def _who(act: Act) -> User:
    if act.by is None:
        raise ValueError("an act is made by somebody")
    return act.by


def _undoable(change: Change, entry: Entry, kept: Kept, step: int, by: User) -> Verdict:
    """`step` is the last one that holds: a later one stays, even if it led to the same place."""
    if change.stand(entry) != kept["left"] or kept.get("step", step) != step:
        return Verdict("other")
    return change.may_undo(entry, kept["was"], by)


def _made(
    act: Act, change: Change, todo: Sequence[Entry], by: User, at: datetime
) -> list[Statement]:
    before, tags = [change.stand(entry) for entry in todo], tags_by_question(todo)
    steps = {entry.question.pk: step for entry in todo if (step := change.make(entry, by))}
    for number, step in zip(numbers(Step, len(steps)), steps.values(), strict=True):
        step.pk = number
    items = [
        ActItem(act=act, question=entry.question, before=_kept(change, entry, was, steps))
        for entry, was in zip(todo, before, strict=True)
    ]
    return [*_stored(change, todo, tags, by, at), inserts(list(steps.values())), inserts(items)]


def _kept(change: Change, entry: Entry, was: Stand, steps: dict[int, Step]) -> Kept:
    kept: Kept = {"was": was, "left": change.stand(entry)}
    step = steps.get(entry.question.pk)
    return kept | {"step": step.pk} if step else kept


def _put_back(
    change: Change, todo: Sequence[Entry], kept: dict[int, Kept], by: User, at: datetime
) -> list[Statement]:
    tags = tags_by_question(todo)
    steps: list[Step] = []
    for entry in todo:
        said = kept[entry.question.pk]
        change.put_back(entry, said["was"])
        steps += _undo_step(entry.question, said, by)
    return [*_stored(change, todo, tags, by, at), inserts(steps)]


def _undo_step(question: Question, kept: Kept, by: User) -> Iterator[Step]:
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


def _stored(
    change: Change, entries: Sequence[Entry], tags: dict[int, set[int]], by: User, at: datetime
) -> list[Statement]:
    """Questions and tags as they are in memory, with their history."""
    questions = [entry.question for entry in entries]
    for entry in entries:
        entry.question.revision = entry.revision + 1
    ties, tagged = _ties(entries, tags)
    saved = revised(questions, *change.fields, "approved", at=at)
    return [saved, *ties, *records(questions, tagged, kind="~", by=by, at=at)]


def _ties(
    entries: Sequence[Entry], before: dict[int, set[int]]
) -> tuple[list[Statement], dict[int, list[tuple[int, int]]]]:
    """Ties and unties tags; what is tied to each question then."""
    through: Any = Question.tags.through
    new = {e.question.pk: sorted(e.tags - before[e.question.pk]) for e in entries}
    gone = [[e.question.pk, tag] for e in entries for tag in before[e.question.pk] - e.tags]
    statement, added = tied(new)
    tagged = {pk: list(pairs) for pk, pairs in added.items()}
    kept = {entry.question.pk: entry.tags for entry in entries}
    rows = through.objects.filter(question__in=list(kept))
    for pk, question, tag in rows.values_list("pk", "question_id", "tag_id"):
        if tag in kept[question]:
            tagged.setdefault(question, []).append((pk, tag))
    return [deletes_each(through, ["question", "tag"], gone), statement], tagged
