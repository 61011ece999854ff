"""Sealing and drawing that organisers ask for, done by a process beside the server.

Both read a row of every ticket, sealing one of every paper, which takes an interpreter for seconds
or minutes: answers would wait for it.
"""

from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from leaderboard.models.raffles import Raffle, RaffleErrand, Stage
from leaderboard.raffle import holding
from leaderboard.raffle.holding import CannotHold
from questionbank import errands
from questionbank.errand_kinds import Kind
from questionbank.models import Errand
from quiz import clock
from quiz.rules.units import Millis

State, What = RaffleErrand.State, RaffleErrand.What
KIND: Final = {What.SEAL: "raffle_seal", What.DRAW: "raffle_draw"}
REACHED: Final = {What.SEAL: (Stage.SEALED, Stage.DRAWN), What.DRAW: (Stage.DRAWN,)}
# What a process says it has done: begun, read the papers, stored the tickets.
STEPS: Final = holding.STORED + 1


def seal(row: Raffle, by: User, now: Millis) -> None:
    """Have the list sealed. Raises CannotHold: too_early, not_now, busy."""
    holding.may_seal(row, now)
    _ask(row, What.SEAL, by, now)


def draw(row: Raffle, beacon: str, by: User, now: Millis) -> None:
    """Have it drawn. Raises CannotHold: bad_field, not_now, busy."""
    _ask(row, What.DRAW, by, now, beacon=holding.may_draw(row, beacon))


def _ask(row: Raffle, what: RaffleErrand.What, by: User, now: Millis, beacon: str = "") -> None:
    working(row)  # one that is lost stands in nobody's way
    try:
        with transaction.atomic():
            made = RaffleErrand.objects.create(
                raffle=row, what=what, by=by, asked_at=now, beacon=beacon
            )
            errands.put(KIND[what], made.pk, by=by)
    except IntegrityError:
        raise CannotHold("busy") from None


def working(row: Raffle) -> RaffleErrand | None:
    """What is done for the raffle now. One that no process will come for any more is ended."""
    rows = RaffleErrand.objects.select_related("by")
    found = rows.filter(raffle=row, state=State.WORKING).first()
    if found is None or errands.there(found.pk, *KIND.values()):
        return found
    # It was done a moment ago, or is lost.
    _end(found, "lost")
    return None


def refused(row: Raffle) -> RaffleErrand | None:
    """The newest one, where nothing came of it: what was given up as lost may have been done."""
    last = RaffleErrand.objects.filter(raffle=row).last()
    if last is None or last.state != State.REFUSED or row.stage in REACHED[What(last.what)]:
        return None
    return last


def do(errand: Errand) -> None:
    """The process's part: all of it, or why there is nothing; twice it does nothing."""
    row = _row(errand)
    if row is None:
        return
    try:
        _work(row)
    except CannotHold as why:
        row.raffle.refresh_from_db(fields=["stage"])
        # A process that ended before it could say so, or was thought dead, has done it.
        done = why.code == "not_now" and row.raffle.stage in REACHED[What(row.what)]
        _end(row, "" if done else why.code)
    else:
        _end(row)


def give_up(errand: Errand) -> None:
    """It ended every process that did it."""
    if row := _row(errand):
        _end(row, "lost")


def _row(errand: Errand) -> RaffleErrand | None:
    rows = RaffleErrand.objects.select_related("raffle")
    return rows.filter(pk=errand.on, state=State.WORKING).first()


def _work(row: RaffleErrand) -> None:
    def tell(step: int) -> None:
        RaffleErrand.objects.filter(pk=row.pk).update(step=step)

    if row.what == What.SEAL:
        holding.seal(row.raffle, clock.now(), tell)
    else:
        tell(holding.BEGUN)
        holding.draw(row.raffle, row.beacon, clock.now())


def _end(row: RaffleErrand, problem: str = "") -> None:
    state = State.REFUSED if problem else State.DONE
    # A process that was thought dead may have ended it meanwhile: what that found stands.
    RaffleErrand.objects.filter(pk=row.pk, state=State.WORKING).update(
        state=state, problem=problem, step=STEPS, ended_at=clock.now()
    )


KINDS: Final = dict.fromkeys(KIND.values(), Kind(do, give_up))
