"""Fills the count tables of item statistics from closed attempts, far from the hot path.

A follower of the journal with a place of its own in the database. Counts and place are stored in
one transaction under a turn that only one process gets, so every attempt is counted exactly once,
whoever dies when; in which order attempts come does not matter. Counted are ranked rounds, and of
each person only the first paper that holds a question: practice and repeats make questions look
easier. A choice counts as right by the key that was printed, whatever was ruled later: a ruling
mends scores, not what people thought.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from itertools import groupby
from typing import Final, NamedTuple

import msgspec
from django.db import Error as DatabaseError
from django.db.models import Q
from django.utils import timezone

from questionbank import papers, statistics, tallies
from questionbank.rules.functioning import group_of
from questionbank.rules.tally import Meeting, Tally, kept_choice
from questionbank.tallies import Elsewhere
from quiz import clock, journal_follow, threads
from quiz import plan as plans
from quiz.events import AttemptClosed
from quiz.journal_follow import Cursor
from quiz.models import Attempt, Entry, EntryKind, Round
from quiz.plan import Plan, Unprepared
from quiz.rules import choices, marking
from quiz.rules.formats import BadFormat

log = logging.getLogger(__name__)
# Attempts in one transaction: on SQLite answers wait while it writes, so it is short.
PAGE: Final = 200
# Statistics are for editors: a quarter of a minute is early enough.
EVERY_S: Final = 15.3
# Who lost a turn to another process leaves the counting to it for a while.
LEAVE_S: Final = 120.0
# Summaries made anew after each counting.
SUMMARIES: Final = 40


class Place(msgspec.Struct, frozen=True):
    """How far the journal is counted: the cursor, and the entries beyond it that are counted."""

    cursor: Cursor = Cursor()
    beyond: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What one reading brought."""

    tally: Tally
    place: Place
    attempts: int
    last: bool


class _Answer(NamedTuple):
    attempt: int
    slot: int
    choice: str
    took: int
    at: int


@dataclass
class _Papers:
    """The papers of everybody on one page, and which of their questions they met before."""

    plans: dict[int, Plan | None] = field(default_factory=dict)
    questions: dict[int, int] = field(default_factory=dict)

    def plan(self, round_: int) -> Plan | None:
        """The plan of a round that was prepared; None for one that cannot be played."""
        if round_ not in self.plans:
            code = Round.objects.values_list("code", flat=True).get(pk=round_)
            try:
                self.plans[round_] = plans.load(code)
            except (Unprepared, BadFormat):
                log.warning("statistics: round %s is not prepared, not counted", code)
                self.plans[round_] = None
        return self.plans[round_]

    def versions(self, attempt: Attempt) -> list[int]:
        plan = self.plan(attempt.round_id)
        return list(plan.books.books[attempt.book][attempt.form]) if plan else []

    def new(self, attempts: Sequence[Attempt]) -> dict[int, set[int]]:
        """For each attempt of one person the versions whose question no earlier paper held."""
        self._know({version for one in attempts for version in self.versions(one)})
        met: set[int] = set()
        found: dict[int, set[int]] = {}
        for attempt in sorted(attempts, key=lambda one: (one.opened_at, one.pk)):
            versions = self.versions(attempt)
            found[attempt.pk] = {one for one in versions if self.questions[one] not in met}
            met.update(self.questions[one] for one in versions)
        return found

    def _know(self, versions: set[int]) -> None:
        if unknown := versions - self.questions.keys():
            self.questions.update(papers.questions(unknown))


def count(limit: int = PAGE) -> Page:
    """Count the next page of closed attempts. Raises Elsewhere when another process just did."""
    text, turn = tallies.state()
    place = msgspec.json.decode(text, type=Place) if text else Place()
    page = read(place, limit, _Papers())
    if page.place != place or page.attempts:
        tallies.add(page.tally, msgspec.json.encode(page.place).decode(), turn)
    return page


def catch_up(limit: int = PAGE) -> int:
    """Count all that is closed now, and return how many attempts were new. Raises Elsewhere."""
    found = 0
    while True:
        page = count(limit)
        found += page.attempts
        if page.last:
            return found


def recount(
    heard: Callable[[int], None] = lambda _attempts: None, limit: int = 2_000
) -> tuple[Tally, Place]:
    """Count the whole journal from its beginning in memory, touching no table."""
    whole, place, known = Tally(), Place(), _Papers()
    while True:
        page = read(place, limit, known, whole)
        heard(page.attempts)
        place = page.place
        if page.last:
            return whole, place


