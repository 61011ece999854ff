"""Rounds whose settings can be read. Work that goes through all rounds goes on with the others."""

import logging
from typing import Any

from quiz.models import Round
from quiz.plan import Plan, load
from quiz.rules import formats
from quiz.rules.formats import BadFormat, Format

log = logging.getLogger(__name__)
# What was said of a round's settings (True), or of all else in its plan, until they can be read:
# rounds are looked at several times a minute.
_said: dict[tuple[str, bool], str] = {}


def form(round_: Round) -> Format | None:
    """The round's settings, as `read`."""
    return read(round_.code, round_.format)


def read(code: str, plain: Any) -> Format | None:
    """The settings of a round as they are stored; None, and a line in the log, for some that this
    version does not know."""
    try:
        found = formats.read(plain)
    except BadFormat as error:
        _tell(code, error)
        return None
    _said.pop((code, True), None)
    return found


def plan(code: str) -> Plan | None:
    """A prepared round's plan; None, and a line in the log, when it cannot be read, also for books
    of another version, and for questions that are gone. Blocking: in database threads only."""
    try:
        found = load(code)
    except (ValueError, LookupError, Round.DoesNotExist) as error:
        _tell(code, error)
        return None
    for settings in (True, False):
        _said.pop((code, settings), None)
    return found


def _tell(code: str, error: Exception) -> None:
    """Once, until the round can be read or is broken otherwise."""
    place = (code, isinstance(error, BadFormat))
    if _said.get(place) != repr(error):
        log.error("round %s cannot be read and is left out", code, exc_info=error)
    _said[place] = repr(error)
