"""Simulated people reach a server that is behind a proxy and has no way to the site's address."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.faults.hall import HallHost
from tests.faults.house import elsewhere, environment, until
from tests.faults.stage import LIVE
from tests.made import migrated
from tests.servers import WebServer

pytestmark = pytest.mark.faults
# As docker-compose.yml has it: the site's name leads nowhere from the process.
BEHIND = {
    "ALLOWED_HOSTS": "quiz.example.org,127.0.0.1",
    "ORIGINS": "https://quiz.example.org",
    "BEHIND_PROXY": "1",
    "HTTPS_ONLY": "1",
}


class Behind(WebServer):
    """A server that believes its proxy, and what its hall is called."""

    hall: dict[str, Any]


@pytest_asyncio.fixture(params=["daphne", "uvicorn"])
async def server(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Behind]:
    database = Path(shutil.copy(migrated(), tmp_path / "contest.sqlite3"))
    url = f"sqlite:///{database}"
    made = Behind(tmp_path, environment(DATABASE_URL=url, WEB_SERVER=request.param, **BEHIND))
    made.hall = elsewhere("tests.faults.set_up", "set_up", url, tmp_path)[LIVE]
    # Simulated people come from everywhere.
    await asyncio.to_thread(made.manage, "load_regions")
    await asyncio.to_thread(made.start)
    yield made
    await asyncio.to_thread(made.stop)


async def test_the_console_brings_simulated_people_into_its_hall(server: Behind) -> None:
    told = {"sitting": server.hall["code"], "remote": server.hall["remote"]}
    host = HallHost([server], "/ws/host/", {"t": "host", **told})
    line = asyncio.create_task(host.live())
    try:
        await until(lambda: bool(host.stages), "the host")
        assert (await host.do("open"))["t"] == "done"
        assert (await host.do("bots", number=5))["t"] == "done"
        await until(lambda: host.desk.get("bots") == 5, "simulated people", within_s=30)
    finally:
        line.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await line


async def test_a_rehearsal_is_played_beside_the_server(server: Behind) -> None:
    words = ("--url", server.url, "--contest", "2026", "--round", "quick", "--count", "3")
    said = await asyncio.to_thread(
        server.manage, "bots", *words, "--minutes", "0.3", "--speed", "50"
    )
    assert said.startswith("3 人 joined")
    assert ", 0 卷 papers" not in said