def read(place: Place, limit: int, known: _Papers, tally: Tally | None = None) -> Page:
    """Count one page after `place` into `tally`, or into a new one; nothing is stored."""
    events, further = journal_follow.closed_since(place.cursor, limit)
    closings = _closings([event.entry for event in events])
    done = set(place.beyond)
    fresh = [one for one in events if one.entry in closings and one.entry not in done]
    counted = Tally() if tally is None else tally
    counted.add(_meetings(fresh, known))
    beyond = _beyond(further, done | {event.entry for event in fresh})
    return Page(counted, Place(further, beyond), len(fresh), len(events) < limit)


def _closings(entries: Sequence[int]) -> set[int]:
    """Those entries that close an attempt; others only change what a closed one scores."""
    rows = Entry.objects.filter(pk__in=entries, kind=EntryKind.CLOSED)
    return set(rows.values_list("pk", flat=True))


def _beyond(cursor: Cursor, counted: set[int]) -> tuple[int, ...]:
    """The counted entries that will be read again from this cursor, or from where a pass in the
    middle of which it stands goes back to."""
    again = Q(xid__gt=cursor.xid) | Q(xid=cursor.xid, pk__gt=cursor.entry)
    if cursor.back_to is not None:
        again = Q(xid__gte=cursor.back_to)
    rows = Entry.objects.filter(again, pk__in=counted)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def _meetings(events: Sequence[AttemptClosed], known: _Papers) -> Iterator[Meeting]:
    ranked = [one for one in events if (plan := known.plan(one.round)) and plan.format.ranked]
    new, attempts = _first(ranked, known)
    answers = _answers([event.attempt for event in ranked])
    zone = timezone.get_default_timezone()
    for event in ranked:
        plan = known.plan(event.round)
        if plan and event.attempt in attempts:
            attempt = attempts[event.attempt]
            given = answers.get(event.attempt, [])
            group = group_of(event.cohort, event.region_path)
            for one in _of(plan, attempt, given, group, zone):
                if one.version in new[event.attempt]:
                    yield one


def _first(
    events: Sequence[AttemptClosed], known: _Papers
) -> tuple[dict[int, set[int]], dict[int, Attempt]]:
    people = {event.contestant for event in events}
    rows = list(Attempt.objects.filter(contestant__in=people).order_by("contestant"))
    new: dict[int, set[int]] = {}
    for _person, theirs in groupby(rows, key=lambda one: one.contestant_id):
        new |= known.new(list(theirs))
    return new, {one.pk: one for one in rows}


def _answers(attempts: Sequence[int]) -> dict[int, list[_Answer]]:
    found: dict[int, list[_Answer]] = defaultdict(list)
    rows = Entry.objects.filter(attempt__in=attempts, kind=EntryKind.ANSWER)
    for row in rows.values_list("attempt_id", "slot", "choice", "took_ms", "received_at"):
        found[row[0]].append(_Answer(*row))
    return found


def _of(
    plan: Plan, attempt: Attempt, answers: Sequence[_Answer], group: str, zone: tzinfo
) -> Iterator[Meeting]:
    """What one attempt adds, as if all its questions were met first; only what was answered or
    left blank: a question that was never shown says nothing about itself."""
    paper = plan.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
    usable = [one for one in answers if one.slot < len(paper)]
    marks = {
        one.slot: marking.right(plan.format, paper[one.slot].key, choices.read(one.choice))
        for one in usable
    }
    whole = sum(marks.values())
    for one in usable:
        asked, right = paper[one.slot], marks[one.slot]
        choice = kept_choice(asked.kind, one.choice, right=right)
        yield Meeting(
            asked.version,
            group,
            len(paper),
            whole - right,
            choice,
            right,
            one.took,
            _day(one.at, zone),
        )


def _day(at: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(at / 1_000, UTC).astimezone(zone).date()


async def count_for_ever() -> None:
    """This process's counting, for ever; while another one counts it looks only now and then."""
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await threads.run(step)
        except Elsewhere:
            await asyncio.sleep(LEAVE_S)
        except DatabaseError as error:
            log.warning("statistics are late: %s", error)
        except Exception:  # one broken round must not end the counting
            log.exception("statistics: failed, will be tried again")


def step() -> int:
    """Count what is new and bring some summaries up to date. Raises Elsewhere."""
    found = catch_up()
    at = datetime.fromtimestamp(clock.now() / 1_000, UTC)
    statistics.refresh(at, most=SUMMARIES)
    return found
