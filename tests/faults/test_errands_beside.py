"""Large files of editors, by a real server: its own process pays nothing for them, and whatever is
killed in the middle, each file is read and stored whole, once."""

import asyncio
import json
import os
import signal
import sqlite3
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from quiz.errand_watch import ERRANDS
from tests.faults.house import until
from tests.processes import START_S
from tests.questionbank.import_files import table
from tests.servers import WebServer

pytestmark = pytest.mark.faults
SCOPE = "440000/440100"
ROWS = 2_000
# Of one second of the work's process, at most this much of the server's beside what it does when it
# has nothing to do: it is asked how far it is once a second.
PART = 0.25


def one_sentence(count: int) -> bytes:
    """Rows that are all alike, which are the dearest to judge."""
    return table(
        [
            ["", "单选题", f"某地今年第{n}号台风登陆时的最大风力是几级？",
             f"{n}级", f"{n + 1}级", f"{n + 2}级", f"{n + 3}级", "A", "因为如此。", ""]
            for n in range(count)
        ]
    )  # fmt: skip


class Desk:
    """An editor's tool at a server."""

    def __init__(self, web: WebServer) -> None:
        self.web = web
        self._secret = web.manage("api_token", "chen", "tests").strip()

    def ask(self, method: str, path: str, data: bytes | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "text/csv"}
        if method == "POST" and not path.startswith("?"):
            headers["Content-Type"] = "application/json"
        url = f"{self.web.url}/api/bank/imports{path}"
        asked = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.status, json.load(answer)

    def taken_out(self, form: str) -> bytes:
        """All questions in a file. Raises HTTPException when it is not whole."""
        url = f"{self.web.url}/api/bank/export?as={form}"
        asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {self._secret}"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            data: bytes = answer.read()
            return data

    async def done(self, pk: int) -> dict[str, Any]:
        """The batch when nobody is at it any more."""
        batch: dict[str, Any] = {}

        def over() -> bool:
            time.sleep(0.9)
            batch.update(self.ask("GET", f"/{pk}")[1])
            return not batch["doing"]

        await until(over, "the work", within_s=START_S)
        return batch


@pytest.fixture
def desk(web_server: Callable[..., WebServer]) -> Desk:
    web = web_server()
    web.prepare(("load_regions",), ("grant", "chen", "author", SCOPE))
    web.start()
    return Desk(web)


def workers(web: WebServer, command: str = ERRANDS.command) -> list[int]:
    """The processes that do the server's errands, or something else beside it."""
    return web.children(command)


def cpu_s(pid: int, *, children: bool = False) -> float:
    """Seconds of processor that a process took, or it and those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    ticks = sum(map(int, fields[11 : 15 if children else 13]))
    return ticks / os.sysconf("SC_CLK_TCK")


async def idle_part(web: WebServer, seconds: float = 4.0) -> float:
    """Of one second, what the server takes when nobody asks it anything."""
    before = cpu_s(web.pid)
    await asyncio.sleep(seconds)
    return (cpu_s(web.pid) - before) / seconds


def stored(web: WebServer) -> int:
    with sqlite3.connect(web.folder / "contest.sqlite3") as line:
        [(count,)] = line.execute("SELECT count(*) FROM questionbank_question")
    return int(count)


async def test_a_file_of_thousands_of_rows_costs_the_server_itself_next_to_nothing(
    desk: Desk,
) -> None:
    idle = await idle_part(desk.web)
    began, before = time.monotonic(), cpu_s(desk.web.pid)
    status, batch = desk.ask("POST", f"?scope={SCOPE}&name=a.csv", one_sentence(ROWS))
    assert (status, batch["doing"]) == (202, "reading")
    seen = await desk.done(batch["id"])
    assert (seen["state"], seen["done"], seen["counts"]["wrong"]) == ("preview", ROWS, 0)
    status, batch = desk.ask("POST", f"/{batch['id']}", b"{}")
    assert (status, batch["doing"]) == (202, "storing")
    assert (await desk.done(batch["id"]))["state"] == "stored"
    await taken_out_whole_or_not_at_all(desk)
    status, _batch = desk.ask("DELETE", f"/{batch['id']}")
    assert status == 202
    assert (await desk.done(batch["id"]))["state"] == "undone"
    server = cpu_s(desk.web.pid) - before - idle * (time.monotonic() - began)
    # Those that have ended, and the one that waits for more.
    work = cpu_s(desk.web.pid, children=True) - cpu_s(desk.web.pid)
    work += sum(cpu_s(pid, children=True) for pid in workers(desk.web))
    print(f"\n{ROWS} rows: {work:.1f} s of their process, {server:.2f} s of the server")  # noqa: T201
    assert server <= PART * work


async def taken_out_whole_or_not_at_all(desk: Desk) -> None:
    """A file of many is written beside the server; one whose writer died is cut off."""
    assert (await asyncio.to_thread(desk.taken_out, "jsonl")).count(b"\n") == ROWS
    coming = asyncio.create_task(asyncio.to_thread(desk.taken_out, "sheet"))
    await until(lambda: bool(workers(desk.web, "export_questions")), "a process")
    [pid] = workers(desk.web, "export_questions")
    os.kill(pid, signal.SIGKILL)
    with pytest.raises((HTTPException, OSError)):
        await coming


async def test_whatever_is_killed_the_file_is_read_and_stored_whole_once(desk: Desk) -> None:
    pk = desk.ask("POST", f"?scope={SCOPE}&name=a.csv", one_sentence(ROWS))[1]["id"]
    await until(lambda: desk.ask("GET", f"/{pk}")[1]["done"] > 0, "the first rows", within_s=60)
    for pid in workers(desk.web):
        os.kill(pid, signal.SIGKILL)
    assert (await desk.done(pk))["done"] == ROWS
    desk.ask("POST", f"/{pk}", b"{}")
    await until(lambda: bool(workers(desk.web)), "a process")
    [pid] = workers(desk.web)
    os.kill(pid, signal.SIGKILL)
    await asyncio.to_thread(desk.web.kill9)
    assert stored(desk.web) in (0, ROWS)
    await asyncio.to_thread(desk.web.start)
    assert (await desk.done(pk))["state"] == "stored"
    assert stored(desk.web) == ROWS


async def test_a_server_that_stops_takes_the_process_with_it(desk: Desk) -> None:
    desk.ask("POST", f"?scope={SCOPE}&name=a.csv", one_sentence(ROWS))
    await until(lambda: bool(workers(desk.web)), "a process")
    [pid] = workers(desk.web)
    await asyncio.to_thread(desk.web.term)
    await until(lambda: not Path(f"/proc/{pid}").exists(), "its end", within_s=5)
