"""Who guesses codes of halls is slowed, and nobody else: also when all come through one proxy."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from pytest_django import Settings

from quiz.admission import Allowance, address_of
from quiz.models import Contest
from quiz.sittings import hall_socket
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
GUESSER, HALL = "203.0.113.9", "198.51.100.7"


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall_socket, "_guesses", Allowance(burst=3, per_minute=300))


async def come(hall: Hall, address: str) -> Line:
    return await hall.connect("phone", [(b"x-forwarded-for", address.encode())])


async def guess(line: Line, code: str, token: str = "x" * 32) -> str:
    await line.send(t="enter", token=token, sitting=code)
    return str((await line.hear_any("error", "entered")).get("code", "in"))


async def test_behind_a_proxy_a_guesser_slows_his_own_address_only(
    hall: Hall, contest: Contest, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    token = await sync_to_async(world.make_contestant)(contest)
    guesser = await come(hall, GUESSER)
    said = [await guess(guesser, f"00000{n}") for n in range(4)]
    assert said == ["no_such_sitting"] * 3 + ["slow_down"]
    assert await guess(await come(hall, HALL), hall.sitting.code, token) == "in"


def scope(*forwarded: str) -> dict[str, object]:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return {"client": ("10.0.0.1", 1234), "headers": headers}


def test_only_what_the_proxy_saw_itself_is_believed(settings: Settings) -> None:
    assert address_of(scope(GUESSER)) == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert address_of(scope()) == "10.0.0.1"
    assert address_of(scope(f"{HALL}, {GUESSER}")) == GUESSER
    assert address_of(scope(HALL, GUESSER)) == GUESSER


@pytest.mark.parametrize(
    ("nearest", "line"),
    [
        ("2001:db8:7:1::5", "2001:db8:7:1::"),
        ("2001:db8:7:1:ffff:0:1:2", "2001:db8:7:1::"),
        ("2001:db8:7:2::5", "2001:db8:7:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:203.0.113.9", GUESSER),
        (GUESSER, GUESSER),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_an_ipv6_address_counts_by_its_network(nearest: str, line: str) -> None:
    assert address_of({"client": (nearest, 1234), "headers": []}) == line
