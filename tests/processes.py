"""Programs that tests start: found, in a process group of their own, ended in every way."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, Protocol

import pytest

ROOT = Path(__file__).resolve().parent.parent
# A server that dies is noticed at once; one that is slow has a machine that is busy.
START_S = 120


def free_port() -> int:
    """A TCP port of this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def found(name: str, *folders: str) -> str | None:
    """The path of a program, where it is installed."""
    path = os.pathsep.join([*folders, os.environ.get("PATH", "")])
    return shutil.which(name, path=path)


def program(name: str, *folders: str) -> str:
    """The path of an installed program. Skips the test without it; fails it when CI is set."""
    return found(name, *folders) or missing(f"{name} IS NOT INSTALLED (.ci/run installs it)")


def missing(what: str) -> NoReturn:
    """Skip the test for want of something; fail it when CI is set."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(f"{what}: this test did not run")


@contextlib.contextmanager
def talking(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """While inside, a process to talk with by lines, on pipes. It is killed at the end, and when it
    has been silent for too long: whoever waits for its line then reads an empty one."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as one:
        last = threading.Timer(START_S, one.kill)
        last.daemon = True
        last.start()
        try:
            yield one
        finally:
            last.cancel()
            one.kill()


def _said(path: Path) -> bytes:
    """What the system says of a process or a thread; nothing of one that has ended."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _command(number: str) -> bytes:
    """A process's command line; empty when it has ended."""
    return _said(Path(f"/proc/{number}/cmdline"))


def started_by(number: int, word: str) -> list[int]:
    """Numbers of the processes that a process started itself, by any of its threads, and whose
    command line has `word`. Threads may end while they are read."""
    lists = Path(f"/proc/{number}/task").glob("*/children")
    found = {child.decode() for one in lists for child in _said(one).split()}
    return [int(child) for child in found if word.encode() in _command(child)]


def ends(number: int) -> bool:
    """Whether the process ends, though nothing tells us of it: it is somebody else's child, who may
    have ended before it on a busy machine."""
    deadline = time.monotonic() + START_S
    while Path(f"/proc/{number}").exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.03)
    return True


class Started(Protocol):
    """What subprocess.Popen says of a process."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


class Process:
    """A server in a process group of its own, with its output in a file."""

    def __init__(self, log: Path, *, user: str | None = None) -> None:
        self.log = log
        self._user = user
        self._process: Started | None = None

    def spawn(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Start `command` with no terminal; its output is added to the log."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd="/" if self._user else ROOT,
                user=self._user,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    def children(self, word: str) -> list[int]:
        """Numbers of the processes that it started itself and whose command line has `word`."""
        return started_by(self.pid, word)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def output(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def wait_until(self, ready: Callable[[], bool], what: str) -> None:
        """Ask `ready` until it says yes; a server that dies or is late fails with its output."""
        deadline = time.monotonic() + START_S
        while not ready():
            if not self.running or time.monotonic() > deadline:
                state = "was too slow" if self.running else "died"
                self.stop()
                pytest.fail(f"{what} {state}. Its last words:\n{self.output()[-4000:]}")
            time.sleep(0.03)

    def send(self, number: signal.Signals, *, wait_s: float = 15) -> int | None:
        """Signal the whole group and wait for its end; returns the exit code, if it ever ran.
        Raises subprocess.TimeoutExpired when it goes on."""
        if self._process is None:
            return None
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)
        return self._process.wait(timeout=wait_s)

    def kill9(self) -> None:
        """End at once, as a power cut would: with all that it started in other groups."""
        others = self.children("") if self.running else []
        self.send(signal.SIGKILL)
        for number in others:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def stop(self) -> None:
        """End in any way; safe when it is gone already."""
        if self.running:
            self.kill9()
