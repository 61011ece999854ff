"""While a round stands still nobody outside learns what happened after the cut: by no address, by
no socket, on no big screen that was open all the time. And each says up to when it counts."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from leaderboard import freezing, screen, sheets
from leaderboard import live as live_module
from leaderboard.live import LiveBoards
from leaderboard.models import BoardDefinition
from leaderboard.pictures import poster_views
from leaderboard.projector import RELOAD_MS, Projector
from leaderboard.public import finding
from leaderboard.public.kept import kept
from quiz import annulling
from quiz.annulling import Why
from quiz.hub import hub
from quiz.models import Attempt, Entry
from quiz.rules.units import Millis
from tests.leaderboard.cast import OPENS_AT, Scene, token
from tests.leaderboard.hall import Page

BOARDS = ("first:persons:44", "first:regions:44")
PAGES = (
    *("", "why/", "find/?q=梅", "versus/", "near/{id}/", "days/"),
    *("?tab=regions", "?tab=regions&map=rate", "?tab=regions&map=people"),
)
ANSWERS = (
    *("persons", "persons?format=csv", "regions", "near?id={id}", "names?q=梅", "days", "why"),
    *("regions?format=csv", "days?format=csv"),
)


def later(projector: Projector, steps: int = 3) -> None:
    """Enough ticks that what is defined is read again and stores are filled."""
    for _ in range(steps):
        projector.catch_up(Millis(projector.as_of + 2 * RELOAD_MS))


def freeze(stage: Scene, projector: Projector) -> Millis:
    """Stand still as of now; returns the cut."""
    cut = projector.as_of
    Entry.objects.update(stored_at=cut - 1)
    freezing.freeze(stage.ranked, cut, by=None, now=cut)
    later(projector)
    assert projector.stands_at(projector.catalogue.codes["first"]) == cut
    return cut


def upset(stage: Scene, projector: Projector) -> None:
    """After the cut the champion is annulled and somebody new comes first."""
    after = Millis(projector.as_of + 1)
    papers = Attempt.objects.filter(contestant=stage.people["竹"]).values_list("pk", flat=True)
    by, _made = User.objects.get_or_create(username="lin")
    assert len(annulling.annul(dict.fromkeys(papers, 1), Why("proxy"), by, after)) == 2
    stage.close("新来的", 100, took=1_000)
    newest = Entry.objects.order_by("-pk")[0]
    Entry.objects.filter(pk=newest.pk).update(stored_at=after)
    later(projector)


def asked(client: Client, stage: Scene) -> dict[str, str]:
    """Everything a stranger, and the champion's phone, can ask for; by address."""
    champion = stage.people["竹"].pk
    told = {}
    for base, parts in (("/boards/GD26/4403/", PAGES), ("/api/boards/first/", ANSWERS)):
        for part in parts:
            address = base + part.format(id=champion)
            if base.startswith("/api") and "regions" not in part:
                address += ("&" if "?" in part else "?") + "region=4403"
            answer = client.get(address)
            assert answer.status_code == 200, address
            told[address] = answer.content.decode()
    mine = client.get("/api/boards/first/me", headers={"Authorization": f"Bearer {token('竹')}"})
    return {**told, "me": mine.content.decode()}


def test_no_address_tells_what_happened_after_the_cut(
    client: Client, stage: Scene, projector: Projector
) -> None:
    freeze(stage, projector)
    kept.clear()
    before = asked(client, stage)
    upset(stage, projector)
    kept.clear()
    assert asked(client, stage) == before
    assert not any("新来的" in said for said in before.values())


