"""Whoever comes from elsewhere does not wait for a laptop's thousands."""

import asyncio
import threading

import pytest

from quiz import consumers, seats
from quiz.lanes import AT_ONCE, Lanes
from tests.fakes import FakeClock
from tests.quiz import world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_threads")]
FLOOD, SCHOOL, HOME = "10.0.0.1", "10.0.0.2", "10.0.0.3"


class Door:
    """Keeps everybody at the database until it opens, and notes who was there, in order."""

    def __init__(self) -> None:
        self.lanes = Lanes()
        self.seen: list[str] = []
        self._open = threading.Event()

    def come(self, lane: str, count: int = 1) -> "list[asyncio.Task[str]]":
        return [asyncio.create_task(self.lanes.run(lane, self._visit, lane)) for _ in range(count)]

    def open(self) -> None:
        self._open.set()

    def _visit(self, lane: str) -> str:
        self._open.wait()
        self.seen.append(lane)
        return lane


async def settled() -> None:
    """Until every task has come as far as it can."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_a_stranger_waits_for_one_turn_of_a_flood_not_for_all_of_it() -> None:
    door = Door()
    flood = door.come(FLOOD, 4_000)
    await settled()
    (home,) = door.come(HOME)
    await settled()
    door.open()
    assert await home == HOME
    before = door.seen.index(HOME)
    assert before <= 2 * AT_ONCE
    assert await asyncio.gather(*flood) == [FLOOD] * 4_000


async def test_a_school_has_half_of_the_turns_beside_a_flood_and_all_without() -> None:
    door = Door()
    both = door.come(FLOOD, 400)
    await settled()
    both += door.come(SCHOOL, 200)
    await settled()
    door.open()
    await asyncio.gather(*both)
    first = door.seen[: 400 + 2 * AT_ONCE]
    assert first.count(SCHOOL) == 200
    await asyncio.gather(*door.come(SCHOOL, 100))
    assert door.seen[-100:] == [SCHOOL] * 100


async def test_whoever_hangs_up_while_waiting_costs_nobody_a_turn() -> None:
    door = Door()
    held, gone = door.come(FLOOD, AT_ONCE), door.come(FLOOD, 20)
    await settled()
    home = door.come(HOME, 3)
    await settled()
    for one in gone:
        one.cancel()
    door.open()
    assert await asyncio.gather(*held, *home) == [FLOOD] * AT_ONCE + [HOME] * 3
    assert await asyncio.gather(*door.come(HOME, 2 * AT_ONCE)) == [HOME] * 2 * AT_ONCE


async def test_a_phone_from_elsewhere_says_hello_in_the_middle_of_a_flood(
    mei: str, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, real = Door(), seats.enter
    monkeypatch.setattr(consumers, "lanes", door.lanes)
    passed: list[int] = []

    def enter(token: str, round_code: str) -> seats.Entrance:
        passed.append(len(door.seen))
        return real(token, round_code)

    monkeypatch.setattr(seats, "enter", enter)
    flood = door.come(FLOOD, 2_000)
    await settled()
    phone = await world.connect(mei)
    hello = asyncio.create_task(phone.hello())
    while len(door.lanes._waiting) < 2:  # noqa: ASYNC110 (a flood's lane, and the phone's)
        await asyncio.sleep(0)
    door.open()
    assert (await hello)["t"] == "welcome"
    assert passed[0] <= 2 * AT_ONCE
    await asyncio.gather(*flood)
    await phone.hang_up()


async def test_what_fails_gives_its_turn_back() -> None:
    lanes = Lanes()
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError):
            await lanes.run(HOME, lambda: 1 // 0)
