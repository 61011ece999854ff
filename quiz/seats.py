"""Finding and making seats in the database. Blocking: called in database threads only."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from django.db import IntegrityError, transaction

from quiz import plan as plans
from quiz.models import Attempt, Contestant, Entry, Round
from quiz.plan import Plan
from quiz.rules import choices, tries
from quiz.rules.attempt import Kept
from quiz.rules.units import Millis, Points
from quiz.seat import Player, Seat


class Denied(Exception):
    """A phone may not do this; `code` is one of docs/protocol.md's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Entrance:
    """A contestant at the door of a round: who, which round, when papers were opened, the last
    seat.
    """

    player: Player
    plan: Plan
    opened: list[Millis]
    seat: Seat | None


# Two phones of one contestant in one process sit on the same seat.
_seats: WeakValueDictionary[int, Seat] = WeakValueDictionary()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def enter(token: str, round_code: str) -> Entrance:
    """The contestant of `token` at the round.

    Raises Denied: no_token, no_such_round, not_prepared.
    """
    who = (
        Contestant.objects.select_related("region")
        .filter(token_hash=token_hash(token), erased_at=None)
        .first()
    )
    if who is None:
        raise Denied("no_token")
    plan = _plan(round_code)
    if plan.contest != who.contest_id:
        raise Denied("no_such_round")
    player = Player(who.pk, who.nickname, who.region.path, who.cohort_id)
    attempts = list(_attempts(plan, player))
    seat = seat_of(attempts[-1], plan, player) if attempts else None
    return Entrance(player, plan, [Millis(a.opened_at) for a in attempts], seat)


def _plan(round_code: str) -> Plan:
    try:
        return plans.load(round_code)
    except Round.DoesNotExist:
        raise Denied("no_such_round") from None
    except plans.Unprepared:
        raise Denied("not_prepared") from None


def _attempts(plan: Plan, player: Player) -> Iterable[Attempt]:
    return Attempt.objects.filter(round=plan.round, contestant=player.contestant).order_by("try_no")


def seat_of(attempt: Attempt, plan: Plan, player: Player) -> Seat:
    """The seat of an attempt, the one in memory if there is one, with its entries read afresh."""
    seat = _seats.get(attempt.pk)
    if seat is None:
        paper = plan.paper(player.contestant, attempt.try_no, attempt.book, attempt.form)
        seat = Seat(attempt.pk, attempt.try_no, plan, player, Millis(attempt.opened_at), paper)
        seat = _seats.setdefault(attempt.pk, seat)
    seat.keep(entries(attempt.pk))
    return seat


def entries(attempt: int) -> list[Kept]:
    """Everything the journal holds of an attempt."""
    rows = Entry.objects.filter(attempt_id=attempt).values_list(
        "slot", "kind", "seq", "choice", "took_ms", "points", "stored_at"
    )
    return [
        Kept(slot, kind, seq, choices.read(choice), Millis(took), Points(points), Millis(stamp))
        for slot, kind, seq, choice, took, points, stamp in rows
    ]


def open_attempt(entrance: Entrance, try_no: int, now: Millis) -> Seat:
    """The seat of attempt `try_no`: a new one, or the one that is open, or an earlier one asked
    again.

    Opening spends the try. Raises Denied: not_open, round_closed, not_eligible, no_tries.
    """
    plan, player = entrance.plan, entrance.player
    attempts = list(_attempts(plan, player))
    opened = [Millis(attempt.opened_at) for attempt in attempts]
    if attempts:
        last = seat_of(attempts[-1], plan, player)
        if last.closed is None or try_no == last.try_no:
            return last
    _check_door(plan, player, now)
    if tries.tries_left(plan.format, opened, now) == 0:
        raise Denied("no_tries")
    return _new(plan, player, len(attempts), now)


def _check_door(plan: Plan, player: Player, now: Millis) -> None:
    if now < plan.opens_at:
        raise Denied("not_open")
    if plan.closes_at is not None and now >= plan.closes_at:
        raise Denied("round_closed")
    if plan.format.cohorts and player.cohort not in plan.format.cohorts:
        raise Denied("not_eligible")


def _new(plan: Plan, player: Player, try_no: int, now: Millis) -> Seat:
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
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
    except IntegrityError:  # the other device was quicker: sit down beside it
        attempt = Attempt.objects.get(round=plan.round, contestant=player.contestant, try_no=try_no)
    return seat_of(attempt, plan, player)
