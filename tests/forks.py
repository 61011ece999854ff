"""Our programs as tests start them: copies of one process that has loaded Django (starter.py).

A copy is a process like any other, in a session of its own: it can be killed and stopped, and it
tells its exit code. What is left out is Python's own start and most of the imports, a second of
work each. What tries just these asks for `real`.
"""

import atexit
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from typing import IO, Any

from tests.processes import ROOT, START_S
from tests.starter import LONGEST

# Python and its libraries look at these when they start, and never again.
EARLY = ("LANG", "LC_", "LD_", "MALLOC_", "PYTHON", "TZ")
# Except for this one, which the copy heeds.
HEEDED = "PYTHONUNBUFFERED"


def early(environment: Mapping[str, str]) -> dict[str, str]:
    """What a start would heed and a copy cannot: where it differs from ours, none is made."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(EARLY) and name != HEEDED
    }


def can(environment: Mapping[str, str]) -> bool:
    """Whether a copy can have this environment, and is for a test: what is measured (bench/) starts
    as everybody's does."""
    wanted = "PYTEST_VERSION" in os.environ and hasattr(os, "pidfd_open")
    return wanted and early(environment) == early(os.environ)


class Fork:
    """A started copy, with those parts of subprocess.Popen that tests use."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._end = os.pidfd_open(pid)
        self._told = threading.Lock()
        weakref.finalize(self, os.close, self._end)

    def poll(self) -> int | None:
        """Its exit code, once it has ended; as with Popen its number is its own until then."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code. Raises subprocess.TimeoutExpired when it goes on for so many seconds."""
        code = self._ended(None if timeout is None else timeout * 1_000)
        if code is None:
            raise subprocess.TimeoutExpired(f"copy {self.pid}", timeout or 0)
        return code

    def kill(self) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self._end, signal.SIGKILL)

    def _ended(self, within_ms: float | None) -> int | None:
        end = select.poll()
        end.register(self._end, select.POLLIN)
        if self.returncode is None and end.poll(within_ms):
            with self._told:  # one thread may wait while another looks
                if self.returncode is None:
                    self.returncode = _starter().ask({"ended": self.pid})
        return self.returncode


class _Starter:
    """The line to this process's starter. Threads may ask at the same time."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LONGEST)
        number = str(theirs.fileno())
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.starter", number],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != HEEDED},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        self._one_at_a_time = threading.Lock()
        atexit.register(self._end)

    def ask(self, what: dict[str, Any], files: Sequence[int] = ()) -> int:
        with self._one_at_a_time:
            socket.send_fds(self._line, [json.dumps(what).encode()], list(files))
            return int(json.loads(self._line.recv(LONGEST)))

    def _end(self) -> None:
        self._line.close()
        self._process.wait()


@functools.cache
def _starter() -> _Starter:
    return _Starter()


def fork(
    command: Sequence[str], environment: Mapping[str, str], *, out: IO[bytes], err: IO[bytes]
) -> "Fork | subprocess.Popen[bytes]":
    """Have Python run `command` (-c CODE, or FILE ARGUMENTS) in a session of its own."""
    if not can(environment):
        return real(command, environment, out=out, err=err)
    told = {"command": list(command), "environment": dict(environment)}
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 (a device)
        files = [nothing.fileno(), out.fileno(), err.fileno()]
        return Fork(_starter().ask(told, files))


def real(
    command: Sequence[str], environment: Mapping[str, str], *, out: IO[bytes], err: IO[bytes]
) -> "subprocess.Popen[bytes]":
    """The same by a Python that starts as everybody's does."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        start_new_session=True,
    )


def run(
    command: Sequence[str], environment: Mapping[str, str], *, longest_s: float = START_S
) -> "subprocess.CompletedProcess[str]":
    """What came of it, as subprocess.run says it. Raises subprocess.TimeoutExpired when it takes
    longer; then it is killed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        one = fork(command, environment, out=out, err=err)
        try:
            code = one.wait(longest_s)
        finally:
            one.kill()
            one.wait()
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, code, out.read().decode(), err.read().decode())
