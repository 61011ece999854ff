"""Rounds whose settings can be read. Work that goes through all rounds goes on with the others."""

import logging
from typing import Any

from quiz.models import Round
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


def read(code: str, plain: Any) -> Format | None:
    """The settings of a round as they are stored; None, and a line in the log, for some that this
    version does not know."""
    try:
        return formats.read(plain)
    except BadFormat as error:
        _tell(code, error)
        return None


def plan(code: str) -> Plan | None:
    """A prepared round's plan; None, and a line in the log, when it cannot be read, also for books
    of another version, and for questions that are gone. Blocking: in database threads only."""
    try:
        found = load(code)
    except (ValueError, LookupError, Round.DoesNotExist) as error:
        _tell(code, error)
        return None
    _said.pop(code, None)
    return found


def _tell(code: str, error: Exception) -> None:
    """Once, until the round can be read or is broken otherwise."""
    if _said.get(code) != repr(error):
        log.error("round %s cannot be read and is left out", code, exc_info=error)
    _said[code] = repr(error)
