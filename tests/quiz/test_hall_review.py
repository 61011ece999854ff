"""What a phone reads when its sitting is over: the hall's order, the host's verdicts, one's own."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.test import Client

from quiz.models import Contest
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


def review(hall: Hall, token: str) -> tuple[int, Any]:
    answer = Client(headers={"authorization": f"Bearer {token}"}).get(
        f"/h/{hall.sitting.code}/mine"
    )
    return answer.status_code, json.loads(answer.content)


async def test_the_review_is_what_counts_after_verdicts_and_in_the_order_of_the_hall(
    hall: Hall,
) -> None:
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    mei, bo = [await sync_to_async(world.make_contestant)(contest, name) for name in ("Mei", "Bo")]
    line, _ = await hall.phone(mei)
    await hall.do(host, "show")
    await hall.later(3_000)
    shown = await host.until("stage", lambda frame: "q" in frame or frame["state"] == "shown")
    await line.send(t="answer", slot=0, seq=1, choice=[1], took_ms=900)
    await line.hear("receipt")
    await line.hear("stage", state="locked")
    await hall.do(host, "reveal")
    assert (await sync_to_async(review)(hall, mei))[0] == 409
    key = (await host.until("stage", lambda frame: "told" in frame))["told"]["key"]
    # Whatever she chose, the host says that it counts.
    await hall.do(host, "rule", slot=0, kind="accept", keys=[key, [1]])
    await hall.do(host, "board")
    await hall.do(host, "show")
    await hall.do(host, "close", sure=True)
    status, told = await sync_to_async(review)(hall, mei)
    assert status == 200
    (row,) = told["questions"]  # the second one was never revealed
    assert (row["slot"], row["choice"], row["points"]) == (0, [1], 10)
    assert row["told"]["ruling"]["kind"] == "accept"
    stage = await host.until("stage", lambda frame: frame["state"] == "closed")
    seen = [frame for frame in host.heard if frame["t"] == "stage" and "order" in frame]
    assert row["order"] == seen[0]["order"]
    assert stage["v"] > shown["v"]
    for stranger in (bo, "nobody-has-this-token"):
        assert (await sync_to_async(review)(hall, stranger))[0] == 401


async def test_there_is_no_review_of_no_sitting(hall: Hall) -> None:
    answer = await sync_to_async(Client().get)("/h/000000/mine")
    assert answer.status_code in (401, 404)
