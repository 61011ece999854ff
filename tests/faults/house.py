"""A house for one test: a database with the stage in it, web servers, and whether all agree."""

import asyncio
import contextlib
import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import forks
from tests.faults import record, stage
from tests.faults.phone import Phone
from tests.faults.toxic import Toxic, Trap
from tests.house import shadow
from tests.house.audit import Ledger, audit
from tests.made import dumped, keep
from tests.processes import START_S
from tests.servers import PostgreSQL, WebServer

# A fault is over, for the boards, after this.
HEAL_S = 2.0
# So long may they take where four servers and two tests share two cores; usually it is a second.
AGREE_S = 8.0
# What a board shows of a standing, in the order of shadow.Line.
SHOWN = ("rank", "id", "score", "took_ms", "finished_at", "tries")
# Whoever closes a line politely waits this long for the other side.
HANG_UP_S = 5.0
SECRET = "only-for-tests-" * 4


Sittings = dict[str, dict[str, Any]]


def environment(**more: str) -> dict[str, str]:
    """What a production process is told, without TLS."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "127.0.0.1",
        "ORIGINS": "http://127.0.0.1",
        "HTTPS_ONLY": "0",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def elsewhere(
    module: str, function: str, url: str, folder: Path, *, longest_s: float = START_S
) -> Any:
    """What a function of a module returns (as JSON) in a process that has its data at `url`."""
    told = {**os.environ, **environment(DATABASE_URL=url, DATA_DIR=str(folder))}
    lines = ("import django, json", "django.setup()", f"import {module} as there",
             f"print(json.dumps(there.{function}()))")  # fmt: skip
    done = forks.run(["-c", "\n".join(lines)], told, longest_s=longest_s)
    assert done.returncode == 0, done.stderr[-4_000:]
    return json.loads(done.stdout.splitlines()[-1])


def fresh(server: PostgreSQL, name: str, folder: Path) -> str:
    """The address of database `name` on a server, made anew as the migrations leave it; they run
    once, and other servers are told what came of it (tests/made.py)."""
    if not server.has("migrated"):
        url, kept = server.url("migrated"), dumped(server.version)
        if kept.exists():
            server.restore("migrated", kept.read_bytes())
        else:
            elsewhere("tests.faults.set_up", "migrate", url, folder)
            keep(kept, server.dump("migrated"))
    return server.make(name, "migrated")


@dataclass
class House:
    """`url` names the database for the test's own eyes; servers may see it through a proxy.
    `sittings` has the codes of each, by name."""

    folder: Path
    url: str
    sittings: Sittings
    servers: list[WebServer] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    phones: list[Phone] = field(default_factory=list)
    # What a test opens besides, closed at the end.
    besides: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def server(self, **settings: str) -> WebServer:
        """One more web server, not started."""
        told = environment(**{"DATABASE_URL": self.url, **settings})
        made = WebServer(self.folder / f"web{len(self.servers)}", told)
        self.servers.append(made)
        return made

    async def open(self, count: int = 1, /, **settings: str) -> list[WebServer]:
        """Web servers, started together."""
        made = [self.server(**settings) for _ in range(count)]
        await asyncio.gather(*(asyncio.to_thread(server.start) for server in made))
        return made

    def phone(
        self, person: int, code: str, *, on: WebServer | int | None = None, device: int = 0
    ) -> Phone:
        """A phone of that person; on one server (or port), or on any of all."""
        urls = [server.url for server in self.servers]
        if on is not None:
            port = on if isinstance(on, int) else on.port
            urls = [f"http://127.0.0.1:{port}"]
        made = Phone(urls, stage.token(person), code, self.ledger, device=device)
        self.phones.append(made)
        return made

    @contextlib.asynccontextmanager
    async def load(self, code: str, phones: Sequence[Phone]) -> AsyncIterator[None]:
        """While inside, these phones play paper after paper; a phone that fails fails the test."""
        tasks = [asyncio.create_task(phone.play()) for phone in phones]
        await until(lambda: self.ledger.receipted > len(phones), "a first answer each")
        yield
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert [end for end in ended if not isinstance(end, asyncio.CancelledError)] == []

    def books(self, code: str) -> shadow.Books:
        return record.read(self.url, code)

    async def agree(self, code: str) -> shadow.Books:
        """Assert that nothing was lost, changed, doubled or invented, and that boards are right.

        Boards have AGREE_S to become so.
        """
        books = await asyncio.to_thread(self.books, code)
        report = audit(self.ledger, books)
        assert report.clean, str(report)[:3_000]
        assert shadow.faults(books) == []
        for server in self.servers:
            if server.running:
                await asyncio.to_thread(_boards_agree, server, code, books)
        return books

    async def close(self) -> None:
        """End whatever the test has left behind: lines, servers, tasks."""
        with self.besides:
            for server in self.servers:
                self.besides.callback(server.stop)
            goodbyes = [asyncio.ensure_future(phone.hang_up()) for phone in self.phones]
            if goodbyes:
                await asyncio.wait(goodbyes, timeout=HANG_UP_S)
        await _end({one for one in asyncio.all_tasks() if one is not asyncio.current_task()})


async def _end(tasks: set[asyncio.Task[Any]]) -> None:
    """Cancel them until they end: a word may be lost on the way (asyncio.wait_for loses some on
    Python 3.11), and the event loop says it only once at its own end, and then waits for ever."""
    for _ in range(20):
        if tasks:
            for task in tasks:
                task.cancel()
            _, tasks = await asyncio.wait(tasks, timeout=0.5)
    assert not tasks, f"who cannot be ended: {tasks}"


async def until(done: Callable[[], bool], what: str, *, within_s: float = 20.0) -> float:
    """Wait for `done`; returns the seconds it took."""
    started = time.monotonic()
    while not await asyncio.to_thread(done):
        assert time.monotonic() - started < within_s, f"not within {within_s} s: {what}"
        await asyncio.sleep(0.01)
    return time.monotonic() - started


async def sprung(trap: Trap) -> None:
    """Wait until the trap did its deed."""
    assert await asyncio.to_thread(trap.sprung.wait, 15), "nothing came by"


def through(url: str, line: Toxic) -> str:
    """The address of the same database or store, by way of the proxy."""
    return re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{line.port}", url)


def _boards_agree(server: WebServer, code: str, books: shadow.Books) -> None:
    deadline = time.monotonic() + AGREE_S
    while True:
        late = time.monotonic() > deadline
        if late:
            _compare(server, code, books)
            return
        with contextlib.suppress(AssertionError, OSError):
            _compare(server, code, books)
            return
        time.sleep(0.1)


def _compare(server: WebServer, code: str, books: shadow.Books) -> None:
    wanted = [(path, "") for path, _ in stage.REGIONS.values()]
    wanted += [(stage.REGIONS["440000"][0], cohort) for cohort in stage.COHORTS]
    for path, cohort in wanted:
        ask = f"persons?region={path}&size=1000" + (f"&cohort={cohort}" if cohort else "")
        shown = boards(server, code, ask)
        assert "rows" in shown, shown
        expected = shadow.board(books, path, cohort)
        lines = [shadow.Line(*(row[name] for name in SHOWN)) for row in shown["rows"]]
        assert lines == expected, f"{path} {cohort}: the board differs from the second count"
        assert not shown["late"]
        if not cohort:
            assert (shown["people"], shown["attempts"]) == shadow.counts(books, path)
    _compare_regions(server, code, books)


def _compare_regions(server: WebServer, code: str, books: shadow.Books) -> None:
    for row in boards(server, code, "regions")["rows"]:
        people, attempts = shadow.counts(books, row["id"])
        hidden = 0 < people < 10
        expected = (None, None) if hidden else (people, attempts)
        assert (row["people"], row["attempts"]) == expected
        assert row["few"] is hidden


def boards(server: WebServer, code: str, ask: str) -> Any:
    """What a server's REST says of a board."""
    return _get(f"{server.url}/api/boards/{code}/{ask}")


def health(server: WebServer) -> Any:
    """What an operator sees, also while not ready."""
    return _get(f"{server.url}/health/ready")


def _get(url: str) -> Any:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
