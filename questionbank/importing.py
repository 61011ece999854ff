"""Importing files of questions: read, judged and shown first, then stored whole or not at all.

Nothing of a file is in the bank before somebody accepts it; its pictures are kept as those that an
editor uploads are. For a day an import can be taken back.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from questionbank import grants
from questionbank.formats.found import Level
from questionbank.imports.mending import amend, leave
from questionbank.imports.reading import again, begin, check, preview, read_on, refused
from questionbank.imports.refs import renamed
from questionbank.imports.rows import notes_of, unpacked
from questionbank.imports.storing import Ready, Storing
from questionbank.imports.undoing import TakingBack
from questionbank.models import Batch, BatchRow, Outcome, Question, QuestionVersion
from questionbank.punctuation import listed
from questionbank.rules.question import content_hash
from questionbank.statements import Meanwhile, Statement, run, updates

__all__ = [
    "Choice",
    "accept",
    "again",
    "amend",
    "asks_truth",
    "begin",
    "check",
    "counts",
    "leave",
    "preview",
    "read_on",
    "refused",
    "undo",
    "undoable",
]
UNDO_WITHIN = timedelta(hours=24)
# How often what is stored is worked out when others change the bank at the same moment.
TRIES = 3
T = TypeVar("T")
_log = logging.getLogger(__name__)
TAKEN = (Outcome.NEW, Outcome.CHANGED, Outcome.LIKE)


@dataclass(frozen=True, slots=True)
class Choice:
    """What an editor leaves out: outcomes, and single rows by number."""

    without: frozenset[str] = frozenset()
    rows: frozenset[int] | None = None


EVERYTHING = Choice()


def accept(batch: Batch, *, by: User, choice: Choice = EVERYTHING, now: datetime) -> Batch:
    """Store the batch whole: new questions as drafts of its bank, new versions of changed ones.

    A second time changes nothing. Raises Refused, storing nothing, for a wrong row that is not left
    out, and for a question that somebody changed since the preview; NotTheirs.
    """
    check(by, batch.scope)
    return _patiently(lambda: _accept(batch.pk, by, choice, now))


def _patiently(work: Callable[[], T]) -> T:
    """Do the work, again when somebody changed what it was worked out from at the same moment."""
    for _try in range(TRIES):
        try:
            return work()
        except (IntegrityError, Meanwhile) as why:
            _log.warning("an import is worked out anew: %s", why)
    raise refused(_("别人正在改动同样的试题，没有改动任何内容，请再试一次"))


def _accept(pk: int, by: User, choice: Choice, now: datetime) -> Batch:
    """Everything is worked out first; the transaction holds checks and bare statements, since
    contestants' answers may wait for it."""
    batch = Batch.objects.get(pk=pk)
    if batch.state == Batch.State.STORED:
        return batch
    if batch.state != Batch.State.PREVIEW:
        raise refused(_("还没有读完，或已经撤销"))
    rows = list(batch.rows.all())
    before = {row.pk: (row.outcome, row.question_id, row.notes) for row in rows}
    ready = _ready(_chosen(rows, choice), by, batch.scope)
    storing = Storing(batch, by, now)
    storing.prepare(ready)
    _leave_others(rows, ready)
    statements = [*storing.statements, *_kept(rows, before)]
    fresh = _fresh(ready)
    with transaction.atomic():
        locked = Batch.objects.select_for_update(of=("self",)).get(pk=pk)
        if locked.state == Batch.State.STORED:
            return locked
        if _words_of(locked) != _words_of(batch) or _there(fresh, by):
            raise Meanwhile(str(batch))
        run(statements)
        locked.state, locked.stored_at = Batch.State.STORED, now
        locked.save(update_fields=["state", "stored_at"])
    return locked


def _words_of(batch: Batch) -> tuple[Any, ...]:
    """What changes with every row that somebody mends, and when the file is read anew."""
    return batch.state, batch.about.get("turn", 0), batch.about.get("mended", 0)


def _leave_others(rows: list[BatchRow], ready: list[Ready]) -> None:
    taken = {row.pk for row, _kept, _draft in ready}
    for row in rows:
        if row.pk not in taken and row.outcome not in (Outcome.SAME, Outcome.WRONG):
            row.outcome = Outcome.LEFT


def _kept(rows: list[BatchRow], before: dict[int, tuple[Any, ...]]) -> list[Statement]:
    """Saves what became of the rows. Only those that changed a question, or are not stored under
    their id, have more to say."""
    other = [row for row in rows if (row.outcome, row.question_id) != before[row.pk][:2]]
    changed = [row for row in rows if row.outcome == Outcome.CHANGED]
    named = [row for row in rows if row.notes != before[row.pk][2]]
    became = [[row.outcome, row.question_id, row.pk] for row in other]
    return [
        updates(BatchRow, ["outcome", "question"], became, by=["id"]),
        updates(BatchRow, ["draft"], [[row.draft, row.pk] for row in changed], by=["id"]),
        updates(BatchRow, ["draft", "notes"], [[r.draft, r.notes, r.pk] for r in named], by=["id"]),
    ]


