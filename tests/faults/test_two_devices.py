"""One contestant on two devices: at once on two processes, or after one of them went dumb."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.house import House, health, until
from tests.faults.phone import Frame, Phone, stored
from tests.faults.stage import FORMS, LONG, QUICK
from tests.faults.toxic import Toxic
from tests.servers import WebServer

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
RACES_S = 90.0
RACES = 1_000
# A ping every 10 s, and 10 s for its pong.
DROPPED_S = 20.0
# Whoever looks at the clock and asks the server again may be this late.
LOOK_S = 0.5


@pytest.fixture
def hole() -> Iterator[list[Toxic]]:
    """Lines to web servers on which bytes can vanish."""
    made: list[Toxic] = []
    yield made
    for line in made:
        line.close()


async def race(one: Phone, other: Phone, question: Frame) -> tuple[Frame, bool]:
    """Both answer at once, differently; both must be told the same.

    What stands afterwards, and whether `one` was first.
    """
    choices = one.two(question)
    gate = asyncio.Barrier(2)

    async def answer(phone: Phone, choice: list[int]) -> Frame:
        await gate.wait()
        return await phone.step(question, choice)

    first, second = await asyncio.gather(*map(answer, (one, other), choices))
    told = {stored(question, frame["choice"]) for frame in (first, second) if "choice" in frame}
    assert len(told) == 1, f"one slot, two receipts: {told}"
    return first, stored(question, choices[0]) in told


async def test_row_43_two_devices_on_two_processes_answer_one_slot_and_one_row_counts(
    house: House,
) -> None:
    servers = await house.open(2)
    one, other = (house.phone(0, LONG, on=web, device=n) for n, web in enumerate(servers))
    started, papers, wins = time.monotonic(), 0, Counter[bool]()
    while time.monotonic() - started < RACES_S and wins.total() < RACES:
        state, _ = await asyncio.gather(one.open(papers), other.open(papers))
        while state["question"] is not None:
            state, won = await race(one, other, state["question"])
            wins[won] += 1
        papers += 1
    took = time.monotonic() - started
    print(f"\n{wins.total()} races in {took:.1f} s, {wins[True]} for one")  # noqa: T201
    assert len(wins) == 2, "that was no race: the same one always won"
    books = await house.agree(LONG)
    assert len(books.rows) == papers * (FORMS[LONG]["questions"] + 1)
    assert not house.ledger.errors


async def test_row_39_a_phone_in_a_hole_is_dropped_and_its_next_socket_has_the_same_window(
    house: House, hole: list[Toxic]
) -> None:
    servers = [house.server(WEB_SERVER=name) for name in ("daphne", "uvicorn")]
    await asyncio.gather(*(asyncio.to_thread(web.start) for web in servers))
    hole += [Toxic(web.port) for web in servers]
    pairs = enumerate(zip(servers, hole, strict=True))
    await asyncio.gather(*(in_a_hole(house, web, line, n) for n, (web, line) in pairs))
    await house.agree(QUICK)


async def in_a_hole(house: House, web: WebServer, line: Toxic, person: int) -> None:
    phone = house.phone(person, QUICK, on=line.port)
    other = house.phone(person, QUICK, on=web, device=1)
    question = (await phone.open(0))["question"]
    line.mute = True
    muted = time.monotonic()
    await phone.send(phone.frame(question, phone.guess(question)))
    state = await other.look()
    assert time.monotonic() - muted < 1
    shown = state["question"]
    assert (shown["slot"], shown["closes_at"]) == (0, question["closes_at"])
    assert shown["left_ms"] <= question["left_ms"]
    await asyncio.sleep(shown["left_ms"] / 1_000 + LOOK_S)
    receipt = await other.answer(shown)
    assert receipt["choice"] == [], "the window was extended"
    await until(lambda: health(web)["sockets"] == 1, "the mute phone is dropped", within_s=30)
    dropped = time.monotonic() - muted
    name = web.environment["WEB_SERVER"]
    print(f"\n{name} dropped a mute phone after {dropped:.1f} s")  # noqa: T201 (measured)
    assert dropped <= DROPPED_S + LOOK_S
