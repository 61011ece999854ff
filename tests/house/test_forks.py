"""What tests start as a copy is what they would have started."""

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests import forks

pytestmark = [pytest.mark.servers]
TOLD = {name: value for name, value in os.environ.items() if name != forks.HEEDED}
WHAT = """
import asyncio, gc, json, locale, os, signal, sys, threading
from django.conf import settings
print(json.dumps({
    "environment": dict(os.environ), "folder": os.getcwd(), "command": sys.argv,
    "session": os.getsid(0) == os.getpgid(0) == os.getpid(), "name": __name__,
    "flags": [*map(str, sys.flags)][:8], "collector": (gc.isenabled(), gc.get_threshold()),
    "text": [(s.encoding, s.errors, s.write_through) for s in (sys.stdout, sys.stderr)],
    "signals": [str(signal.getsignal(n)) for n in (2, 13, 15)],
    "blocked": str(signal.pthread_sigmask(0, ())),
    "settings": settings.configured, "threads": threading.active_count(),
    "loop": "twisted.internet.reactor" in sys.modules, "rank": os.nice(0),
    "locale": locale.setlocale(locale.LC_ALL),
    "ours": [n for n in sys.modules if n.startswith("config.")],
    "input": os.readlink("/proc/self/fd/0"), "files": sorted(map(int, os.listdir("/proc/self/fd"))),
}))
"""


def said(begin: Callable[..., Any], code: str, **more: str) -> tuple[int, str, str]:
    """The exit code of a process, and what it printed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        one = begin(["-c", code], {**TOLD, **more}, out=out, err=err)
        ended = one.wait(60)
        out.seek(0)
        err.seek(0)
        return ended, out.read().decode(), err.read().decode()


def copied(code: str, **more: str) -> tuple[int, str, str]:
    """The same of one that is a copy."""
    one = forks.run(["-c", code], {**TOLD, **more})
    return one.returncode, one.stdout, one.stderr


@pytest.mark.parametrize("more", [{}, {"PYTHONUNBUFFERED": "1", "SECRET_KEY": "猫"}])
def test_it_begins_like_any_other_process(more: dict[str, str]) -> None:
    copy, other = (json.loads(said(begin, WHAT, **more)[1]) for begin in (forks.fork, forks.real))
    assert {
        what: (is_so, other[what]) for what, is_so in copy.items() if is_so != other[what]
    } == {}


@pytest.mark.parametrize(
    "code",
    [
        "pass",
        "import sys; sys.exit(3)",
        "import sys; sys.exit('why')",
        "print('half'); 1 / 0",
        "import atexit; atexit.register(print, 'last'); print('first')",
        "import os; os.kill(os.getpid(), 15)",
        "import os, signal; os.kill(os.getpid(), signal.SIGINT); input()",
        "import threading; threading.Timer(0.1, print, ['after']).start()",
    ],
)
def test_it_ends_like_any_other_process(code: str) -> None:
    (ended, out, err), wanted = copied(code), said(forks.real, code)
    # A traceback begins where the copy was made.
    assert (ended, out, err.splitlines()[-1:]) == (*wanted[:2], wanted[2].splitlines()[-1:])


def test_it_is_killed_with_its_group_and_says_by_what() -> None:
    wait = ["-c", "import time; time.sleep(99)"]
    with tempfile.TemporaryFile() as out:
        one = forks.fork(wait, TOLD, out=out, err=out)
        assert isinstance(one, forks.Fork)
        assert one.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            one.wait(0.01)
        os.killpg(one.pid, signal.SIGKILL)
        assert one.wait(60) == one.poll() == -signal.SIGKILL


def test_any_number_of_threads_may_ask_how_one_ended() -> None:
    with tempfile.TemporaryFile() as out, ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            one = forks.fork(["-c", "import sys; sys.exit(3)"], TOLD, out=out, err=out)
            assert list(threads.map(lambda _: one.wait(60), range(8))) == [3] * 8  # noqa: B023
