"""Files of many questions are written by a process beside the server and handed on piece by piece.

Writing 20,000 questions takes five to nine seconds of an interpreter, which answers would wait for.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from django.contrib.auth.models import User

from questionbank import exporting
from questionbank.exporting import Left
from questionbank.filters import Filter
from questionbank.formats.registry import Format

# Up to so many questions are written by the server itself: a fifth of a second.
AT_ONCE: Final = 500
PIECE: Final = 64 * 1024
COMMAND: Final = "export_questions"
_MANAGE = Path(__file__).resolve().parents[1] / "manage.py"


class Broken(Exception):
    """The process did not come to its end: what was handed on is no whole file."""


def pieces(
    form: Format, wanted: Filter, user: User, today: date
) -> Iterator[bytes] | AsyncIterator[bytes]:
    """The file of the filter's questions that this user may take out, in pieces."""
    questions = exporting.rows(wanted, user, today)
    if questions.count() > AT_ONCE:
        return _beside(_command(form, wanted, user, today))
    return exporting.write(form, questions, exporting.held(user))


def left(form: Format, wanted: Filter, user: User, today: date) -> list[Left]:
    """What would not be in it, as exporting.left. Raises Broken."""
    questions = exporting.rows(wanted, user, today)
    if questions.count() <= AT_ONCE:
        return exporting.left(form, questions, exporting.held(user))
    command = [*_command(form, wanted, user, today), "--left"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)  # noqa: S603 (our own command)
    if done.returncode:
        raise Broken(COMMAND)
    return [exporting.in_words(one) for one in msgspec.json.decode(done.stdout, type=list[Left])]


def _command(form: Format, wanted: Filter, user: User, today: date) -> list[str]:
    said = [f"--user={user.get_username()}", f"--query={wanted.sound.text}", f"--day={today}"]
    return [sys.executable, str(_MANAGE), COMMAND, form.name, *said]


async def _beside(command: list[str]) -> AsyncIterator[bytes]:
    """What the process writes; it ends when nobody wants it any more."""
    child = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
    )
    try:
        while child.stdout and (data := await child.stdout.read(PIECE)):
            yield data
        if await child.wait():
            raise Broken(COMMAND)
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
