"""Finding and making seats in the database. Blocking: called in database threads only."""

import hashlib
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from sys import intern
from weakref import WeakValueDictionary

from quiz import ends, seats_sql
from quiz import plan as plans
from quiz.models import Attempt, Handover, Round
from quiz.plan import Plan
from quiz.rules import choices, extending, timing, tries
from quiz.rules.attempt import CLOSED, VOIDED, Kept
from quiz.rules.formats import BadFormat, Mode
from quiz.rules.units import Millis, Points
from quiz.seat import Player, Seat

log = logging.getLogger(__name__)


class Denied(Exception):
    """A phone may not do this; `code` is one of docs/protocol.md's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Found:
    """An attempt as the database holds it."""

    attempt: Attempt
    entries: list[Kept]

    @property
    def closed(self) -> bool:
        return any(entry.kind == CLOSED for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Entrance:
    """A contestant at the door of a round: who, which round, when papers were opened, the last."""

    player: Player
    plan: Plan
    opened: list[Millis]
    last: Found | None


# Two phones of one contestant in one process sit on the same seat. The event loop's alone.
_seats: WeakValueDictionary[int, Seat] = WeakValueDictionary()


def sit(found: Found, entrance: Entrance) -> Seat:
    """The seat of an attempt, the one in memory if there is one. On the event loop only.

    A seat made anew in the middle of an attempt starts with a small quota of network credit, so
    that coming back earns nothing.
    """
    attempt, player = found.attempt, entrance.player
    plan = ends.known.newest(entrance.plan)
    # The paper counts where it was opened, wherever its contestant lives by now.
    if (player.region_path, player.cohort) != (attempt.region_path, attempt.cohort):
        player = replace(player, region_path=intern(attempt.region_path), cohort=attempt.cohort)
    seat = _seats.get(attempt.pk)
    if seat is None:
        paper = plan.paper(player.contestant, attempt.try_no, attempt.book, attempt.form)
        opened_at = Millis(attempt.opened_at)
        seat = Seat(attempt.pk, attempt.try_no, plan, player, opened_at, paper)
        seat.quota = timing.QUOTA_REFILL if found.entries else timing.QUOTA_START
        _seats[attempt.pk] = seat
    elif extending.later(plan.closes_at, seat.plan.closes_at):
        seat.go_by(plan)
    seat.keep(found.entries)
    return seat


def go_by_ends(rounds: Collection[int]) -> None:
    """Have everybody who sits in one of these rounds go by its end as it is known now, if that is
    later. On the event loop only."""
    for seat in list(_seats.values()):
        if seat.plan.round in rounds:
            seat.go_by(ends.known.newest(seat.plan))


def misses(attempt: int, step: int) -> bool:
    """Whether somebody sits on the attempt in this process and its seat does not know of that step
    of annulling or restoring. On the event loop only."""
    seat = _seats.get(attempt)
    return seat is not None and not seat.holds(step, VOIDED)


def learn(attempt: int, entries: list[Kept]) -> Seat | None:
    """The seat of the attempt after it has taken in what the journal holds; None when nobody sits
    there or nothing was new to it. On the event loop only."""
    seat = _seats.get(attempt)
    return seat if seat is not None and seat.keep(entries) else None


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def enter(token: str, round_code: str) -> Entrance:
    """The contestant of `token` at the round.

    Raises Denied: no_token, moved, no_such_round, not_prepared, in_hall.
    """
    known = token_hash(token)
    who = seats_sql.by_token(known, round_code)
    if who is None:
        raise strange(known)
    plan = _plan(round_code)
    if plan.contest != who.contest:
        raise Denied("no_such_round")
    if plan.format.mode is Mode.LIVE:
        # Its questions open in the hall, one by one; here they would be open at once.
        raise Denied("in_hall")
    # A process has thousands of players and a few hundred regions: their paths are kept once.
    path, cohort = intern(who.region_path), intern(who.cohort)
    player = Player(who.contestant, who.nickname, path, cohort, who.unit)
    last = find(who.attempts[-1]) if who.attempts else None
    return Entrance(player, plan, [Millis(a.opened_at) for a in who.attempts], last)


def strange(token_hash: str) -> Denied:
    """What to say to a phone whose token is nobody's: whoever had it may have another phone now."""
    left = Handover.objects.filter(token_hash=token_hash).exists()
    return Denied("moved" if left else "no_token")


