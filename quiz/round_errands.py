"""Previews and preparations that organisers ask for, done by a process beside the server.

Cutting a large pool into many books takes an interpreter for seconds, which answers would wait for.
"""

import logging
import secrets
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from questionbank import errands
from questionbank.errand_kinds import Kind
from questionbank.models import Errand
from quiz import clock, preparing, rounds
from quiz.models import PreparedRound, Round, RoundErrand
from quiz.preparing import Preview
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
State, What = RoundErrand.State, RoundErrand.What
KIND: Final = {
    What.PREVIEW: "round_preview",
    What.PREPARE: "round_prepare",
    What.AGAIN: "round_prepare",
}
# What is only tried out needs no secret.
TRIAL_SEED: Final = bytes(32)
# What a process says it has done: begun, cut the books, compared them.
STEPS: Final = 3


class Busy(ValueError):
    """Somebody's `errand` of the round is not done yet."""

    def __init__(self, errand: RoundErrand | None) -> None:
        self.errand = errand
        super().__init__("an errand of the round is under way")


def ask(round_: Round, what: RoundErrand.What, *, by: User, now: Millis) -> RoundErrand:
    """Have it done. Raises Busy while another one of the round is under way, and rounds.Ready for
    the preparation of a round that has its books."""
    if what == What.PREPARE and PreparedRound.objects.filter(round=round_).exists():
        raise rounds.Ready(f"round {round_.code} has its books")
    asked = {"what": what, "by": by, "asked_at": now, "format": round_.format}
    try:
        with transaction.atomic():
            made = RoundErrand.objects.create(round=round_, **asked)
            errands.put(KIND[what], made.pk, by=by)
    except IntegrityError as error:
        raise Busy(working(round_)) from error
    return made


def working(round_: Round) -> RoundErrand | None:
    """The round's errand that is under way. One that no process will come for any more is ended."""
    rows = RoundErrand.objects.select_related("by")
    found = rows.filter(round=round_, state=State.WORKING).first()
    if found and errands.there(found.pk, *KIND.values()) is None:
        # It was done a moment ago, or is lost; or the round was deleted, with all of its errands.
        found = rows.filter(pk=found.pk).first()
        if found and found.state == State.WORKING:
            _lost(found)
        return None
    return found


def do(errand: Errand) -> None:
    """The process's part: all of it, or the reason why there is nothing; twice it does nothing, nor
    for a round that was deleted."""
    row = _row(errand)
    if row is None:
        return
    try:
        _work(row)
    except preparing.REFUSALS as why:
        _end(row, State.REFUSED, problem=preparing.in_words(why))
    except Round.DoesNotExist:
        log.info("a round was deleted while its papers were cut")


def give_up(errand: Errand) -> None:
    """It ended every process that did it."""
    if row := _row(errand):
        _lost(row)


def _row(errand: Errand) -> RoundErrand | None:
    rows = RoundErrand.objects.select_related("round__contest__region")
    return rows.filter(pk=errand.on, state=State.WORKING).first()


def _work(row: RoundErrand) -> None:
    _tell(row, 1)
    if row.what == What.PREVIEW:
        prepared = PreparedRound.objects.filter(round=row.round_id).first()
        content = prepared.books if prepared else rounds.build(row.round, TRIAL_SEED)
        _tell(row, 2)
        _end(row, State.DONE, found=preparing.preview(content))
        return
    seed = secrets.token_bytes(32)
    content = rounds.build(row.round, seed)
    _tell(row, 2)
    found = preparing.preview(content)
    with transaction.atomic():
        rounds.hold(row.round)
        before = PreparedRound.objects.filter(round=row.round_id).first()
        once = row.what == What.PREPARE
        rounds.keep(row.round, content, seed=seed, now=clock.now(), once=once)
        # Whoever was told of the first promise finds in the record that it was replaced.
        said = _("原卷册指纹 %s") % before.digest if before else ""
        _end(row, State.DONE, problem=said, found=found)


def _tell(row: RoundErrand, step: int) -> None:
    RoundErrand.objects.filter(pk=row.pk).update(step=step)


def _end(
    row: RoundErrand, state: RoundErrand.State, *, problem: str = "", found: Preview | None = None
) -> None:
    # A process that was thought dead may have ended it meanwhile: what that found stands.
    RoundErrand.objects.filter(pk=row.pk, state=State.WORKING).update(
        state=state,
        problem=problem,
        found=found or {},
        step=STEPS,
        format=row.round.format,
        ended_at=clock.now(),
    )


def _lost(row: RoundErrand) -> None:
    _end(row, State.REFUSED, problem=_("没有做完，请再试一次。"))


KINDS: Final = dict.fromkeys(KIND.values(), Kind(do, give_up))
