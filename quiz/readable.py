"""Rounds whose settings can be read. Work that goes through all rounds goes on with the others."""

import logging
from collections.abc import Iterator

from quiz.models import PreparedRound, Round
from quiz.plan import Plan, load
from quiz.rules import formats
from quiz.rules.formats import BadFormat, Format

log = logging.getLogger(__name__)
# What was said of a round, until it can be read: it is looked at several times a minute.
_said: dict[str, str] = {}


def form(round_: Round) -> Format | None:
    """The round's settings; None for some that this version does not know."""
    try:
        return formats.read(round_.format)
    except BadFormat:
        return None


def plans() -> Iterator[Plan]:
    """The plans of all prepared rounds, the oldest first. What cannot be read is left out and
    logged once. Blocking: called in database threads only."""
    for code in PreparedRound.objects.order_by("pk").values_list("round__code", flat=True):
        plan = _plan(code)
        if plan is not None:
            yield plan


def _plan(code: str) -> Plan | None:
    """None also for books of another version, and for questions that are gone."""
    try:
        plan = load(code)
    except (ValueError, LookupError, Round.DoesNotExist) as error:
        if _said.get(code) != repr(error):
            log.exception("round %s cannot be read and is left out", code)
        _said[code] = repr(error)
        return None
    _said.pop(code, None)
    return plan
