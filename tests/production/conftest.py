"""Both web servers as real processes, and what must be true after anything was sent to one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import elsewhere, environment
from tests.made import migrated
from tests.production import raw
from tests.servers import WebServer


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the stage of the fault tests in it."""
    folder = tmp_path_factory.mktemp("staged")
    database = Path(shutil.copy(migrated(), folder / "contest.sqlite3"))
    elsewhere("tests.faults.set_up", "set_up", f"sqlite:///{database}", folder)
    return database


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def server(
    request: pytest.FixtureRequest, staged: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """A running server with the stage in its database."""
    folder = tmp_path_factory.mktemp(request.param)
    database = shutil.copy(staged, folder / "contest.sqlite3")
    told = environment(DATABASE_URL=f"sqlite:///{database}", WEB_SERVER=request.param)
    made = WebServer(folder, told)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def unharmed(server: WebServer) -> Iterator[None]:
    """After the test somebody else's socket still answers, and the log has no word of a crash."""
    before = len(server.output())
    with raw.dial(server.port, "/ws/play/") as bystander:
        yield
        bystander.say(t="ping", c=7)
        assert bystander.message()["c"] == 7
    assert server.running
    said = server.output()[before:]
    assert not any(word in said for word in ("Traceback", "Exception", "unexpected")), said
