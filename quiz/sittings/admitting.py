"""Letting phones in together: while some are at the database, whoever comes next waits for the next
round, which costs as much as one of them alone. A hall comes in at once."""

import asyncio
from collections import defaultdict

from quiz import background, threads
from quiz.rules.units import Millis
from quiz.seats import Denied
from quiz.sittings import entrance, rooms, store
from quiz.sittings.entrance import Wanted
from quiz.sittings.hall_seat import HallSeat
from quiz.sittings.room import Room

# So many in one transaction: the answers' writer waits for no more than these.
AT_ONCE = 100

Place = tuple[Room, HallSeat]
# Who waits, by the code they typed.
_waiting: defaultdict[str, list[tuple[Wanted, "asyncio.Future[Place]"]]] = defaultdict(list)
_busy: set[str] = set()


async def enter(code: str, token: str, team: int | None, now: Millis) -> Place:
    """The room of a code and the place in it. Raises NoSitting, Denied, what `rooms.opened` raises
    and database errors."""
    place: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
    _waiting[code].append((Wanted(token, team, now), place))
    if code not in _busy:
        _busy.add(code)
        background.spawn(_let_in(code))
    return await place


async def _let_in(code: str) -> None:
    """Let in whoever waits, until nobody does."""
    try:
        while waiting := _waiting.pop(code, []):
            now, later = waiting[:AT_ONCE], waiting[AT_ONCE:]
            if later:
                _waiting[code] = later
            await _together(code, now)
    finally:
        _busy.discard(code)


async def _together(code: str, waiting: list[tuple[Wanted, "asyncio.Future[Place]"]]) -> None:
    wanted = [one for one, _ in waiting]
    try:
        room = await rooms.opened(await threads.run(store.by_code, code))
        found = await threads.run(entrance.enter_all, room.row, room.plan, wanted)
    except Exception as error:  # noqa: BLE001 (each of them hears of it, as if alone)
        for _, place in waiting:
            if not place.done():
                place.set_exception(error)
        return
    for (_, place), one in zip(waiting, found, strict=True):
        if place.done():  # the line is gone
            continue
        if isinstance(one, Denied):
            place.set_exception(one)
        else:
            place.set_result((room, one))
