"""Closes attempts whose time ran out while nobody was connected, so that they count."""

import asyncio
import logging

from django.db import Error as DatabaseError
from django.db.models import Exists, OuterRef

from quiz import clock, play, threads
from quiz.journal import journal
from quiz.models import Attempt, Entry, EntryKind, PreparedRound
from quiz.plan import Plan, load
from quiz.rules.units import Millis
from quiz.seat import Player, Seat
from quiz.seats import seat_of

log = logging.getLogger(__name__)
# Odd, so that processes do not sweep in step. Half a minute late is early enough for a board.
EVERY_S = 29.3
AT_ONCE = 500
# A phone that answers in its last millisecond is served by its own process first.
MARGIN_MS = 5_000


async def sweep_for_ever() -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await sweep(clock.now())
        except DatabaseError:
            log.exception("sweep: the database did not answer")


async def sweep(now: Millis) -> int:
    """Close what ran out before `now` and return how many attempts were closed."""
    found = await threads.run(_overdue, now)
    for seat in found:
        play.close_overdue(seat, now)
    await journal.drain()
    return len(found)


def _overdue(now: Millis) -> list[Seat]:
    found: list[Seat] = []
    for code in PreparedRound.objects.values_list("round__code", flat=True):
        plan = load(code)
        found += [s for s in _unclosed(plan, now) if s.over(Millis(now - MARGIN_MS))]
    return found


def _unclosed(plan: Plan, now: Millis) -> list[Seat]:
    ended = plan.closes_at is not None and now > plan.closes_at
    if not ended and not plan.format.total_ms:
        return []
    latest = now if ended else now - plan.format.total_ms
    closing = Entry.objects.filter(attempt=OuterRef("pk"), slot=plan.length, kind=EntryKind.CLOSED)
    attempts = (
        Attempt.objects.filter(~Exists(closing), round=plan.round, opened_at__lt=latest)
        .select_related("contestant")
        .order_by("pk")[:AT_ONCE]
    )
    return [seat_of(attempt, plan, _player(attempt)) for attempt in attempts]


def _player(attempt: Attempt) -> Player:
    who = attempt.contestant
    return Player(who.pk, who.nickname, attempt.region_path, attempt.cohort)