def test_whoever_came_after_the_cut_is_not_found_and_no_picture_is_drawn_anew(
    client: Client,
    stage: Scene,
    projector: Projector,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(poster_views, "projector", projector)
    freeze(stage, projector)
    kept.clear()
    finding.finder.settle(projector.as_of)
    before = pictures(client)
    upset(stage, projector)
    kept.clear()
    finding.finder.read_on(Millis(projector.as_of))
    said = client.get("/api/boards/first/names?q=新来的").json()
    assert not said["rows"]
    assert pictures(client) == before


def pictures(client: Client) -> list[bytes]:
    names = ("best.png", "poster.png")
    return [client.get(f"/boards/GD26/4403/{name}").content for name in names]


def test_each_answer_says_that_it_counts_up_to_the_cut_and_goes_on_when_it_is_lifted(
    client: Client, stage: Scene, projector: Projector
) -> None:
    cut = freeze(stage, projector)
    upset(stage, projector)
    told = asked(client, stage)
    assert moments(told) == {str(cut), sheets.moment(cut)}
    assert '"live": ""' in told["/boards/GD26/4403/"]
    freezing.lift(stage.ranked, by=None, now=projector.as_of)
    later(projector)
    told = asked_again(client)
    assert moments(told) == {str(projector.as_of), sheets.moment(projector.as_of)}
    assert all("新来的" in said for said in told.values())
    assert '"live": ""' not in told["/boards/GD26/"]


def asked_again(client: Client) -> dict[str, str]:
    addresses = ("/boards/GD26/", "/api/boards/first/persons")
    return {one: client.get(one).content.decode() for one in addresses}


def moments(told: dict[str, str]) -> set[str]:
    """Every "as of" in these answers, as a number or in words."""
    found = re.compile(r'"as_of":(\d+)|数据截至\s*(?:</\w+>\s*<\w+>\s*)?<time[^>]*>([^<]*)<')
    return {number or words for said in told.values() for number, words in found.findall(said)}


@pytest.fixture
async def watching(
    projector: Projector, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> AsyncIterator[tuple[LiveBoards, Page]]:
    """The boards of a big screen, opened before anything is frozen."""
    settings.ALLOWED_HOSTS = ["testserver"]
    live = LiveBoards(projector, hub)
    monkeypatch.setattr(live_module, "live", live)
    page = await Page().enter()
    yield live, page
    await page.leave()


@pytest.mark.django_db(transaction=True)
async def test_a_big_screen_that_is_open_all_the_time_shows_no_new_rank(
    stage: Scene, projector: Projector, watching: tuple[LiveBoards, Page]
) -> None:
    live, page = watching
    whole = [await page.ask(t="watch", board=name) for name in BOARDS]
    champion = stage.people["竹"].pk
    assert whole[0]["rows"][0]["id"] == champion
    await sync_to_async(freeze)(stage, projector)
    await live.tick()
    await sync_to_async(upset)(stage, projector)
    await live.tick()
    heard = await all_heard(page)
    assert not any(frame["gone"] or frame["rows"] for frame in heard)
    other = await Page().enter()
    again = [await other.ask(t="watch", board=name) for name in BOARDS]
    await other.leave()
    assert [frame["rows"] for frame in again] == [frame["rows"] for frame in whole]
    await sync_to_async(freezing.lift)(stage.ranked, by=None, now=projector.as_of)
    await sync_to_async(later)(projector)
    await live.tick()
    changes = {frame["board"]: frame for frame in await all_heard(page)}
    assert changes[BOARDS[0]]["gone"] == [champion]
    assert [row["name"] for _place, row in changes[BOARDS[0]]["rows"]] == ["新来的"]


async def all_heard(page: Page) -> list[dict[str, Any]]:
    """What came meanwhile."""
    heard = []
    while not await page.silent():
        heard.append(await page.hear())
    return heard


def test_the_big_screen_says_that_it_stands_still(
    stage: Scene, projector: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "projector", projector)
    cache.clear()
    assert screen.facts(stage.contest, projector.as_of)["frozen"] is False
    cut = freeze(stage, projector)
    assert screen.facts(stage.contest, cut)["frozen"] is True


def test_a_defined_board_of_a_frozen_round_counts_up_to_its_cut(
    client: Client, stage: Scene, projector: Projector
) -> None:
    BoardDefinition.objects.create(
        contest=stage.contest,
        code="all",
        title_zh="总榜",
        who="persons",
        formula="standing",
        region_id="44",
        public_from=OPENS_AT,
        made_by=User.objects.create_user("chen"),
        made_at=OPENS_AT,
    )
    cut = freeze(stage, projector)
    upset(stage, projector)
    said = client.get("/api/defined/GD26/all").json()
    assert (said["rows"][0]["name"], said["as_of"], said["cut"]) == ("竹", cut, cut)
    shown = client.get("/boards/GD26/b/all/").content.decode()
    assert moments({"page": shown}) <= {sheets.moment(cut)}
    assert "新来的" not in shown
