"""How the clock goes on after it stood. Source: contest regulations, section 11.3."""

from msgspec.structs import replace

from quiz.rules.stage import Asking, Stage
from quiz.rules.units import Millis


def asked_anew(stage: Stage, asked: Asking) -> Stage:
    """The stage with another window for a question that was asked."""
    askings = tuple(asked if one.slot == asked.slot else one for one in stage.askings)
    return replace(stage, askings=askings)


def go_on(stage: Stage, now: Millis) -> Stage:
    """The clock goes on: the open question has the time it had left, or still waits to open."""
    asked, place = stage.open, _standing(stage)
    if asked is None or place is None:
        return replace(stage, paused=False)
    stop = stage.stops[place]
    stood = now - stop.since
    waits = stop.since < asked.opens_at
    moved = Asking(
        asked.slot,
        Millis(asked.opens_at + stood) if waits else asked.opens_at,
        None if asked.closes_at is None else Millis(asked.closes_at + stood),
    )
    # Before the question was open nobody's time ran.
    ended = () if waits else (replace(stop, until=now),)
    stops = (*stage.stops[:place], *ended, *stage.stops[place + 1 :])
    return replace(asked_anew(stage, moved), paused=False, stops=stops)


def _standing(stage: Stage) -> int | None:
    """The number of the stop that has no end yet; others may have been added after it."""
    return next((n for n, stop in enumerate(stage.stops) if stop.until is None), None)
