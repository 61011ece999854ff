"""Servers to be measured, each a process of its own, and the load client beside them."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bench.sizes import Sizes
from tests.servers import ROOT, PostgreSQL, Process, Redis, WebServer, free_port

SERVERS = ("daphne", "uvicorn")
LOAD_S = 240


class House(WebServer):
    """The real server with the bench's own sockets added."""

    def start(self, *_command: str) -> None:
        self.spawn([sys.executable, "-m", "bench.server"], self.environment)
        self.wait_until(self.live, "the bench server")

    @property
    def sockets(self) -> str:
        return self.url.replace("http", "ws")


class Bare(Process):
    """The picows server of bench/floor_server.py."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "floor.log")
        self.port = free_port()
        self.sockets = f"ws://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.spawn([sys.executable, "-m", "bench.floor_server", str(self.port)])
        self.wait_until(self._answers, "the floor server")

    def _answers(self) -> bool:
        import socket

        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


S = TypeVar("S", House, Bare)


def environment(database: str, server: str, **more: str) -> dict[str, str]:
    """What a process of the bench is told."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": database,
        "WEB_SERVER": server,
        "SECRET_KEY": "only-for-the-bench-" * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "ORIGINS": "http://127.0.0.1",
        "HTTPS_ONLY": "false",
        "REDIS_URL": "",
        **more,
    }


def house(folder: Path, told: Mapping[str, str]) -> contextlib.AbstractContextManager[House]:
    """A running server; ended afterwards."""
    return _running(House(folder, told))


def bare(folder: Path) -> contextlib.AbstractContextManager[Bare]:
    """The floor server, running; ended afterwards."""
    return _running(Bare(folder))


@contextlib.contextmanager
def _running(server: S) -> Iterator[S]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Away with everything afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield Path(name)


@contextlib.contextmanager
def redis(where: Path) -> Iterator[Redis | None]:
    """A private Redis; None where it is not installed."""
    with _optional(lambda: Redis(where)) as server:
        yield server


@contextlib.contextmanager
def postgresql(where: Path) -> Iterator[PostgreSQL | None]:
    """A private PostgreSQL with every safety on; None where it is not installed."""
    with _optional(lambda: PostgreSQL(where)) as server:
        yield server


def database(server: PostgreSQL, name: str, folder: Path) -> str:
    """The address of database `name` there, with all tables and nothing in them. The migrations
    take six seconds of processor for each: they run once (tests/made.py)."""
    from tests.faults.house import fresh

    return fresh(server, name, folder)


@contextlib.contextmanager
def _optional(make: Any) -> Iterator[Any]:
    try:
        server = make()
        server.start()
    except (pytest.skip.Exception, pytest.fail.Exception) as reason:
        print(f"not measured: {reason}", file=sys.stderr)
        yield None
        return
    try:
        yield server
    finally:
        server.stop()


def seed(where: Path, told: Mapping[str, str], sizes: Sizes) -> None:
    """Fill the database that `told` names."""
    where.mkdir(parents=True, exist_ok=True)
    python(
        "bench.seed",
        str(sizes.contestants),
        str(sizes.questions),
        told={**told, "DATA_DIR": str(where)},
    )


def load(work: str, who: Mapping[str, Any], **more: Any) -> Any:
    """Run one piece of load in a process of its own and return what it measured.

    `who` are the fields of bench.load.Crowd.
    """
    printed = python("bench.load", json.dumps({"work": work, "who": who, **more}), told={})
    return json.loads(printed.splitlines()[-1])


def python(
    module: str, *arguments: str, told: Mapping[str, str], patience_s: float = LOAD_S
) -> str:
    """What a module of the bench prints when it is run by itself."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, **told},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=patience_s,
    )
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} failed:\n{done.stderr[-4_000:]}")
    return done.stdout
