"""Closes attempts whose time ran out while nobody was connected, so that they count."""

from django.db.models import Exists, OuterRef

from quiz import annulling, background, clock, play, readable, seats, threads
from quiz.journal import journal
from quiz.models import Attempt, Entry, EntryKind
from quiz.plan import Plan
from quiz.rules.formats import Mode
from quiz.rules.units import Millis
from quiz.seat import Player
from quiz.seats import Entrance, Found

# Odd, so that processes do not sweep in step. Half a minute late is early enough for a board.
EVERY_S = 29.3
AT_ONCE = 500
# A phone that answers in its last millisecond is served by its own process first.
MARGIN_MS = 5_000


async def sweep_for_ever() -> None:
    """Close what ran out, and store what closings have missed, for ever."""
    await background.for_ever("sweep", _look, every_s=EVERY_S)


async def _look() -> None:
    await sweep(clock.now())
    await threads.run(annulling.carry_out, clock.now())


async def sweep(now: Millis) -> int:
    """Close what ran out before `now` and return how many attempts were closed."""
    found = await threads.run(_overdue, now)
    for entrance, attempt in found:
        play.settle(seats.sit(attempt, entrance), now, None, lambda: None)
    await journal.drain()
    return len(found)


def _overdue(now: Millis) -> list[tuple[Entrance, Found]]:
    found: list[tuple[Entrance, Found]] = []
    for plan in readable.plans():
        found += [(_entrance(a, plan), seats.find(a)) for a in _unclosed(plan, now)]
    return found


def _unclosed(plan: Plan, now: Millis) -> list[Attempt]:
    """Attempts without a closing whose time is over; none of a round without an end. A hall's end
    with their sitting, whatever the round's hours are (quiz/sittings/closing.py)."""
    if plan.format.mode == Mode.LIVE:
        return []
    before = now - MARGIN_MS - plan.format.grace_ms
    ended = plan.closes_at is not None and before > plan.closes_at
    if not ended and not plan.format.total_ms:
        return []
    latest = before if ended else before - plan.format.total_ms
    closing = Entry.objects.filter(attempt=OuterRef("pk"), slot=plan.length, kind=EntryKind.CLOSED)
    unclosed = Attempt.objects.filter(~Exists(closing), round=plan.round, opened_at__lt=latest)
    return list(unclosed.select_related("contestant").order_by("pk")[:AT_ONCE])


def _entrance(attempt: Attempt, plan: Plan) -> Entrance:
    who = attempt.contestant
    player = Player(who.pk, who.nickname, attempt.region_path, attempt.cohort, who.unit)
    return Entrance(player, plan, [], None)
