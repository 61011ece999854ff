"""Commands of ours that run beside the server, each in a process of its own, and end with it."""

import asyncio
import contextlib
import os
import select
import sys
from pathlib import Path
from typing import Final

MANAGE: Final = Path(__file__).resolve().parents[1] / "manage.py"
# The child gives way to whoever answers phones.
POLITE: Final = 10


async def run(*arguments: str) -> int:
    """Run `manage.py` with these arguments to its end and return its exit status.

    It is ended when this call is cancelled; and it can tell by `wait` when this process is gone,
    however it ended, because its standard input ends then.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, str(MANAGE), *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        env=dict(os.environ),
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


def wait(seconds: float) -> bool:
    """In the child: wait, and say whether the parent is still there; at once when it is not."""
    ended, _, _ = select.select([sys.stdin], [], [], seconds)
    return not ended
