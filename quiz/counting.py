"""Fills the count tables of item statistics from closed attempts, far from the hot path.

A follower of the journal with a place of its own in the database. Counts and place are stored in
one transaction under a turn that only one process gets, so every attempt is counted exactly once,
whoever dies when; in which order attempts come does not matter. Counted are ranked rounds, and of
each person only the first paper that holds a question: practice and repeats make questions look
easier. A choice counts as right by the key and the rulings in force: the place holds the number of
the ruling by which the counts stand, and a newer one moves the counts first (quiz/recounting.py).
An annulled paper is taken away again, a restored one put back; either is an entry like a closing,
counted once. What its person met in it stays met.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec
from django.db.models import Q

from questionbank import statistics, tallies
from questionbank.rules.tally import Tally
from quiz import clock, recounting
from quiz.events import AttemptClosed
from quiz.journal import follow
from quiz.journal.follow import Cursor
from quiz.meetings import Closing, Papers, Ruled, meetings
from quiz.models import Entry

# Attempts in one transaction: on SQLite answers wait while it writes, so it is short.
PAGE: Final = 50
# Summaries made anew after each counting.
SUMMARIES: Final = 40


class Place(msgspec.Struct, frozen=True):
    """How far the journal is counted: the cursor, the entries beyond it that are counted, and the
    number of the newest ruling that the counts follow."""

    cursor: Cursor = Cursor()
    beyond: tuple[int, ...] = ()
    ruled: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What one reading brought: what to add to the counts, and what to take away from them."""

    tally: Tally
    less: Tally
    place: Place
    attempts: int
    last: bool


def count(limit: int = PAGE) -> Page:
    """Count the next page of closed attempts, or carry new rulings into the counts before that.

    Raises Elsewhere when another process just did.
    """
    text, turn = tallies.state()
    place = msgspec.json.decode(text, type=Place) if text else Place()
    # In the middle of a pass it is not known which entries of a late transaction are counted.
    if place.cursor.back_to is None and place.ruled != recounting.now().number:
        return _follow(place, turn)
    page = read(place, limit, Papers())
    if page.place != place or page.attempts:
        _store(page, turn)
    return page


def _store(page: Page, turn: int) -> None:
    if page.less.counts:
        tallies.change(page.less, page.tally, _words(page.place), turn)
    else:
        tallies.add(page.tally, _words(page.place), turn)


def _follow(place: Place, turn: int) -> Page:
    """Count again what newer rulings are about."""
    after = recounting.now()
    counted = recounting.up_to(place.cursor, place.beyond)
    less, more = recounting.change(counted, Ruled(after.held, place.ruled), after)
    there = Place(place.cursor, place.beyond, after.number)
    tallies.change(less, more, _words(there), turn)
    return Page(more, less, there, 0, last=False)


def _words(place: Place) -> str:
    return msgspec.json.encode(place).decode()


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
    whole, known = Tally(), Papers()
    place = Place(ruled=recounting.now().number)
    while True:
        page = read(place, limit, known)
        whole.put(page.tally)
        whole.take(page.less)
        heard(page.attempts)
        place = page.place
        if page.last:
            return whole, place


def read(place: Place, limit: int, known: Papers) -> Page:
    """Count one page after `place`; nothing is stored."""
    events, further = follow.closed_since(place.cursor, limit)
    done = set(place.beyond)
    fresh = [one for one in events if one.entry not in done]
    ruled = Ruled(recounting.now().held, place.ruled)
    more, less = (_tally(closings, known, ruled) for closings in _weighed(fresh))
    beyond = _beyond(further, done | {event.entry for event in fresh})
    there = Place(further, beyond, place.ruled)
    closed = sum(not (event.void or event.ruled) for event in fresh)
    return Page(more, less, there, closed, len(events) < limit)


def _tally(closings: Sequence[Closing], known: Papers, ruled: Ruled) -> Tally:
    tally = Tally()
    tally.add(meetings(closings, known, ruled))
    return tally


def _weighed(events: Sequence[AttemptClosed]) -> tuple[list[Closing], list[Closing]]:
    """The attempts of which more counts by these entries, and those of which less does. A closing
    and a restoring put an attempt in, an annulment takes it out, a ruling leaves it there."""
    moving = [event for event in events if not event.ruled]
    weights: Counter[int] = Counter()
    for event in moving:
        weights[event.attempt] += -1 if event.void % 2 else 1
    whose = {event.attempt: _closing(event) for event in moving}
    more = [whose[one] for one, weight in weights.items() if weight > 0]
    return more, [whose[one] for one, weight in weights.items() if weight < 0]


def _closing(event: AttemptClosed) -> Closing:
    whose = event.contestant, event.region_path, event.cohort
    return Closing(event.attempt, event.round, *whose)


def _beyond(cursor: Cursor, counted: set[int]) -> tuple[int, ...]:
    """The counted entries that will be read again from this cursor, or from where a pass in the
    middle of which it stands goes back to."""
    again = Q(xid__gt=cursor.xid) | Q(xid=cursor.xid, pk__gt=cursor.entry)
    if cursor.back_to is not None:
        again = Q(xid__gte=cursor.back_to)
    rows = Entry.objects.filter(again, pk__in=counted)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def waits() -> bool:
    """Whether anything may be new to the counts; looks only, at little cost."""
    text, _turn = tallies.state()
    place = msgspec.json.decode(text, type=Place) if text else Place()
    if place.ruled != recounting.now().number or statistics.stale():
        return True
    events, _further = follow.closed_since(place.cursor, len(place.beyond) + 1)
    return any(event.entry not in place.beyond for event in events)


def step() -> bool:
    """Count what is new and bring some summaries up to date; whether there was anything to do.

    Raises Elsewhere.
    """
    found = catch_up()
    at = datetime.fromtimestamp(clock.now() / 1_000, UTC)
    return statistics.refresh(at, most=SUMMARIES) > 0 or found > 0