def _plan(round_code: str) -> Plan:
    try:
        return plans.load(round_code)
    except Round.DoesNotExist:
        raise Denied("no_such_round") from None
    except plans.Unprepared:
        raise Denied("not_prepared") from None
    except BadFormat:
        log.exception("round %s has a broken format", round_code)
        raise Denied("not_prepared") from None


def find(attempt: Attempt) -> Found:
    return Found(attempt, entries(attempt.pk))


def find_all(attempts: Iterable[Attempt]) -> list[Found]:
    """Each of these attempts as the database holds it, by one question to the journal."""
    found = {attempt.pk: Found(attempt, []) for attempt in attempts}
    for attempt, *row in seats_sql.entries_of(list(found)):
        found[attempt].entries.append(_kept(*row))
    return list(found.values())


def entries(attempt: int) -> list[Kept]:
    """Everything the journal holds of an attempt."""
    return [_kept(*row) for row in seats_sql.entries(attempt)]


def _kept(slot: int, kind: int, seq: int, choice: str, *numbers: int) -> Kept:
    took, points, stamp = numbers
    return Kept(slot, kind, seq, choices.read(choice), Millis(took), Points(points), Millis(stamp))


def open_attempt(entrance: Entrance, try_no: int, now: Millis) -> tuple[Entrance, Found]:
    """Attempt `try_no`: a new one, or the one that is open, or an earlier one asked for again.

    Opening spends the try. Returns the entrance with it counted. Raises Denied: no_such_try for a
    number after the next, which sent again would spend another; not_open, round_closed,
    not_eligible, no_tries.
    """
    entrance = replace(entrance, plan=_still_open(entrance.plan, now))
    plan, player = entrance.plan, entrance.player
    who = seats_sql.by_number(player.contestant, plan.code)
    if who is None:
        raise Denied("no_token")
    attempts = who.attempts
    opened = [Millis(attempt.opened_at) for attempt in attempts]
    if attempts:
        last = find(attempts[-1])
        if not last.closed or try_no == last.attempt.try_no:
            return replace(entrance, opened=opened), last
        if try_no < len(attempts):
            return replace(entrance, opened=opened), find(attempts[try_no])
    if try_no > len(attempts):
        raise Denied("no_such_try")
    # Where they live now: a phone may have been connected since before they moved.
    player = replace(player, region_path=intern(who.region_path), cohort=intern(who.cohort))
    _check_door(plan, player, now)
    if tries.tries_left(plan.format, opened, now) == 0:
        raise Denied("no_tries")
    found = Found(_new(plan, player, len(attempts), now), [])
    return replace(entrance, opened=[*opened, now]), found


def _still_open(plan: Plan, now: Millis) -> Plan:
    """The plan; as it is by now where the round may have been over without more time."""
    over = plan.closes_at is not None and now >= plan.closes_at
    return _plan(plan.code) if over else plan


def _check_door(plan: Plan, player: Player, now: Millis) -> None:
    if now < plan.opens_at:
        raise Denied("not_open")
    if plan.closes_at is not None and now >= plan.closes_at:
        raise Denied("round_closed")
    if plan.format.cohorts and player.cohort not in plan.format.cohorts:
        raise Denied("not_eligible")


def _new(plan: Plan, player: Player, try_no: int, now: Millis) -> Attempt:
    book, form = plan.deal(player.contestant, try_no)
    attempt = Attempt(
        round_id=plan.round,
        contestant_id=player.contestant,
        try_no=try_no,
        book=book,
        form=form,
        region_path=player.region_path,
        cohort=player.cohort,
        opened_at=now,
    )
    return seats_sql.open_attempt(attempt)
