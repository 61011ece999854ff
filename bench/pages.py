"""Public pages and answers that are kept encoded, beside a bare view; and how fresh they are.

`python -m bench.pages REQUESTS` measures the first in one process and prints JSON.
"""

import asyncio
import json
import sqlite3
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

from bench import stage
from bench.sizes import Sizes
from bench.table import Goal, Row
from tests.servers import ROOT

OPENS_AT = 1_789_776_000_000
PEOPLE = 20_000
# Results a second, and how many of them are stored at once.
RATE, AT_ONCE = 1_000, 50
CONTEST = """
from quiz.models import Contest, Round
from quiz.rules.formats import Format, plain
contest = Contest.objects.create(code="2026", title_zh="大赛", region_id="440000")
Round.objects.create(contest=contest, code="first", title_zh="初赛", format=plain(Format()),
    opens_at=1_789_776_000_000)
"""


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder:
        told = _told(folder)
        _prepare(folder, told)
        figures = json.loads(
            stage.python("bench.pages", str(sizes.requests), told=told).splitlines()[-1]
        )
        where = f"one process, {PEOPLE:,} people"
        for what in (
            "a board's page, of this tick",
            "a board's page, kept",
            "a board's page, 304",
            "50 rows as JSON, kept",
        ):
            goals = [Goal("floor", "<=", 2)] if "page" in what else []
            yield Row(what, where, "us", figures[what], figures["bare"], goals=goals)
        yield Row("a board's page, drawn anew", where, "us", figures["anew"], figures["bare"])
        yield from _freshness(folder, told, sizes)


def _told(folder: Path) -> dict[str, str]:
    told = stage.environment(f"sqlite:///{folder / 'contest.sqlite3'}", "uvicorn")
    return {**told, "DATA_DIR": str(folder)}


def _prepare(folder: Path, told: dict[str, str]) -> None:
    house = stage.House(folder, told)
    house.prepare()
    for command in (("load_regions",), ("shell", "-v0", "-c", CONTEST)):
        house.manage(*command)


def main(requests: int) -> None:
    import django

    django.setup()
    print(json.dumps(asyncio.run(_requests(requests))))