def _fresh(ready: list[Ready]) -> set[str]:
    """The words that must not have come into the bank meanwhile."""
    return {content_hash(draft) for row, _kept, draft in ready if row.outcome != Outcome.CHANGED}


def _chosen(rows: list[BatchRow], choice: Choice) -> list[BatchRow]:
    """The rows to store. Raises Refused when one of them is wrong."""
    asked = [
        row
        for row in rows
        if row.outcome not in choice.without and (choice.rows is None or row.number in choice.rows)
    ]
    wrong = [row for row in asked if row.outcome == Outcome.WRONG]
    if wrong:
        why = _("有 %d 行有误，没有导入任何内容。请改正，或选择“不导入有误的行”") % len(wrong)
        raise refused(why, field=wrong[0].where)
    return [row for row in asked if row.outcome in TAKEN]


def _ready(rows: list[BatchRow], by: User, scope: str) -> list[Ready]:
    """The rows with their drafts. What came into the bank meanwhile is `same` now; Refused where a
    question that would be changed is not what it was, or not the bank's of `scope` any more."""
    made: list[Ready] = []
    for row in rows:
        kept = unpacked(row.draft or {})
        if kept.row.draft:
            made.append((row, kept, kept.row.draft))
    there = _there({content_hash(draft) for row, _k, draft in made if row.before_id is None}, by)
    fresh = []
    for row, kept, draft in made:
        if row.outcome != Outcome.CHANGED and content_hash(draft) in there:
            row.outcome = Outcome.SAME
        else:
            fresh.append((row, kept, draft))
    found, changing = renamed(fresh, scope)
    changed = [row for row in rows if row.outcome == Outcome.CHANGED]
    if stale := [*_stale(changed, scope), *changing]:
        why = _("这些试题在预览之后被改过，请重新读取后再看：%s") % listed(stale[:20])
        raise refused(why)
    return found


def _there(digests: Collection[str], by: User) -> set[str]:
    """Which of these words stand in a question that `by` may see.

    Hardly any are anywhere: who may see them is asked of those alone, since answers may wait.
    """
    found: set[str] = set()
    for versions in _versions(digests):
        found.update(versions.values_list("content_hash", flat=True))
    seen: set[str] = set()
    for versions in _versions(found):
        mine = versions.filter(pk__in=grants.visible_versions(by).values("pk"))
        seen.update(mine.values_list("content_hash", flat=True))
    return seen


def _versions(digests: Collection[str]) -> Iterator[QuerySet[QuestionVersion]]:
    """The versions of these words, some at a time."""
    wanted = sorted(digests)
    for at in range(0, len(wanted), 500):
        yield QuestionVersion.objects.filter(content_hash__in=wanted[at : at + 500])


def _stale(rows: list[BatchRow], scope: str) -> list[str]:
    """The ids of questions that have other words by now, or went to another bank (10.1)."""
    found: list[str] = []
    for at in range(0, len(rows), 500):
        some = {row.question_id: (row.before_id, scope) for row in rows[at : at + 500]}
        questions = Question.objects.filter(pk__in=[pk for pk in some if pk])
        known = {q.pk: q for q in questions.only("ref", "newest", "scope")}
        found += [q.ref for pk, q in known.items() if some[pk] != (q.newest_id, q.scope)]
        found += [str(pk) for pk in some if pk not in known]
    return found


def undo(batch: Batch, *, by: User, now: datetime) -> list[str]:
    """Take a stored batch back within a day. Return the ids of questions that were left, since
    somebody went on with them. A second time changes nothing. Raises Refused, NotTheirs."""
    check(by, batch.scope)
    return _patiently(lambda: _undo(batch.pk, by, now))


def _undo(pk: int, by: User, now: datetime) -> list[str]:
    batch = Batch.objects.get(pk=pk)
    if batch.state == Batch.State.UNDONE:
        return list(batch.about.get("left", []))
    if not undoable(batch, now):
        raise refused(_("只能撤销 24 小时以内的导入"))
    back = TakingBack(by, now)
    back.prepare(list(batch.rows.all()))
    with transaction.atomic():
        locked = Batch.objects.select_for_update().get(pk=pk)
        if locked.state == Batch.State.UNDONE:
            return list(locked.about.get("left", []))
        run(back.statements)
        locked.state = Batch.State.UNDONE
        locked.about = {**locked.about, "left": back.left, "back": back.back}
        locked.save(update_fields=["state", "about"])
    return back.left


def undoable(batch: Batch, now: datetime) -> bool:
    stored = batch.state == Batch.State.STORED and batch.stored_at
    return bool(stored and batch.stored_at and now - batch.stored_at <= UNDO_WITHIN)


def counts(batch: Batch) -> dict[str, int]:
    """How many rows have each outcome, zeros included."""
    found = dict(batch.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome: found.get(outcome, 0) for outcome in Outcome.values}


def asks_truth(batch: Batch) -> bool:
    """Whether only the editor can say what 1 and 0 mean in the file."""
    notes = notes_of(batch.about.get("notes", []))
    return any(note.code == "truth_unknown" and note.level is Level.ERROR for note in notes)
