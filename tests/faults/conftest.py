"""Houses for the fault tests: the stage is set up once a database and copied for each test."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from tests.faults.house import House, Sittings, elsewhere, fresh
from tests.faults.toxic import Toxic
from tests.made import migrated
from tests.servers import PostgreSQL, Redis


@pytest.fixture(scope="session")
def postgres_sittings(postgres: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Sittings:
    """Sets the stage up in the database `staged` of the private PostgreSQL."""
    folder = tmp_path_factory.mktemp("staged")
    made: Sittings = elsewhere(
        "tests.faults.set_up", "set_up", fresh(postgres, "staged", folder), folder
    )
    return made


@pytest.fixture(scope="session")
def staged_postgres(postgres: PostgreSQL, postgres_sittings: Sittings) -> PostgreSQL:
    """The private PostgreSQL, with the stage in its database `staged`."""
    assert postgres_sittings
    return postgres


@pytest.fixture(scope="session")
def staged_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sittings]:
    """An SQLite database with the stage in it."""
    folder = tmp_path_factory.mktemp("staged")
    database = Path(shutil.copy(migrated(), folder / "contest.sqlite3"))
    return database, elsewhere("tests.faults.set_up", "set_up", f"sqlite:///{database}", folder)


@pytest_asyncio.fixture
async def house(
    staged_postgres: PostgreSQL, postgres_sittings: Sittings, tmp_path: Path
) -> AsyncIterator[House]:
    """A house on PostgreSQL."""
    if not staged_postgres.running:
        staged_postgres.start()
    made = House(tmp_path, staged_postgres.make("house", "staged"), postgres_sittings)
    yield made
    await made.close()


@pytest_asyncio.fixture
async def small_house(staged_sqlite: tuple[Path, Sittings], tmp_path: Path) -> AsyncIterator[House]:
    """A house on SQLite."""
    staged, sittings = staged_sqlite
    database = Path(shutil.copy(staged, tmp_path / "contest.sqlite3"))
    made = House(tmp_path, f"sqlite:///{database}", sittings)
    yield made
    await made.close()


@pytest.fixture
def wire(house: House) -> Iterator[Toxic]:
    """A line to the database that can be spoiled."""
    made = Toxic(urlsplit(house.url).port or 0)
    yield made
    made.close()


@pytest.fixture
def empty_redis(redis: Redis) -> Redis:
    """The private Redis, running, with nothing in it."""
    return redis.empty()