async def _requests(requests: int) -> dict[str, float]:
    from config.pages import application
    from leaderboard.public.front import Front

    pages = application()
    await asyncio.to_thread(_fill)
    page, answer = "/boards/2026/", "/api/boards/first/persons"
    tag = (await _ask(pages, page)).decode()
    return {
        "a board's page, of this tick": await _each(Front(pages), page, requests),
        "bare": await _each(pages, "/health/live", requests),
        "a board's page, kept": await _each(pages, page, requests),
        "a board's page, 304": await _each(pages, page, requests, tag),
        "50 rows as JSON, kept": await _each(pages, answer, requests),
        "anew": await _anew(pages, page, max(requests // 10, 3)),
    }


def _fill() -> None:
    """Boards of PEOPLE, held still: nobody follows the journal here."""
    from leaderboard import projector as projectors
    from quiz.events import AttemptClosed
    from quiz.models import Region

    projector = projectors.projector
    projector.catch_up(OPENS_AT)  # type: ignore[arg-type]
    projector.following = True
    paths = list(Region.objects.filter(kind="county").values_list("path", flat=True))
    ranked = projector.catalogue.codes["first"]
    events = [
        AttemptClosed(
            entry=n,
            attempt=n,
            round=ranked.id,
            contestant=n,
            try_no=0,
            score=n * 7_919 % 101,
            took_ms=60_000 + n * 104_729 % 90_000,
            finished_at=OPENS_AT + n,
            region_path=paths[n % len(paths)],
            cohort="youth",
            nickname=f"选手{n}",
        )
        for n in range(PEOPLE)
    ]
    projector.store(ranked).apply(events)


async def _ask(pages: Any, path: str, tag: str = "") -> bytes:
    """One request through all of Django; returns the tag of the answer."""
    path, _mark, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1"), *([(b"if-none-match", tag.encode())] if tag else [])]
    found: list[bytes] = []
    asked = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if asked.is_set():
            await asyncio.Event().wait()
        asked.set()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            if message["status"] not in (200, 304):
                raise RuntimeError(f"{path} was answered {message['status']}")
            found.extend(value for name, value in message["headers"] if name.lower() == b"etag")

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": headers,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    await pages(scope, receive, send)
    return found[0] if found else b""


async def _each(pages: Any, path: str, requests: int, tag: str = "") -> float:
    """Microseconds a request, after a few that are not counted."""
    for _ in range(5):
        await _ask(pages, path, tag)
    began = time.perf_counter()
    for _ in range(requests):
        await _ask(pages, path, tag)
    return (time.perf_counter() - began) / requests * 1e6


async def _anew(pages: Any, path: str, requests: int) -> float:
    """The same when each page is another one: nothing is kept of it."""
    spent = 0.0
    for n in range(requests):
        began = time.perf_counter()
        await _ask(pages, f"{path}?page={n + 2}")
        spent += time.perf_counter() - began
    return spent / requests * 1e6


def _freshness(folder: Path, told: dict[str, str], sizes: Sizes) -> Iterator[Row]:
    """From the moment a result is stored until the public answer counts it."""
    with stage.house(folder, told) as house:
        writer = Writer(folder / "contest.sqlite3", max(int(RATE * 5 * sizes.second_s), 200))
        lags = writer.run(f"{house.url}/api/boards/first/persons?size=20")
    where = f"uvicorn and SQLite, {RATE:,} results a second"
    what = "result stored to public answer"
    goals = [Goal("ours", "<=", 1_000)]
    yield Row(f"{what}, p50", where, "ms", lags[len(lags) // 2])
    yield Row(f"{what}, longest", where, "ms", lags[-1], goals=goals)


class Writer:
    """Another process's commits: closed papers of new people, RATE a second."""

    def __init__(self, database: Path, results: int) -> None:
        self._database = database
        self._results = results
        self._stored: list[tuple[int, float]] = []
        self._over = Event()

    def run(self, address: str) -> list[float]:
        """The lag of each batch in milliseconds, sorted."""
        _people(address)  # the process knows its boards by now
        thread = Thread(target=self._write)
        thread.start()
        seen: list[tuple[int, float]] = []
        until = time.monotonic() + self._results / RATE + 20
        while time.monotonic() < until:
            people = _people(address)
            seen.append((people, time.monotonic()))
            if people >= self._results:
                break
            self._over.wait(0.02)
        thread.join()
        return sorted(
            next(at for people, at in seen if people >= count) * 1000 - stored * 1000
            for count, stored in self._stored
        )

    def _write(self) -> None:
        begun = time.monotonic()
        with closing(sqlite3.connect(self._database, timeout=10)) as database:
            for first in range(0, self._results, AT_ONCE):
                with database:
                    for n in range(first, first + AT_ONCE):
                        _store(database, n + 1)
                self._stored.append((first + AT_ONCE, time.monotonic()))
                time.sleep(max(begun + (first + AT_ONCE) / RATE - time.monotonic(), 0))


def _people(address: str) -> int:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 (our own server's)
        return int(json.load(answer)["people"])


def _store(database: sqlite3.Connection, n: int) -> None:
    now = int(time.time() * 1000)
    database.execute(
        "INSERT INTO quiz_contestant (id, nickname, unit, guardian, bot, token_hash, joined_at,"
        " cohort_id, contest_id, region_id) VALUES (?, ?, '', 0, 0, ?, 0, 'youth', 1, '440106')",
        (n, f"选手{n}", f"token {n}"),
    )
    database.execute(
        "INSERT INTO quiz_attempt (id, round_id, contestant_id, try_no, book, form, region_path,"
        " cohort, opened_at) VALUES (?, 1, ?, 0, 0, 0, '440000/440100/440106', 'youth', ?)",
        (n, n, now),
    )
    database.execute(
        "INSERT INTO quiz_entry (attempt_id, slot, kind, seq, choice, took_ms, points,"
        " received_at, stored_at, xid) VALUES (?, 10, 3, 0, '', ?, ?, ?, ?, 0)",
        (n, 60_000 + n % 977, n * 37 % 101, now, now),
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(int(sys.argv[1]))
