"""Taking attempts out of the count and putting them back: entries VOIDED, never edits.

Each step of an attempt is numbered. Whoever acts names the step that they saw as the next one, so
a form sent twice, or by two people, makes one step; what somebody did in between is not undone.

A step of a paper that is still open is an Annulment without an entry: the entry is stored in the
transaction of the closing (quiz/journal/sql.py), so that such a paper never counts for a moment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from quiz.models import Annulment, Attempt, Entry, EntryKind
from quiz.models.annulment import NOTE_LENGTH, RESTORING, Reason
from quiz.rules.units import Millis
from quiz.subtree import within

# Attempts of one call: its one transaction takes about a second, for which answers may wait.
MOST: Final = 2_000
# Parameters of one statement that every SQLite takes.
AT_ONCE: Final = 400

Steps = Mapping[int, int]
"""Attempts, and of each the step to be made: odd annuls, even restores."""


class Refusal(ValueError):
    """Nothing was done; `field` says what to mend: reason, note, attempts."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a step, in public: one of the list, and the organiser's own words."""

    reason: str
    note: str = ""


def annul(steps: Steps, why: Why, by: User, now: Millis) -> list[int]:
    """Take these attempts out of every count; return those that this call did it to.

    One that is open goes on, and is out from the moment of its closing. An attempt whose next step
    is another one by now is left as it is. All in one transaction, so all or none. Raises Refusal,
    for a step that restores, too.
    """
    return _make(steps, why, by, now, annuls=True)


def restore(steps: Steps, why: Why, by: User, now: Millis) -> list[int]:
    """Let these attempts count again as before; otherwise as `annul`."""
    return _make(steps, why, by, now, annuls=False)


def next_steps(attempts: Iterable[int], *, annuls: bool) -> dict[int, int]:
    """The step that would annul, or restore, each of these attempts for which there is one: what
    counts, or would once it is closed, can be annulled; what is annulled restored."""
    wanted = list(attempts)
    made, known = steps(wanted), _known(wanted)
    nexts = {one: made.get(one, 0) + 1 for one in wanted if one in known}
    return {one: step for one, step in nexts.items() if (step % 2 == 1) == annuls}


def steps(attempts: Collection[int]) -> dict[int, int]:
    """The last step of each of these attempts that has any."""
    rows = Annulment.objects.values_list("attempt_id")
    found: dict[int, int] = {}
    for part in _parts(attempts):
        found |= dict(rows.filter(attempt__in=part).annotate(last=Max("step")))
    return found


def annulled(attempts: Collection[int]) -> set[int]:
    """Those of these attempts that count nowhere now, nor once they are closed."""
    return {attempt for attempt, step in steps(attempts).items() if step % 2 == 1}


def still_open(attempts: Collection[int]) -> set[int]:
    """Those of these attempts that have no closing yet: their steps wait for it."""
    return set(attempts) - _closings(attempts).keys()


def carry_out(rows: Iterable[Annulment], now: Millis) -> int:
    """Store what a closing has missed of these steps without an entry; how many entries.

    That happens only when both were stored in the same instant: neither could see the other.
    """
    left = list(rows)
    closed = _closings({row.attempt_id for row in left})
    entries = [
        _entry(closed[row.attempt_id], row.step, now) for row in left if row.attempt_id in closed
    ]
    return len(Entry.objects.bulk_create(entries, batch_size=MOST, ignore_conflicts=True))


def without_entry() -> QuerySet[Annulment]:
    """Steps that are not in the journal: of open papers, and what a closing has missed."""
    theirs = Entry.objects.filter(attempt=OuterRef("attempt"))
    entry = theirs.filter(kind=EntryKind.VOIDED, slot=OuterRef("step"))
    return Annulment.objects.filter(~Exists(entry)).order_by("attempt", "step")


def last(attempt: int) -> Annulment | None:
    """The last step of the attempt with who and why; None when there is none."""
    return Annulment.objects.filter(attempt=attempt).order_by("step").last()


def of_round(round_: int, path: str) -> list[int]:
    """Every closed attempt of a round that was opened at or below a region path."""
    rows = Attempt.objects.filter(within([path], "region_path"), round=round_)
    closed = rows.filter(entries__kind=EntryKind.CLOSED)
    return list(closed.order_by("pk").values_list("pk", flat=True))


def _make(steps_: Steps, why: Why, by: User, now: Millis, *, annuls: bool) -> list[int]:
    check(steps_, why, annuls=annuls)
    # Before anything is locked: so a closing always stands before its steps in commit order.
    closed = _closings(steps_)
    with transaction.atomic():
        rows = _locked(steps_)
        made = steps(rows)
        due = [one for one in rows if made.get(one, 0) == steps_[one] - 1]
        Annulment.objects.bulk_create(
            Annulment(
                attempt_id=one,
                step=steps_[one],
                reason=why.reason,
                note=why.note,
                region_path=rows[one],
                by=by,
                who=by.get_username(),
                at=now,
            )
            for one in due
        )
        due_now = [one for one in due if one in closed]
        Entry.objects.bulk_create(_entry(closed[one], steps_[one], now) for one in due_now)
    waiting = set(due) - set(due_now)
    for part in _parts(waiting):
        carry_out(without_entry().filter(attempt__in=part), now)
    return due


def check(wanted: Steps, why: Why, *, annuls: bool) -> None:
    """Raises Refusal for what `annul` or `restore` would refuse."""
    if why.reason not in Reason.values or (why.reason in RESTORING) == annuls:
        raise Refusal("reason", f"{why.reason!r} is no reason to do this")
    if len(why.note) > NOTE_LENGTH or (why.reason == Reason.OTHER and not why.note.strip()):
        raise Refusal("note", "missing, or too long")
    if len(wanted) > MOST:
        raise Refusal("attempts", f"more than {MOST} at once")
    if any(step < 1 or (step % 2 == 1) != annuls for step in wanted.values()):
        raise Refusal("attempts", "a step that would do the opposite")


def _locked(wanted: Collection[int]) -> dict[int, str]:
    """The attempts' regions; nobody else makes a step of them until the transaction ends."""
    found: dict[int, str] = {}
    for part in _parts(wanted):
        rows = Attempt.objects.select_for_update().filter(pk__in=part).order_by("pk")
        found |= dict(rows.values_list("pk", "region_path"))
    return found


def _known(attempts: Collection[int]) -> set[int]:
    rows = Attempt.objects.values_list("pk", flat=True)
    return {one for part in _parts(attempts) for one in rows.filter(pk__in=part)}


def _closings(attempts: Collection[int]) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    for part in _parts(attempts):
        rows = Entry.objects.filter(attempt__in=part, kind=EntryKind.CLOSED)
        found |= {row.attempt_id: row for row in rows.defer("xid")}
    return found


def _entry(closing: Entry, step: int, now: Millis) -> Entry:
    return Entry(
        attempt_id=closing.attempt_id,
        slot=step,
        kind=EntryKind.VOIDED,
        choice="",
        took_ms=closing.took_ms,
        points=closing.points,
        received_at=closing.received_at,
        stored_at=now,
    )


def _parts(attempts: Collection[int]) -> Iterable[Sequence[int]]:
    wanted = sorted(attempts)
    return (wanted[n : n + AT_ONCE] for n in range(0, len(wanted), AT_ONCE))
