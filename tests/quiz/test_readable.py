"""A round of another year, whose format this version does not know, stands in nobody's way."""

import logging
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import Client

from quiz import pages, readable, rulings, sweeper
from quiz.models import Entry, EntryKind, PreparedRound, Round
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.quiz import world
from tests.quiz.world import seated

FORM = Format(questions=5, blueprint={"single": 5}, total_ms=Millis(60_000), books=1)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest.fixture(params=["format", "books"])
def mei(request: pytest.FixtureRequest) -> str:
    """Mei's token; beside her round there is an older one that cannot be read."""
    readable._said.clear()
    pages.forget()
    world.make_bank(kinds=["single"])
    contest = world.make_contest()
    old = world.make_round(FORM, contest, code="old")
    world.make_round(FORM, contest)
    if request.param == "format":
        Round.objects.filter(pk=old.pk).update(format={**old.format, "speed_bonus": 1})
    else:
        books: dict[str, Any] = {**old.prepared.books, "set": {"version": 0}}
        PreparedRound.objects.filter(round=old).update(books=books, digest="old")
    return world.make_contestant(contest)


async def test_papers_of_other_rounds_are_closed_and_it_is_said_once(
    mei: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    phone, _question = await seated(mei)
    await phone.hang_up()
    with caplog.at_level(logging.ERROR, readable.__name__):
        assert await sweeper.sweep(Millis(MORNING + 70_000)) == 1
        assert await sweeper.sweep(Millis(MORNING + 90_000)) == 0
    assert await sync_to_async(Entry.objects.filter(kind=EntryKind.CLOSED).count)() == 1
    said = [one.args for one in caplog.records if one.name == readable.__name__]
    # Books are read only for papers that are over, of which there are none.
    settings_are_broken = "[format]" in request.node.name
    assert said == [("old",)] * settings_are_broken


@pytest.mark.usefixtures("mei")
def test_a_round_that_was_mended_and_breaks_again_is_told_of_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    old = Round.objects.get(code="old")
    Round.objects.filter(pk=old.pk).update(format={"speed_bonus": 1})
    assert readable.plan("old") is None
    PreparedRound.objects.filter(round=old).update(
        books=Round.objects.get(code="demo").prepared.books
    )
    Round.objects.filter(pk=old.pk).update(format=Round.objects.get(code="demo").format)
    assert readable.plan("old") is not None
    Round.objects.filter(pk=old.pk).update(format={"speed_bonus": 1})
    assert readable.plan("old") is None
    assert [one.args for one in caplog.records if one.name == readable.__name__] == [("old",)] * 2


@pytest.mark.usefixtures("mei")
def test_rulings_reach_the_rounds_that_can_be_read() -> None:
    demo = readable.plan("demo")
    assert demo
    version = next(iter(demo.questions))
    assert [plan.code for plan in rulings.holding(version)] == ["demo"]


@pytest.mark.usefixtures("mei")
@pytest.mark.parametrize("page", ["/api/contests/2026", "/p/2026/"])
def test_the_contests_pages_show_what_can_be_played(client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert "demo" in answer.content.decode()


@pytest.mark.usefixtures("mei")
def test_the_desk_offers_the_results_of_other_rounds(client: Client) -> None:
    client.force_login(User.objects.create_superuser("organiser"))
    assert client.get("/desk/publish/").status_code == 200


@pytest.mark.usefixtures("mei")
def test_settings_that_are_mended_and_break_again_are_told_of_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = Round.objects.get(code="demo").format
    for plain in ({"mode": "?"}, {"mode": "?"}, good, {"mode": "?"}):
        assert bool(readable.read("other", plain)) is (plain is good)
    said = [one.args for one in caplog.records if one.name == readable.__name__]
    assert said == [("other",)] * 2
