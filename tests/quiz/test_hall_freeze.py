"""A frozen board: what screens and phones learn of what has happened since, step by step."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz.models import Contest
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
NAMES = ("Mei", "Bo", "An")


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


async def question(
    hall: Hall, host: Line, phones: list[Line], choices: tuple[int, ...], right: int
) -> None:
    """A question from its showing to its board; `right` is ruled to be the right option."""
    await hall.do(host, "show")
    stage = await host.until("stage", lambda frame: frame["state"] == "shown")
    await hall.later(3_000)
    for phone, choice in zip(phones, choices, strict=True):
        hall.clock.tick(1_000)
        frame = {"slot": stage["slot"], "seq": 1, "choice": [choice], "took_ms": 900}
        await phone.send(t="answer", **frame)
        await phone.hear("receipt")
    await host.until("stage", lambda frame: frame["state"] == "locked")
    await hall.do(host, "reveal")
    await hall.do(host, "rule", kind="new_key", keys=[[right]])
    await hall.do(host, "board")


def scores(board: dict[str, Any]) -> list[int]:
    return [row["score"] for row in board["rows"]]


def mean(board: dict[str, Any]) -> int | None:
    return next((row["mean_x100"] for row in board["regions"]), None)


async def test_a_frozen_board_tells_nothing_of_what_came_after(hall: Hall) -> None:
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    screen = await hall.screen()
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    tokens = [await sync_to_async(world.make_contestant)(contest, name) for name in NAMES]
    phones = [(await hall.phone(token))[0] for token in tokens]
    await question(hall, host, phones, (0, 1, 2), right=0)
    await hall.do(host, "freeze")
    frozen = await screen.until("board", lambda frame: frame["frozen"])
    assert (scores(frozen), mean(frozen), frozen["pending"]) == ([10, 0, 0], 333, 1)
    heard = len(screen.heard)

    await question(hall, host, phones, (0, 1, 1), right=1)
    await host.until("board", lambda frame: scores(frame) == [10, 10, 10])
    await screen.quiet()
    since = [frame for frame in screen.heard[heard:] if frame["t"] == "board"]
    assert all({**board, "v": frozen["v"]} == frozen for board in since)
    assert all(row["was"] == row["rank"] for row in frozen["rows"] + frozen["regions"])
    told = await phones[0].until("mine", lambda frame: frame["score"] == 10 and frame["slot"] == 1)
    assert not {"rank", "ahead"} & set(told)

    await hall.do(host, "step")
    opened = await screen.until("board", lambda frame: frame["pending"] == 0)
    assert (opened["opening"], mean(opened)) == (frozen["regions"][0]["path"], 1_000)
    assert scores(opened) == scores(frozen)
    await hall.do(host, "unfreeze")
    whole = await screen.until("board", lambda frame: not frame["frozen"])
    assert (scores(whole), mean(whole)) == ([10, 10, 10], 1_000)
    await phones[0].until("mine", lambda frame: "rank" in frame)


async def test_after_a_frozen_end_a_host_is_led_through_the_steps_to_the_whole(hall: Hall) -> None:
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    tokens = [await sync_to_async(world.make_contestant)(contest, name) for name in NAMES]
    phones = [(await hall.phone(token))[0] for token in tokens]
    await question(hall, host, phones, (0, 1, 2), right=0)
    await hall.do(host, "freeze")
    await hall.do(host, "close", sure=True)
    await host.until("desk", lambda frame: frame["next"] == "step" and frame["pending"] == 1)
    await hall.do(host, "step")
    await host.until("desk", lambda frame: frame["next"] == "unfreeze")
    await hall.do(host, "unfreeze")
    await host.until("desk", lambda frame: not frame["next"])
