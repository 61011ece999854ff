"""A judge's day: a hall on bad lines, full of people who cheat, with a server that is killed ten
times. At its end every receipt is a row, and nobody has more than they earned."""

import asyncio
import contextlib
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from tests.faults import stage
from tests.faults.bad_line import BadLine
from tests.faults.hall import Cast, HallHost, HallPhone
from tests.faults.hall_cheats import KINDS, Cheat, Early, Forger, Garbler, Latecomer, Usurper
from tests.faults.house import House, until
from tests.faults.set_up_hall import QUESTIONS
from tests.faults.stage import LASTING
from tests.faults.test_hall import agreed
from tests.servers import WebServer

pytestmark = [pytest.mark.faults]
# Behind these lines a hall is full.
FULL = 100
RIGHT = 10
TWINS = (0, 1, 3)
KILLS = 10
# What the network may be given back at most (regulations, 4.5), and what two busy cores add.
CREDIT_MS = 400
CHANCE = Random(41)  # noqa: S311 (when the blow falls)


def crowd(lines: Sequence[BadLine], code: str) -> list[HallPhone]:
    """Two in three are honest; behind all come second devices of the first, which say otherwise."""
    made: list[HallPhone] = []
    for person in (*range(FULL), *TWINS):
        kind = KINDS[person // 3 % len(KINDS)] if person % 3 == 2 else HallPhone
        hello = {"t": "enter", "token": stage.token(person), "sitting": code}
        servers: Any = [lines[len(made) % len(lines)]]
        number = person if len(made) < FULL else person + 1
        made.append(kind(servers, "/ws/hall/", hello, person=number))
    return made


async def gathered(web: WebServer, lines: Sequence[BadLine], made: dict[str, Any]) -> Cast:
    """Everybody in the lobby; the host dials the server itself."""
    hello = {"t": "host", "sitting": made["code"], "remote": made["remote"]}
    host = HallHost([web], "/ws/host/", hello)
    tasks = [asyncio.create_task(host.live())]
    await until(lambda: bool(host.stages), "the host")
    assert (await host.do("open"))["t"] == "done"
    phones = crowd(lines, made["code"])
    tasks += [asyncio.create_task(phone.live()) for phone in phones]
    await until(lambda: all(phone.stages for phone in phones), "the hall", within_s=30)
    return Cast(host, phones, tasks)


async def struck(web: WebServer, times: int) -> None:
    """Killed at chance moments, and started again at once."""
    for _ in range(times):
        await asyncio.sleep(CHANCE.uniform(0.3, 1.2))
        await asyncio.to_thread(web.kill9)
        await asyncio.to_thread(web.start)


async def given(host: HallHost, do: str) -> dict[str, Any]:
    """The answer to a command; whoever is told to look again looks, and gives it once more."""
    first = await host.do(do)
    if first.get("code") != "stale":
        return first
    await until(lambda: bool(host.at["v"] >= first["v"]), "in step")
    return await host.do(do)


async def played(hall: Cast, web: WebServer, slot: int, kills: int) -> None:
    """One question from its showing to its board, under blows."""
    blows = asyncio.create_task(struck(web, kills))
    assert (await hall.host.do("show"))["t"] == "done"
    await blows
    honest = [phone for phone in hall.phones if not isinstance(phone, Cheat)]
    await until(
        lambda: all(slot in phone.receipts or slot in phone.refused for phone in honest),
        f"everybody's answer to {slot}",
    )
    if hall.host.at["state"] == "shown":
        # The clock may have been quicker: then this is told to be stale.
        await hall.host.do("lock")
    await hall.host.reach("locked", slot)
    for do in ("reveal", "board"):
        answer = await given(hall.host, do)
        assert answer["t"] == "done", answer


def keys(hall: Cast) -> dict[int, list[int]]:
    """The keys as they were revealed, by slot."""
    told = [frame for frame in hall.host.stages if frame.get("told")]
    return {frame["slot"]: frame["told"]["key"] for frame in told}


async def test_a_day_of_cheating_on_bad_lines_with_ten_kills_loses_and_invents_nothing(
    small_house: House,
) -> None:
    (web,) = await small_house.open(1)
    async with contextlib.AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(BadLine(web.port)) for _ in range(3)]
        await _day(small_house, web, lines)


async def _day(small_house: House, web: WebServer, lines: list[BadLine]) -> None:
    hall = await gathered(web, lines, small_house.sittings[LASTING])
    for slot in range(QUESTIONS):
        await played(hall, web, slot, (3, 2, 3, 2)[slot])
    assert sum((3, 2, 3, 2)) == KILLS
    last = QUESTIONS - 1
    await until(lambda: all(last in phone.told for phone in hall.phones), "all told")
    print(f"\n{sum(line.cuts for line in lines)} lines cut")  # noqa: T201 (measured)
    single = [phone for phone in hall.phones[:FULL] if phone.person not in TWINS]
    books = await agreed(small_house, Cast(hall.host, single, []))
    for one, two in zip(TWINS, hall.phones[FULL:], strict=True):
        assert hall.phones[one].receipts == two.receipts
    _nobody_earned_more(hall, books)
    _each_was_told(hall)
    await hall.leave()


def _nobody_earned_more(hall: Cast, books: dict[str, Any]) -> None:
    """Counted again from the rows: one answer a question, right by the key that was shown."""
    right = keys(hall)
    places = {(name, slot) for name, slot, _ in books["rows"]}
    assert set(right) == set(range(QUESTIONS))
    for phone in hall.phones[:FULL]:
        answered = {slot: phone.receipts.get(slot) for slot in right}
        earned = sum(RIGHT for slot, choice in answered.items() if choice == right[slot])
        lost = [
            slot for slot in right
            if answered[slot] is None and (f"person {phone.person}", slot) in places
        ]  # fmt: skip
        # A row whose receipt was lost with its line counts, too: no more than it can be worth.
        score = phone.told[QUESTIONS - 1]["score"]
        assert earned <= score <= earned + RIGHT * len(lost), (phone.person, score, earned)


def _each_was_told(hall: Cast) -> None:
    """What each kind of cheat got for it."""
    for kind, code in ((Early, "not_shown"), (Usurper, "not_yours"), (Garbler, "bad_choice")):
        met = [phone for phone in hall.phones if isinstance(phone, kind)]
        assert met
        assert all(code in phone.scolded for phone in met), kind
    for phone in hall.phones:
        if isinstance(phone, Latecomer):
            assert not phone.receipts
            assert "closed" in phone.scolded
            assert phone.told[QUESTIONS - 1]["score"] == 0
        if isinstance(phone, Forger):
            took = [told["took_ms"] for told in phone.told.values() if "took_ms" in told]
            # A second passed before each of their answers was sent.
            assert all(ms >= 1_000 - CREDIT_MS for ms in took), took
