"""What hosts and screens see beside the stage: the crowd, the host's desk, the boards.

Sent at most as often as the rows are looked at, newest only, one encoding for each language of
pages: places are named in it.
"""

import logging
import os
import resource
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import msgspec
from django.db import Error as DatabaseError
from msgspec import UNSET

from quiz import background, clock, threads
from quiz.hub import hub
from quiz.journal.queue import journal
from quiz.rules import hosting
from quiz.rules.hosting import NotNow
from quiz.rules.stage import State, natural
from quiz.sittings import boards, crowd, desk_frames, host, rooms, store, telling
from quiz.sittings.crowd import Answers
from quiz.sittings.desk_frames import Crowd, Desk, Health, Line
from quiz.sittings.room import Room, topic
from quiz.sittings.telling import PAGES, text_lang
from quiz.sockets import Socket

log = logging.getLogger(__name__)
LINES = 12


class Looked(NamedTuple):
    """What a look at the database found: `undo` = the command that may be taken back."""

    crowds: dict[str, Crowd]
    answers: Answers | None
    lines: list[Line]
    undo: str | None
    bots: int


# The last look at each room that the database answered.
_looked: WeakKeyDictionary[Room, Looked] = WeakKeyDictionary()


def look(room: Room) -> None:
    """Send what has changed to hosts and screens, if there are any; one look at a time."""
    listeners = [topic(kind, room.row.id, lang) for kind in ("host", "screen") for lang in PAGES]
    if any(hub.count(name) for name in listeners) and not room.looking:
        room.looking = True
        background.spawn(_look(room))


async def _look(room: Room) -> None:
    try:
        found = await _found(room)
        if found is None:
            return
        answers = _answers(room, found)
        for lang in PAGES:
            seen = msgspec.json.encode(found.crowds[lang])
            if room.sent.get(f"crowd {lang}") != seen:
                room.sent[f"crowd {lang}"] = seen
                for kind in ("screen", "host"):
                    hub.broadcast(topic(kind, room.row.id, lang), seen, kind="crowd")
            name = topic("host", room.row.id, lang)
            if hub.count(name):
                frame = _desk(room, text_lang(lang), found, answers)
                hub.broadcast(name, desk_frames.write(frame), kind="desk")
    finally:
        room.looking = False


async def _found(room: Room) -> Looked | None:
    """What there is; while the database is away what was there last, with the health of now."""
    try:
        _looked[room] = await threads.run(_read, room)
    except DatabaseError as error:
        log.warning("sitting %d: the desk could not be read: %s", room.row.id, error)
    return _looked.get(room)


def _read(room: Room) -> Looked:
    row = room.row
    names = {lang: {path: each[lang] for path, each in room.names.items()} for lang in PAGES}
    inside = crowd.inside(row.id)
    crowds = {lang: inside.crowd(row.version, row.region, names[lang]) for lang in PAGES}
    slot = row.stage.slot
    answers = crowd.answers(row.id, slot, room.paper[slot]) if slot >= 0 else None
    undo = host.undo_of(row, clock.now())
    lines = [
        Line(one.version, one.at, one.who, one.do, one.told) for one in store.lines(row.id, LINES)
    ]
    return Looked(crowds, answers, lines, undo, inside.bots)


def _desk(room: Room, lang: str, found: Looked, answers: Answers | None) -> Desk:
    at, row, pending = room.row.stage, room.row, boards.pending(room)
    current = telling.content(room.plan, row, at.slot, lang) if at.slot >= 0 else {}
    coming = at.slot + 1 if not at.last and at.state is not State.CLOSED else None
    q: Any = current.get("q", UNSET)
    order: Any = current.get("order")
    return Desk(
        row.version,
        clock.now(),
        natural(at, over=room.tally.over(at), pending=pending),
        found.undo,
        can(room),
        answers.count if answers else 0,
        room.presence.everywhere(clock.now()),
        answers.counts if answers else [],
        health(room),
        found.lines,
        at.autopilot,
        found.bots,
        [msgspec.to_builtins(stop) for stop in at.stops],
        q,
        order,
        telling.reveal(room.plan, row, room.tally, at.slot, lang) if at.slot >= 0 else None,
        room.paper[coming].body[lang] if coming is not None else UNSET,
        pending,
        [msgspec.to_builtins(asked) for asked in at.askings],
    )


def _answers(room: Room, found: Looked) -> Answers | None:
    """Once the key is out the numbers of the screen: what came too late is none of them."""
    slot = room.row.stage.slot
    if slot not in room.tally.marks:
        return found.answers
    figures = room.tally.figures(slot)
    return Answers(figures.of, figures.counts)


def can(room: Room) -> list[str]:
    """The commands that the state allows now."""
    at = room.row.stage
    found = [
        do for do, rule in hosting.TABLE.items() if at.state in rule.states and _fits(room, do)
    ]
    return [*found, *host.PEOPLE]


def _fits(room: Room, do: str) -> bool:
    """Commands without anything to fill in are tried; the others are offered by their state."""
    if do in ("extend", "exclude", "include", "exclude_again", "rule", "restore", "close"):
        return True
    try:
        hosting.apply(
            room.row.stage, hosting.Command(do, sure=True), clock.now(), host.pace_of(room.plan)
        )
    except NotNow:
        return False
    return True


def health(room: Room) -> Health:
    """This server as the host needs to know it."""
    now = clock.now()
    here = room.presence
    slowest, backlog = room.slowest, journal.backlog
    return Health(
        here.everywhere(now),
        slowest,
        backlog,
        not journal.stuck,
        here.processes(now),
        lines_left(),
        here.screens_everywhere(now),
    )


def lines_left() -> int:
    """How many more files, connections among them, this process may open; 0 = nobody new comes in.
    The kernel gives the lowest number that is free."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        number = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return 0
    os.close(number)
    return max(0, most - number - 1)


async def welcome_screen(room: Room, socket: Socket) -> None:
    """What a screen that has just come needs beside the stage."""
    await _welcome(room, socket, full=False)


async def welcome_host(room: Room, socket: Socket) -> None:
    """What a console that has just come needs beside the stage; its desk follows at once."""
    await _welcome(room, socket, full=True)
    look(room)


async def _welcome(room: Room, socket: Socket, *, full: bool) -> None:
    lang = getattr(socket, "lang", PAGES[0])
    crowds, *_ = await threads.run(_read, room)
    socket.push(desk_frames.write(crowds[lang]))
    socket.push(desk_frames.write(boards.board(room, lang, full=full)))


def tell_boards(room: Room) -> None:
    """Send the boards as they stand: the public one to screens, the whole one to hosts."""
    for kind, full in (("screen", False), ("host", True)):
        for lang in PAGES:
            name = topic(kind, room.row.id, lang)
            if hub.count(name):
                frame = boards.board(room, lang, full=full)
                hub.broadcast(name, desk_frames.write(frame), kind="board")
    look(room)


rooms.each_look(look)
rooms.each_turn(tell_boards)
