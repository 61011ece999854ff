"""Flags raised by themselves: a while after a round has closed, again when papers were closed later
than that look began, and each hour while it is open.

In a process of its own, as item statistics are counted (quiz/counter.py). One process has a round
at a time; a look that was broken off is begun again by whoever finds it, and raises nothing twice.
"""

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db.models import Q

from quiz import clock
from quiz.children import Work
from quiz.flags import flagging, late
from quiz.models import FlagLook, Round
from quiz.plan import Plan
from quiz.rules import formats
from quiz.rules.formats import Mode
from quiz.rules.units import Millis

MINUTE_MS: Final = 60_000
# A look that has not ended after so long was broken off: a million papers take minutes.
BROKEN_OFF_MS: Final = 60 * MINUTE_MS
# Rounds that closed longer ago are looked through by hand only.
LONG_AGO_MS: Final = 30 * 24 * 60 * MINUTE_MS


def due(now: Millis) -> list[str]:
    """The codes of the rounds to be looked through now, which nobody else looks through."""
    return [round_.code for round_, _look in _due(now)]


def waits() -> bool:
    """Whether there is any."""
    return bool(due(clock.now()))


def _due(now: Millis) -> Iterator[tuple[Round, FlagLook | None]]:
    begun = Q(closes_at=None) | Q(closes_at__gt=now - LONG_AGO_MS)
    rounds = Round.objects.filter(begun, opens_at__lte=now, prepared__isnull=False)
    looks = {look.round_id: look for look in FlagLook.objects.filter(round__in=rounds)}
    for round_ in rounds.order_by("pk"):
        look = looks.get(round_.pk)
        if _waits(round_, look, now):
            yield round_, look


def looked(plan: Plan) -> bool:
    """Whether somebody or the server has looked through all the closed papers of a round since its
    end; halls are not looked through."""
    if plan.format.mode is not Mode.PAPER:
        return True
    look = FlagLook.objects.filter(round=plan.round, ended_at__isnull=False).first()
    if look is None or plan.closes_at is None or look.began_at < plan.closes_at:
        return False
    return not late.any_closed(look, plan.length)


def next_look(round_: Round) -> int | None:
    """When the server looks through a round that ends or has ended, if it has to; None = never by
    itself."""
    look = FlagLook.objects.filter(round=round_, ended_at__isnull=False).first()
    return _ripe(round_.closes_at, look.began_at if look else None)


def _ripe(end: int | None, last: int | None) -> int | None:
    """So long after the end, and after a look that came then."""
    rest = int(settings.FLAGS_AFTER_MIN) * MINUTE_MS
    if end is None or not rest:
        return None
    return end + rest if last is None or last < end + rest else last + rest


def _waits(round_: Round, look: FlagLook | None, now: Millis) -> bool:
    """Whether its time has come, and nobody is at it."""
    if look is not None and look.ended_at is None and now < look.began_at + BROKEN_OFF_MS:
        return False
    length = _length(round_)
    last = look if look is not None and look.ended_at is not None else None
    if round_.closes_at is not None and now >= round_.closes_at:
        return length > 0 and _after_end(round_, length, last, now)
    every = int(settings.FLAGS_EVERY_MIN)
    since = round_.opens_at if last is None else last.began_at
    return length > 0 and every > 0 and now >= since + every * MINUTE_MS


def _after_end(round_: Round, length: int, last: FlagLook | None, now: Millis) -> bool:
    """Once, and then only for papers that were closed after the `last` look began."""
    due = _ripe(round_.closes_at, last.began_at if last else None)
    if due is None or now < due:
        return False
    if last is None or due == _ripe(round_.closes_at, None):
        return True
    return late.any_closed(last, length)


def _length(round_: Round) -> int:
    """How many questions a paper has of a ranked round that people play alone; 0 = it is none:
    halls are watched by those in them."""
    try:
        form = formats.read(round_.format)
    except formats.BadFormat:
        return 0
    return form.questions if form.mode is Mode.PAPER else 0


def look_through(now: Millis) -> str:
    """Look through the first round that is due; its code, "" when there is none."""
    for round_, look in _due(now):
        if _taken(round_, look, now):
            flagging.raise_for(round_.code, now)
            return round_.code
    return ""


def _taken(round_: Round, look: FlagLook | None, now: Millis) -> bool:
    """Whether the look is ours: of several processes one wins."""
    if look is None:
        _row, made = FlagLook.objects.get_or_create(round=round_, defaults={"began_at": now})
        return made
    as_read = FlagLook.objects.filter(pk=look.pk, began_at=look.began_at, ended_at=look.ended_at)
    return bool(as_read.update(began_at=now, ended_at=None))


FLAGS: Final = Work("raise_due_flags", waits, every_s=61.7)
