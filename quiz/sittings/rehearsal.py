"""Rehearsals: sittings that leave nothing behind, and simulated people to try a hall with."""

import asyncio
import contextlib
import logging
import os
import sys
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from quiz import background, threads
from quiz.models import Attempt, Contestant, Entrant, Entry
from quiz.rules.hosting import NotNow
from quiz.rules.stage import Stage, State
from quiz.rules.units import Millis
from quiz.sittings import host, store
from quiz.sittings.protocol import Do
from quiz.sittings.store import Row, Told

log = logging.getLogger(__name__)
MOST_BOTS = 1_000
MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
# Bytes of what a process of bots said last: one line says why, unless it is a fault of ours.
LAST_WORDS = 2_000
_running: dict[int, asyncio.subprocess.Process] = {}


class Cleared(NamedTuple):
    """How many people were forgotten, and the version the sitting is at by it."""

    people: int
    version: int


async def clear_once(sitting: int, do: Do, who: str, now: Millis) -> int:
    """As a host commands it, once however often it is sent: returns the version it made. Raises
    Stale, and NotNow: confirm, no_rehearsal."""
    if not do.sure:
        raise NotNow("confirm")
    row = await threads.run(host.given_on, sitting, do)
    if isinstance(row, int):
        return row
    if row.rehearsal:
        await send_bots_home(sitting)
    return (await threads.run(clear, row, who, now, do.id)).version


def clear(row: Row, who: str, now: Millis, command: str = "") -> Cleared:
    """Forget everybody and every answer of a rehearsal, and stand before the first question again;
    the log stays, with the number that a host's `command` has. Raises Stale, and NotNow
    `no_rehearsal`. Blocking."""
    if not row.rehearsal:
        raise NotNow("no_rehearsal")
    with transaction.atomic():
        attempts = list(Entrant.objects.filter(sitting=row.id).values_list("attempt", "contestant"))
        Entrant.objects.filter(sitting=row.id).delete()
        papers = [attempt for attempt, _ in attempts]
        Entry.objects.filter(attempt__in=papers).delete()
        Attempt.objects.filter(pk__in=papers).delete()
        bots = Contestant.objects.filter(pk__in=[who for _, who in attempts], bot=True)
        bots.filter(attempts=None).delete()
        told = Told(who, "clear", {"id": command} if command else {}, now)
        version = store.change(row, Stage(of=row.stage.of), told)
    return Cleared(len(attempts), version)


async def bring_bots(row: Row, count: int, url: str) -> None:
    """Let `count` simulated people come in through the front door, in a process of their own; more
    of them replace the ones before. Raises NotNow: bad_command, not_open."""
    if not 0 <= count <= MOST_BOTS:
        raise NotNow("bad_command")
    if row.stage.state in (State.DRAFT, State.CLOSED):
        raise NotNow("not_open")
    await send_bots_home(row.id)
    if count:
        arguments = ["hall_bots", row.code, "--count", str(count), "--url", url]
        process = _running[row.id] = await asyncio.create_subprocess_exec(
            sys.executable,
            str(MANAGE),
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=dict(os.environ),
        )
        background.spawn(_until_it_ends(row.id, row.code, process))


async def _until_it_ends(sitting: int, code: str, process: asyncio.subprocess.Process) -> None:
    """What the bots see, the host sees on the desk; why they failed stands in their last words
    only, which the log repeats. Nobody asks that of those who were sent home."""
    said = b""
    while process.stdout and (more := await process.stdout.read(LAST_WORDS)):
        said = (said + more)[-LAST_WORDS:]
    status = await process.wait()
    if _running.get(sitting) is not process:
        return
    del _running[sitting]
    if status:
        words = said.decode(errors="replace").strip() or "no word"
        log.error("bots: the simulated people of hall %s ended with status %d: %s",
                  code, status, words)  # fmt: skip


async def send_bots_home(sitting: int) -> None:
    """End the simulated people of a sitting. They also end when this process does: they hold the
    other end of a pipe."""
    process = _running.pop(sitting, None)
    if process is not None and process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def send_all_home() -> None:
    """End all simulated people of this process's sittings (its stop)."""
    for sitting in list(_running):
        await send_bots_home(sitting)
