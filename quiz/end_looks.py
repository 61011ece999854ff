"""Looking up when rounds end, and having the seats of this process go by it.

Every process looks for itself, once a second for all rounds together: nothing is sent between
processes. One that has slept, or was cut off, looks before it writes by an end (quiz/ends.py).
"""

import asyncio
from types import SimpleNamespace

from django.db.models import Q

from quiz import clock, seats, threads
from quiz.ends import OVER_MS, Ends, known
from quiz.models import Round
from quiz.rules.units import Millis

# `task`: the look on its way, which all wait for who want one. `untold`: rounds whose phones have
# to hear of it.
_state = SimpleNamespace(task=None, untold=set[int]())


async def since(moment: Millis) -> None:
    """Return once a look has come back that began at `moment` or later. Raises DatabaseError."""
    while known.looked_at < moment:
        if _state.task is None or _state.task.done():
            began = Millis(max(clock.now(), moment))
            _state.task = asyncio.get_running_loop().create_task(_look(began))
        await asyncio.shield(_state.task)


def moved() -> set[int]:
    """The rounds that were found to end otherwise than their phones may think; each told once."""
    found: set[int] = set(_state.untold)
    _state.untold.clear()
    return found


async def _look(began: Millis) -> None:
    found = await threads.run(_read, Millis(known.looked_at - OVER_MS))
    news = known.learn(found, began)
    if news:
        seats.go_by_ends(news)
        _state.untold |= news


def _read(over: Millis) -> Ends:
    """The ends of all rounds that were not over by then."""
    rows = Round.objects.filter(Q(closes_at=None) | Q(closes_at__gt=over))
    found = rows.values_list("pk", "closes_at")
    return {one: None if end is None else Millis(end) for one, end in found}


def forget() -> None:
    """As a process that has looked nothing up yet."""
    known.forget()
    _state.task = None
    _state.untold.clear()
