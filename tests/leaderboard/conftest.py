"""The two stores, and a contest in a database, for every test of the boards."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from redis import Redis as Client

from leaderboard import api, api_more, screen
from leaderboard import projector as projectors
from leaderboard.catalogue import RankedRound
from leaderboard.pictures import issuing
from leaderboard.pictures.all_in import AllIn
from leaderboard.projector import Projector
from leaderboard.public import days, finding
from leaderboard.public.days import Days
from leaderboard.public.finding import Finder
from leaderboard.public.kept import kept
from leaderboard.publish import official
from leaderboard.shelf_redis import RedisShelf
from leaderboard.store import Shelf
from leaderboard.store_memory import MemoryShelf
from leaderboard.store_redis import connect
from quiz.rules.formats import Format
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene, scene
from tests.leaderboard.hall import Hall, Page
from tests.servers import Redis

Shelves = Callable[[], Shelf]


@pytest.fixture(autouse=True)
def nothing_official(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows what another one has published."""
    monkeypatch.setattr(official, "_known", official._Known())


@pytest.fixture(autouse=True)
def nothing_all_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows of which rounds another one has seen the last paper."""
    monkeypatch.setattr(issuing, "all_in", AllIn())


@pytest.fixture
def redis_client(redis: Redis) -> Iterator["Client[bytes]"]:
    """An empty private Redis, running whatever the test before did with it."""
    client = connect(redis.empty().url)
    yield client
    client.close()


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    """Both kinds of shelf, empty."""
    if request.param == "memory":
        return MemoryShelf()
    return RedisShelf(request.getfixturevalue("redis_client")).stage()


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def live_shelf(request: pytest.FixtureRequest) -> Shelf:
    """Both kinds as a process finds them: nobody has filled the one in Redis."""
    if request.param == "memory":
        return MemoryShelf()
    return RedisShelf(request.getfixturevalue("redis_client"))


@pytest.fixture
def ranked() -> Callable[..., RankedRound]:
    """Makes a round that no database knows, of the given format."""

    def make(**settings: object) -> RankedRound:
        return RankedRound(
            id=7,
            code="final",
            contest="GD26",
            title_zh="决赛",
            title_en="Final",
            contest_zh="大赛",
            contest_en="Contest",
            root="44",
            form=Format(**settings),  # type: ignore[arg-type]
            opens_at=OPENS_AT,
            closes_at=OPENS_AT + 86_400_000,
        )

    return make


@pytest.fixture
def stage(db: None) -> Scene:
    """A contest with a ranked and a practice round in two cities."""
    return scene()


@pytest.fixture
def hall(
    monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock, settings: pytest.MonkeyPatch
) -> Hall:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    return Hall(monkeypatch, fake_clock)


@pytest.fixture
async def page(hall: Hall) -> AsyncIterator[Page]:
    page = await Page().enter()
    yield page
    await page.leave()


@pytest.fixture
def projector(stage: Scene, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> Projector:
    """A process that has followed the journal of a small contest up to now."""
    for name, score, took in [("梅", 80, 61_230), ("=1+1", 90, 50_000), ("兰", 80, 61_230)]:
        stage.close(name, score, took=took)
    stage.join("竹", region="440305", cohort="farmers")
    stage.close("竹", 70)
    stage.close("竹", 100)
    made = Projector(MemoryShelf())
    made.catch_up(fake_clock.now())
    made.following = True
    for module in (api, api_more, projectors, screen):
        monkeypatch.setattr(module, "projector", made)
    monkeypatch.setattr(finding, "finder", Finder(made))
    monkeypatch.setattr(days, "days", Days(made))
    kept.clear()
    return made
