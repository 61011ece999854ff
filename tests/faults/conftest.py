"""Houses for the fault tests: the stage is set up once a database and copied for each test."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import pytest_asyncio
from redis import Redis as Client

from tests.faults.house import House, elsewhere
from tests.faults.toxic import Toxic
from tests.made import migrated
from tests.servers import PostgreSQL, Redis


@pytest.fixture(scope="session")
def staged_postgres(postgres: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> PostgreSQL:
    """The private PostgreSQL, with the stage in its database `staged`."""
    folder = tmp_path_factory.mktemp("staged")
    elsewhere("tests.faults.set_up", "set_up", postgres.url("staged"), folder)
    return postgres


@pytest.fixture(scope="session")
def staged_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the stage in it."""
    folder = tmp_path_factory.mktemp("staged")
    shutil.copy(migrated(), folder / "contest.sqlite3")
    url = f"sqlite:///{folder / 'contest.sqlite3'}"
    elsewhere("tests.faults.set_up", "set_up", url, folder)
    return folder / "contest.sqlite3"


@pytest_asyncio.fixture
async def house(staged_postgres: PostgreSQL, tmp_path: Path) -> AsyncIterator[House]:
    """A house on PostgreSQL."""
    if not staged_postgres.running:
        staged_postgres.start()
    url = staged_postgres.url("house")
    with psycopg.connect(url.replace("/house", "/postgres"), autocommit=True) as line:
        line.execute("DROP DATABASE house")
        line.execute("CREATE DATABASE house TEMPLATE staged")
    made = House(tmp_path, url)
    yield made
    await made.close()


@pytest_asyncio.fixture
async def small_house(staged_sqlite: Path, tmp_path: Path) -> AsyncIterator[House]:
    """A house on SQLite."""
    database = tmp_path / "contest.sqlite3"
    shutil.copy(staged_sqlite, database)
    made = House(tmp_path, f"sqlite:///{database}")
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
    if not redis.running:
        redis.start()
    Client.from_url(redis.url).flushall()
    return redis
