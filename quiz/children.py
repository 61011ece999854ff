"""Commands of ours that run beside the server, each in a process of its own, and end with it.

What counts much and is read by few does so: in a thread of the server it would take the interpreter
from the event loop.
"""

import asyncio
import contextlib
import logging
import os
import select
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Final

from django.core.management.base import CommandParser
from django.db import Error as DatabaseError
from django.db import connections

from quiz import threads

log = logging.getLogger(__name__)
MANAGE: Final = Path(__file__).resolve().parents[1] / "manage.py"
# The child gives way to whoever answers phones.
POLITE: Final = 10
# How long a child waits for more before it ends: starting one costs a second.
IDLE_S: Final = 60.0
# The server has checked settings, addresses and templates: a child that reads all that again takes
# three times as long to begin.
CHECKED: Final = "--skip-checks"
# Its exit status when another server's child has the work.
ELSEWHERE: Final = 3
# Such work is left to it for a while.
LEAVE_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Work:
    """Something to be done by `manage.py COMMAND --idle SECONDS` while `waits` says there is some;
    looked at every `every_s` seconds."""

    command: str
    waits: Callable[[], bool]
    every_s: float


async def keep(work: Work) -> None:
    """Have a process do the work whenever there is some, for ever."""
    while True:
        await asyncio.sleep(work.every_s)
        try:
            if await threads.run(work.waits) and await _done(work.command) == ELSEWHERE:
                await asyncio.sleep(LEAVE_S)
        except DatabaseError as error:
            log.warning("%s is late: %s", work.command, error)
        except Exception:  # one broken round must not end the counting
            log.exception("%s failed, will be tried again", work.command)


async def _done(command: str) -> int:
    status = await run(command, "--idle", str(IDLE_S))
    if status not in (0, ELSEWHERE):
        log.error("%s ended with status %d", command, status)
    return status


async def run(*arguments: str) -> int:
    """Run `manage.py` with these arguments to its end and return its exit status.

    It is ended when this call is cancelled; and it can tell by `go_on` when this process is gone,
    however it ended, because its standard input ends then. Ctrl-C at our terminal is for us alone:
    the child has a session of its own (uvicorn's event loop knows no process groups).
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, str(MANAGE), *arguments, CHECKED),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        env=dict(os.environ),
        start_new_session=True,
    )
    try:
        return await child.wait()
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
            await child.wait()


def be_polite() -> None:
    """In the child: take the processor only when nobody else wants it."""
    os.nice(POLITE)


def idle_option(parser: CommandParser) -> None:
    """In the child: `--idle SECONDS`, with which `keep` calls every command of ours."""
    parser.add_argument(
        "--idle",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="go on until nothing came for so long, or whoever started this is gone",
    )


def go_on(step: Callable[[], bool], *, every_s: float, idle_s: float, polite: bool = True) -> None:
    """In the child: take steps, each of which says whether there was anything to do, until there
    was nothing for `idle_s` seconds or the parent is gone; 0 = one step only."""
    if polite:
        be_polite()
    idle = 0.0
    while idle <= idle_s:
        idle = 0.0 if _tried(step) else idle + every_s
        if not idle_s or _parent_gone(every_s):
            return


def _tried(step: Callable[[], bool]) -> bool:
    try:
        return step()
    except DatabaseError as error:
        log.warning("late: %s", error)
        return False


@contextlib.contextmanager
def beating(beat: Callable[[], None], every_s: float) -> Iterator[None]:
    """In the child: have `beat` called every few seconds, whatever step takes long; it has a line
    to the database of its own."""
    ended = Event()
    thread = Thread(target=_beat, args=(beat, every_s, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(beat: Callable[[], None], every_s: float, ended: Event) -> None:
    try:
        while not ended.wait(every_s):
            with contextlib.suppress(DatabaseError):  # the next beat comes soon enough
                beat()
    finally:
        connections.close_all()


def _parent_gone(seconds: float) -> bool:
    """Wait so long, or until the parent is gone."""
    ended, _, _ = select.select([sys.stdin], [], [], seconds)
    return bool(ended)
