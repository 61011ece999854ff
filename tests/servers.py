"""Private servers for tests: the real programs, on free ports, with folders of their own.

A program that is not installed skips the test, loudly; with CI set it fails it.
"""

import atexit
import contextlib
import functools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from redis import Redis as Client

from tests import forks
from tests.folders import quick
from tests.made import migrated
from tests.processes import ROOT, START_S, Process, free_port, missing, program

# Whoever is asked and says nothing for so long is not well.
PATIENCE_S = 10
__all__ = [
    "ROOT",
    "PostgreSQL",
    "Process",
    "Redis",
    "WebServer",
    "free_port",
    "missing",
    "program",
]


class Redis(Process):
    """A redis-server that keeps nothing on disk, so that kill9 and start give an empty one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "redis.log")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.spawn(
            [
                program("redis-server"),
                *("--port", str(self.port), "--bind", "127.0.0.1"),
                *("--save", "", "--appendonly", "no", "--dir", str(self.log.parent)),
            ]
        )
        self.wait_until(self._answers, "redis-server")

    def client(self) -> "Client[bytes]":
        """Whoever asks a Redis that is stopped fails after a while instead of waiting for ever."""
        return Client.from_url(self.url, socket_timeout=PATIENCE_S, socket_connect_timeout=2)

    def empty(self) -> "Redis":
        """This Redis, running whatever the test before did with it, with nothing in it."""
        if not self.running:
            self.start()
        os.kill(self.pid, signal.SIGCONT)
        with self.client() as client:
            client.config_set("maxmemory", "0")
            client.flushall()
        return self

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


class PostgreSQL(Process):
    """A PostgreSQL cluster with every safety on; root hands it to another user, as it insists."""

    def __init__(self, folder: Path, *, forgetful: bool = False) -> None:
        """`forgetful` trades every safety for speed, where only the SQL is tried."""
        super().__init__(folder / "postgres.log", user=_servant())
        self._extra = ["-c", "fsync=off", "-c", "full_page_writes=off"] if forgetful else []
        # A socket's path may have 107 bytes; a test's folder may be longer.
        self._home = Path(tempfile.mkdtemp(prefix="pg-", dir=quick()))
        self.port = free_port()
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        self._folders = [str(folder) for folder in found]

    def start(self) -> None:
        """Start the cluster, made at the first call; after kill9 it recovers by itself."""
        data = self._home / "data"
        if not data.exists():
            self._make(data)
        options = ["-p", str(self.port), "-k", str(self._home), "-c", "listen_addresses=127.0.0.1"]
        command = [program("postgres", *self._folders), "-D", str(data), *options, *self._extra]
        self.spawn(command)
        self.wait_until(self._answers, "postgres")

    def _make(self, data: Path) -> None:
        initdb = program("initdb", *self._folders)
        if self._user:
            shutil.chown(self._home, self._user)
        options = ["-U", "contest", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(
            [initdb, "-D", str(data), *options],
            check=True,
            cwd="/",
            user=self._user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=START_S,
        )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _address(self, name: str) -> str:
        return f"postgres://contest@127.0.0.1:{self.port}/{name}"

    def url(self, name: str) -> str:
        """The address of database `name`, made empty (an older one of that name is dropped)."""
        self.make(name, "template1")
        return self._address(name)

    def make(self, name: str, model: str) -> str:
        """The address of database `name`, made anew as a copy of `model`, which nobody may use."""
        with impatient(self._address("postgres")) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{model}"'.encode())
        return self._address(name)

    @property
    def version(self) -> str:
        """Of its programs."""
        return Path(program("pg_dump", *self._folders)).resolve().parent.parent.name

    def dump(self, name: str) -> bytes:
        """All that is in database `name`, as SQL."""
        return self._run(["pg_dump", self._address(name)])

    def restore(self, name: str, dump: bytes) -> None:
        """Fill the empty database `name` with what `dump` said."""
        self._run(["psql", "-Xq1", "-v", "ON_ERROR_STOP=1", self._address(name)], dump)

    def _run(self, command: Sequence[str], said: bytes = b"") -> bytes:
        """What one of its programs prints when it is told `said`."""
        name, *options = command
        done = subprocess.run(
            [program(name, *self._folders), *options],
            check=True,
            input=said,
            stdout=subprocess.PIPE,
            timeout=START_S,
        )
        return done.stdout

    def has(self, name: str) -> bool:
        """Whether database `name` was made."""
        asked = "SELECT 1 FROM pg_database WHERE datname = %s"
        with impatient(self._address("postgres")) as connection:
            return connection.execute(asked, [name]).fetchone() is not None

    def kill9(self) -> None:
        """End every process of the cluster at once; its workers are in sessions of their own."""
        workers = self.children("") if self.running else []
        super().kill9()
        for number in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def stop(self) -> None:
        """End it, in time or by force, and remove it."""
        if self.running:
            try:
                self.send(signal.SIGINT)
            except subprocess.TimeoutExpired:
                self.kill9()
        shutil.rmtree(self._home, ignore_errors=True)


def impatient(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection for a test's own eyes, on which no statement takes longer than START_S."""
    limit = f"-c statement_timeout={START_S}s"
    return psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE_S, options=limit)


def _servant() -> str | None:
    """The user that runs PostgreSQL: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


# What the command line of a web server's writer has (quiz/journal/writer.py).
WRITER = "quiz.journal.writer"


class WebServer(Process):
    """`manage.py serve` on a free port, with a database of its own unless told otherwise.

    `real` has Python start anew for it where others may be copies (tests/forks.py); a demo always
    does, for its start is measured.
    """

    real = False

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder / "web.log")
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(folder),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **(environment or {}),
        }

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a management command on this server's data, whatever becomes of it."""
        return forks.run(["manage.py", *arguments], self.environment)

    def manage(self, *arguments: str) -> str:
        """Run a management command that has to succeed; returns what it prints."""
        done = self.command(*arguments)
        if done.returncode:
            pytest.fail(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def prepare(self, *commands: tuple[str, ...]) -> str:
        """Have the folder as the empty database and these commands leave it, without running them
        twice in this process; returns what the last one prints."""
        made, said = _made(*commands)
        shutil.copytree(made, self.folder, dirs_exist_ok=True)
        return said

    def start(self, *command: str) -> None:
        """Serve, and return when /health/live answers; `command` replaces `serve`.

        The database must be there: `prepare()` first.
        """
        address = ("--host", "127.0.0.1", "--port", str(self.port))
        told = ["manage.py", *(command or ("serve",)), *address]
        begin = forks.real if command or self.real else forks.fork
        with self.log.open("ab") as log:
            self._process = begin(told, self.environment, out=log, err=log)
        self.wait_until(self.live, "the web server")

    def live(self) -> bool:
        address = f"{self.url}/health/live"
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    def term(self, *, wait_s: float = 15) -> int | None:
        """Ask it to stop, as an operator would; returns its exit code."""
        return self.send(signal.SIGTERM, wait_s=wait_s)


@functools.cache
def _made(*commands: tuple[str, ...]) -> tuple[Path, str]:
    """A folder in which the commands have run, after `migrate`, and what the last one printed."""
    folder = Path(tempfile.mkdtemp(prefix="contest-made-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if not commands:
        shutil.copy(migrated(), folder / "contest.sqlite3")
        return folder, ""
    one = WebServer(folder)
    one.prepare(*commands[:-1])
    # The server checks itself when it starts; to do so takes twice as long as most commands.
    checked = () if commands[-1][0] == "shell" else ("--skip-checks",)
    return folder, one.manage(*commands[-1], *checked)
