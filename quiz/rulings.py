"""Rulings carried out: every closed attempt that a ruling is about is marked again, once.

The journal is only added to: an entry RULED holds the attempt's score by all rulings up to the
number in its `slot`. So a score is a function of the journal and of the rulings, whoever computes
it and however often; what was begun and broken off is simply gone on with.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from questionbank import papers
from questionbank.models import Ruling as Row
from quiz import background, clock, keys, readable, threads
from quiz.journal import sql
from quiz.journal.record import Record
from quiz.keys import Rulings
from quiz.models import Attempt, Entry, EntryKind, PreparedRound
from quiz.plan import Plan
from quiz.rules import choices, rulings
from quiz.rules.attempt import ANSWER, CLOSED, RULED
from quiz.rules.rulings import Answered, Ruling
from quiz.rules.units import Millis, Points

# Attempts of one transaction: some 60 ms of the database, so that answers hardly wait.
AT_ONCE = 500
# How soon a process marks by a ruling that another one confirmed.
LOOK_S = 0.97
# Attempts that were open at the confirmation are marked again this long after they are closed.
SWEEP_MS = 5_000
# Looking takes at most this part of the time, however many papers there are.
SWEEP_PART = 20
# After a round's end the last papers are closed by time within minutes; then it is looked at no
# more (remembered in this process: round, version, number).
OVER_MS = 3_600_000
_settled: set[tuple[int, int, int]] = set()
# Whether a prepared round (its number, its books' digest) asks a version: its books never change.
_asks: dict[tuple[int, str, int], bool] = {}

Paper = tuple[int, int, int, int, int]
_PAPER = ("pk", "contestant", "try_no", "book", "form")


class Tried(NamedTuple):
    """A closed attempt, whose it is, and its score as it would be."""

    attempt: int
    contestant: int
    score: Points


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the closed attempts that a ruling is about are marked by it."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done == self.total


def apply(number: int, now: Millis, *, most: int = AT_ONCE) -> int:
    """Mark up to `most` attempts again that ruling `number` is about; return how many were.

    0 = all that are closed by now are done. May be called by several processes at once, and again
    after a crash. Raises a database error when nothing was stored.
    """
    return next(_batches(number, now, most), 0)


def apply_all(now: Millis) -> int:
    """Mark everything again that is closed and waits for it; return how many attempts were."""
    keys.refresh()
    newest = sorted({those[-1].number for those in keys.held().by_version.values()}, reverse=True)
    # The newest first: it settles older ones of the same attempt, too.
    return sum(chain.from_iterable(_batches(number, now, AT_ONCE) for number in newest))


def _batches(number: int, now: Millis, most: int) -> Iterator[int]:
    """Mark batch by batch; how many attempts each had that no other process was quicker with."""
    keys.refresh()
    held = keys.held()
    for version, round_, code in _about(held, number):
        if (round_, version, number) in _settled:
            continue  # without its plan
        plan = readable.plan(code)
        if plan is None:
            continue
        waiting = _waiting(plan, version, number)
        for start in range(0, len(waiting), most):
            rows = _those(waiting[start : start + most], number)
            if rows:
                sql.add(_records(plan, rows, held, number), now)
                yield len(rows)
        if not waiting and plan.closes_at is not None and now > plan.closes_at + OVER_MS:
            _settled.add((plan.round, version, number))


def progress(number: int) -> Progress:
    """How far ruling `number` is carried out; attempts that are still open are not in it."""
    keys.refresh()
    done = total = 0
    for version, _round, code in _about(keys.held(), number):
        plan = readable.plan(code)
        if plan is None:
            continue
        for rows in _holding(plan, version):
            total += rows.count()
            done += rows.filter(Exists(_marked(number))).count()
    return Progress(done, total)


def trial(version: int, kind: str, those: Sequence[Any]) -> Ruling:
    """A ruling as it would be if it were confirmed now; nothing is stored."""
    keys.refresh()
    number = keys.held().last + 1
    text = papers.texts([version])[version]
    return keys.made(Row(version_id=version, kind=kind, keys=list(those), number=number), text)


def tried(plan: Plan, version: int, trial: Ruling, most: int) -> list[Tried] | None:
    """What each closed attempt that holds the version would come to under the `trial` ruling; None
    where more than `most` hold it."""
    held = keys.held().with_one(version, trial)
    rows = _attempts(_holding(plan, version), most + 1)
    if len(rows) > most:
        return None
    found: list[Tried] = []
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        entries = _entries([row[0] for row in part])
        found += [
            Tried(row[0], row[1], _score(plan, row, entries[row[0]], held, trial.number))
            for row in part
        ]
    return found


def holding(version: int) -> Iterator[Plan]:
    """The prepared rounds that may ask the version."""
    for _round, code in asking(version):
        plan = readable.plan(code)
        if plan is not None:
            yield plan


def asking(version: int) -> Iterator[tuple[int, str]]:
    """Number and code of each prepared round that may ask the version."""
    rows = PreparedRound.objects.order_by("pk").values_list("round", "round__code", "digest")
    for round_, code, digest in rows:
        place = (round_, digest, version)
        if place not in _asks:
            plan = readable.plan(code)
            if plan is None:
                continue
            _asks[place] = version in plan.questions
        if _asks[place]:
            yield round_, code


async def watch_for_ever() -> None:
    """Keep this process's rulings fresh, and mark again what was closed under an older key."""
    due = 0

    async def look() -> None:
        nonlocal due
        new, now = await threads.run(keys.refresh), clock.now()
        if keys.held().last and (new or now >= due):
            await threads.run(apply_all, now)
            due = clock.now() + max(SWEEP_MS, SWEEP_PART * (clock.now() - now))

    await background.for_ever("rulings", look, every_s=LOOK_S, at_once=True)


