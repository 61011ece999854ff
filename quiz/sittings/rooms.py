"""The rooms of one process: opened at the first socket, kept in step with their rows, let go."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import Error as DatabaseError

from quiz import background, clock, plan, threads
from quiz.hub import hub
from quiz.models import Region, Sitting, Team
from quiz.rules.called import called
from quiz.rules.units import Millis
from quiz.sittings import devices, stalls, store
from quiz.sittings.doorbell import Bell, doorbell
from quiz.sittings.room import Room, topic
from quiz.sittings.store import Row
from quiz.sittings.telling import LANGS, PAGES, Teams

log = logging.getLogger(__name__)
# One query for all rooms; without a doorbell another process is this late at most. Odd, so that
# processes do not look in step.
LOOK_S = 0.37
KEPT_MS = 60_000
# Where whoever starts next finds our clock.
CLOCK = "clock.json"

Give = Callable[[Room, str, str], None]
_rooms: dict[int, Room] = {}
_opening: dict[int, asyncio.Lock] = {}
_gives: list[Give] = []
_after_turn: list[Callable[[Room], None]] = []
_after_look: list[Callable[[Room], None]] = []


def commands_by(give: Give) -> None:
    """Have `give(room, command, who)` called for what the clock or the autopilot wants."""
    _gives[:] = [give]


def each_look(act: Callable[[Room], None]) -> None:
    """Have `act` called for each room in use after every look."""
    _after_look.append(act)


def each_turn(act: Callable[[Room], None]) -> None:
    """Have `act` called for a room each time it stands elsewhere or was counted anew."""
    _after_turn.append(act)


async def opened(row: Row) -> Room:
    """The room of a sitting, made and counted if this process has none yet. Raises what
    `plan.load` raises, and database errors."""
    async with _opening.setdefault(row.id, asyncio.Lock()):
        room = _rooms.get(row.id)
        if room is None:
            room = await _made(row)
            _rooms[row.id] = room
    room.used_at = clock.now()
    room.take(row)
    return room


async def _made(row: Row) -> Room:
    ready, teams, contest, names = await threads.run(_read, row)
    room = Room(row, ready, Teams(teams), contest, _gives[0])
    room.names = names
    room.turned = _turned
    await room.begin()
    return room


def _turned(room: Room) -> None:
    for act in _after_turn:
        act(room)


def _read(row: Row) -> tuple[plan.Plan, dict[int, str], str, dict[str, dict[str, str]]]:
    teams = dict(Team.objects.filter(sitting=row.id).values_list("pk", "name"))
    sitting = Sitting.objects.select_related("round__contest").get(pk=row.id)
    below = Region.objects.filter(parent__path=row.region)
    guests = Region.objects.filter(parent=None).exclude(path=row.region)
    names = {
        one.path: {lang: called(one, lang) for lang in PAGES}
        for one in (*below.order_by("path"), *guests)
    }
    return plan.load(row.round), teams, sitting.round.contest.code, names


async def look(now: Millis) -> None:
    """Bring every room to the version of its row; forget those where nobody is any more."""
    if not _rooms:
        return
    newest = await _versions()
    for room in list(_rooms.values()):
        try:
            await _look(room, newest, now)
        except Exception:  # one broken room must not keep the others waiting for what is due
            log.exception("sitting %d: the look failed, will be tried again", room.row.id)


async def _look(room: Room, newest: Mapping[int, int] | None, now: Millis) -> None:
    """`newest` = where the rows are; None while the database is away."""
    if newest is not None and newest.get(room.row.id, 0) > room.row.version:
        await refresh(room)
    if _used(room):
        room.used_at = now
        room.due()
        room.ring()
        for act in _after_look:
            act(room)
    elif newest is not None and (now - room.used_at > KEPT_MS or room.row.id not in newest):
        forget(room)
        return
    # Last: nothing that is due waits for the disk.
    if newest is not None:
        await _ask_the_disk(room, now)


async def _ask_the_disk(room: Room, now: Millis) -> None:
    """For what other processes stored, where that matters now: while answers may still come."""
    try:
        await room.count_late(now)
        await devices.look(room, now)
    except DatabaseError as error:
        log.warning("sitting %d: answers could not be looked for: %s", room.row.id, error)


async def _versions() -> dict[int, int] | None:
    """Where the rows are; None while the database is away: hosts must hear of that, too."""
    try:
        return await threads.run(store.versions, list(_rooms))
    except DatabaseError as error:
        log.warning("sittings: the rows could not be looked at: %s", error)
        return None


def in_use() -> list[Room]:
    """The rooms of this process."""
    return list(_rooms.values())


def _used(room: Room) -> bool:
    sitting = room.row.id
    return any(hub.count(topic("all", sitting, lang)) for lang in LANGS)


def forget(room: Room) -> None:
    """Let go of a room; its row holds everything."""
    room.stop()
    _rooms.pop(room.row.id, None)


def forget_all() -> None:
    """Let go of all rooms (the end of a test)."""
    for room in list(_rooms.values()):
        forget(room)
    _opening.clear()


async def refresh(room: Room, *, told: bool = False) -> None:
    """Read the row again and take it in; with `told`, wait until everybody was told."""
    room.take(await threads.run(store.by_id, room.row.id))
    if told:
        await room.told()


def tell_others(room: Room, version: int = 0) -> None:
    """Ring for the other processes: the row is at this version (0 = the one this process has)."""
    doorbell.ring(Bell(room.row.id, version=version or room.row.version))


def _hear(bell: Bell) -> None:
    room = _rooms.get(bell.sitting)
    if room is None:
        return
    if bell.version > room.row.version:
        background.spawn(refresh(room))
    elif not bell.version:
        room.heard(bell)


async def watch_for_ever() -> None:
    """Look at the rows a few times a second, and listen to the doorbell."""
    clock.go_on(settings.DATA_DIR / CLOCK)
    beating = asyncio.ensure_future(stalls.beat_for_ever())
    listening = asyncio.ensure_future(doorbell.listen_for_ever(_hear))
    try:
        while True:
            clock.keep(settings.DATA_DIR / CLOCK)
            await asyncio.sleep(LOOK_S)
            try:
                await look(clock.now())
            except Exception:  # a database away: rooms go on with what they know
                log.exception("sittings: the rows could not be looked at")
    finally:
        listening.cancel()
        beating.cancel()
