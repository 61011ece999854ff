"""Screens and consoles of one hall name places in the language of each; questions have two."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.test import Client

from quiz.models import Contest, Region
from quiz.sittings.telling import PAGES
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
NAMES = {"zh-hans": "广州市", "zh-hant": "廣州市", "en": "Guangzhou"}


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    await Region.objects.filter(pk="440100").aupdate(name_hant="廣州市")
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


@pytest.mark.slow
@pytest.mark.parametrize("lang", PAGES)
async def test_a_board_names_places_in_the_language_of_its_screen(hall: Hall, lang: str) -> None:
    cookie = await sync_to_async(hall_world.organiser)()
    host = await hall.host(cookie, lang=lang)
    await hall.do(host, "open")
    contest = await Contest.objects.aget()
    mei, _ = await hall.phone(await sync_to_async(world.make_contestant)(contest, "Mei"))
    screens = {one: await hall.screen(lang=one) for one in PAGES}
    for one, screen in screens.items():
        crowd = await screen.until("crowd", lambda frame: bool(frame["names"]))
        assert crowd["names"][0]["region"] == crowd["regions"][0][1] == NAMES[one]
    await hall.do(host, "show")
    await hall.later(3_000)
    await mei.send(t="answer", slot=0, seq=1, choice=[1], took_ms=900)
    await mei.hear("stage", state="locked")
    await hall.do(host, "reveal")
    await hall.do(host, "board")
    board = await host.hear("board", slot=0)
    assert board["rows"][0]["place"] == board["regions"][0]["name"] == NAMES[lang]
    for one, screen in screens.items():
        shown = await screen.hear("board", slot=0)
        assert shown["rows"][0]["place"] == NAMES[one]


async def test_a_screen_in_traditional_characters_hears_the_hall(hall: Hall) -> None:
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    screen = await hall.screen(lang="zh-hant")
    await hall.do(host, "open")
    assert (await screen.hear("stage", state="lobby"))["state"] == "lobby"


async def test_the_tiles_of_a_screen_are_in_its_language(hall: Hall) -> None:
    client = Client(headers={"accept-language": "zh-hant"})
    page = await sync_to_async(client.get)(f"/stage/{hall.sitting.screen_code}/")
    assert "廣州" in page.content.decode()