def _about(held: Rulings, number: int) -> Iterator[tuple[int, int, str]]:
    """The version of ruling `number`, with number and code of each round that asks it."""
    for version, those in held.by_version.items():
        if any(one.number == number for one in those):
            yield from ((version, *round_) for round_ in asking(version))


def _holding(plan: Plan, version: int) -> Iterator[QuerySet[Attempt]]:
    """The round's closed attempts at papers with the version, book by book: as one query SQLite's
    planner would read all papers of the round, of which there may be millions."""
    closing = Entry.objects.filter(attempt=OuterRef("pk"), slot=plan.length, kind=EntryKind.CLOSED)
    rows = Attempt.objects.filter(Exists(closing), round=plan.round)
    for book, sheets in enumerate(plan.books.books):
        forms = [form for form, versions in enumerate(sheets) if version in versions]
        if forms:
            yield rows.filter(book=book, form__in=forms)


def _waiting(plan: Plan, version: int, number: int) -> "array[int]":
    """The attempts that are closed and not marked yet, eight bytes each. Found once for all
    batches: each of them would go past all that those before it have marked."""
    left = (rows.filter(~Exists(_marked(number))) for rows in _holding(plan, version))
    numbers = (rows.values_list("pk", flat=True).iterator() for rows in left)
    return array("q", chain.from_iterable(numbers))


def _those(attempts: Sequence[int], number: int) -> list[Paper]:
    """Those of these attempts that nobody has marked meanwhile."""
    rows = Attempt.objects.filter(~Exists(_marked(number)), pk__in=list(attempts))
    return list(rows.values_list(*_PAPER))


def _marked(number: int) -> QuerySet[Entry]:
    """The attempt's markings by that ruling or a newer one."""
    ruled = Entry.objects.filter(attempt=OuterRef("pk"), kind=EntryKind.RULED)
    return ruled.filter(slot__gte=number)


def _attempts(books: Iterable[QuerySet[Attempt]], most: int) -> list[Paper]:
    """At most so many of them, whichever are found first."""
    found = (rows.values_list(*_PAPER)[:most] for rows in books)
    return list(islice(chain.from_iterable(found), most))


def _records(plan: Plan, rows: Sequence[Paper], held: Rulings, number: int) -> list[Record]:
    found = _entries([row[0] for row in rows])
    return [_record(plan, row, found[row[0]], held, number) for row in rows]


def _record(
    plan: Plan, row: Paper, entries: Mapping[int, Entry], held: Rulings, number: int
) -> Record:
    closing = entries[_CLOSING]
    points = _score(plan, row, entries, held, number)
    took, moment = closing.took_ms, closing.received_at
    return Record(row[0], number, RULED, 0, "", took, points, moment)


def _score(
    plan: Plan, row: Paper, entries: Mapping[int, Entry], held: Rulings, number: int
) -> Points:
    _attempt, contestant, try_no, book, form = row
    answers = []
    for slot, asked in enumerate(plan.paper(contestant, try_no, book, form)):
        entry, ruling = entries[slot], held.at(asked.version, number)
        choice = choices.read(entry.choice) if ruling else ()
        took, points = Millis(entry.took_ms), Points(entry.points)
        answers.append(Answered(points, asked.key, ruling, choice, took))
    return rulings.score(plan.format, answers)


# Where an attempt's closing is among its answers by slot.
_CLOSING = -1


def _entries(attempts: Sequence[int]) -> Mapping[int, Mapping[int, Entry]]:
    """The answers of each attempt by slot, and its closing."""
    rows = Entry.objects.filter(attempt__in=attempts, kind__in=(ANSWER, CLOSED))
    found: defaultdict[int, dict[int, Entry]] = defaultdict(dict)
    for entry in rows.defer("xid"):
        found[entry.attempt_id][_CLOSING if entry.kind == CLOSED else entry.slot] = entry
    return found
