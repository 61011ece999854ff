"""The end of a sitting: every entrant's attempt is closed in the journal, as after a paper.

Blanks are written for what nobody answered, then the closings; sending either again changes
nothing, so whoever finds a closed sitting with open attempts may finish it. A rehearsal has none.
They wait until every answer that came in time is stored or refused: a blank never takes its place.
"""

import logging
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
from django.db.models import Exists, OuterRef

from quiz import background, clock, threads
from quiz.journal import sql
from quiz.journal.record import Record
from quiz.models import Attempt, Entry, EntryKind, Sitting
from quiz.rules.formats import BOUNDS
from quiz.rules.stage import Stage, State, settled
from quiz.rules.units import Millis
from quiz.sittings import late

log = logging.getLogger(__name__)
# Odd, so that processes do not look in step.
LOOK_S = 3.7
# Papers closed in one transaction: no phone waits for these, but its own answers' writer does.
AT_ONCE = 100
# Sittings seen to have nothing open: a close is never taken back, so none is looked at again, and
# a look costs the same after years of sittings.
_finished: set[int] = set()


def forget() -> None:
    """Look at every sitting again (a test changed the database)."""
    _finished.clear()


def came_in(sitting: int) -> None:
    """Somebody new is in a sitting: was it closed meanwhile, it is looked at again.

    Said after their row is stored: a look sees either the row or this. Blocking.
    """
    if Sitting.objects.filter(pk=sitting, state=State.CLOSED).exists():
        _finished.discard(sitting)


async def finish_for_ever() -> None:
    """Finish closed sittings soon after their end, and those that a stopped process left."""
    await background.for_ever("sittings", lambda: threads.run(finish, clock.now()), every_s=LOOK_S)


def finish(now: Millis) -> int:
    """Close what closed sittings have left open; how many attempts. Blocking."""
    done = 0
    for sitting in _left_open(now):
        try:
            done += _finish(sitting, now)
        except Exception:  # one broken hall must not keep the papers of the others open
            log.exception("sittings: %d could not be closed", sitting.pk)
    return done


def longest() -> Millis:
    """How long after the end of a hall's last question an answer to it may come onto the disk."""
    _least, grace = BOUNDS["grace_ms"]
    return late.longest(grace)


def _left_open(now: Millis) -> Iterator[Sitting]:
    closed = Sitting.objects.filter(state=State.CLOSED, rehearsal=False)
    for sitting in closed.exclude(pk__in=list(_finished)):
        if not _settled(sitting, now):
            continue
        # Said before it is looked at: whoever comes in later takes it back (came_in).
        _finished.add(sitting.pk)
        if _open_attempts(sitting):
            _finished.discard(sitting.pk)
            yield sitting


def _settled(sitting: Sitting, now: Millis) -> bool:
    """Whether no answer can come any more; of a stage that cannot be read nobody knows."""
    try:
        return settled(msgspec.convert(sitting.stage, Stage), now, longest())
    except msgspec.ValidationError:
        log.exception("sittings: %d cannot be read", sitting.pk)
        _finished.add(sitting.pk)
        return False


def _open_attempts(sitting: Sitting) -> list[int]:
    ends = Entry.objects.filter(attempt=OuterRef("pk"), kind=EntryKind.CLOSED)
    found = Attempt.objects.filter(~Exists(ends), entrant__sitting=sitting)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _finish(sitting: Sitting, now: Millis) -> int:
    attempts = _open_attempts(sitting)
    of = sitting.stage["of"]
    waiting = iter(attempts)
    while part := list(islice(waiting, AT_ONCE)):
        sql.add(_blanks(part, of, now), now)
        sql.commit([_closing(attempt, of, now) for attempt in part], now)
    return len(attempts)


def _blanks(attempts: Iterable[int], of: int, now: Millis) -> list[Record]:
    wanted = list(attempts)
    given = set(
        Entry.objects.filter(attempt__in=wanted, kind=EntryKind.ANSWER).values_list(
            "attempt_id", "slot"
        )
    )
    places = [(attempt, slot) for attempt in wanted for slot in range(of)]
    return [
        Record(attempt, slot, EntryKind.ANSWER, 0, "", 0, 0, now)
        for attempt, slot in places
        if (attempt, slot) not in given
    ]


def _closing(attempt: int, of: int, now: Millis) -> Record:
    return Record(attempt, of, EntryKind.CLOSED, 0, "", 0, 0, now)
