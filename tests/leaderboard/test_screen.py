"""The big screen's page and facts."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from leaderboard import projector as projectors
from leaderboard import screen
from leaderboard.catalogue import load
from leaderboard.projector import Projector
from leaderboard.store_memory import MemoryShelf
from quiz.models import Attempt, Contest, Region, Round
from quiz.rules.formats import Format, plain
from quiz.rules.units import Millis
from quiz.tiles import TILES
from tests.fakes import MORNING, FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene

DAY = 86_400_000
NOON = Millis(OPENS_AT + DAY // 2)
WORDS = re.compile(r'<script type="application/json" id="words">(.*?)</script>', re.DOTALL)
SETUP = re.compile(r'<script id="setup" type="application/json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def _own_projector(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A projector that has read nothing yet, and no facts from another test."""
    fresh = Projector(MemoryShelf())
    monkeypatch.setattr(projectors, "projector", fresh)
    monkeypatch.setattr(screen, "projector", fresh)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def noon(fake_clock: FakeClock) -> FakeClock:
    fake_clock.time = NOON
    return fake_clock


def add_round(contest: Contest, code: str, opens: int, closes: int | None) -> None:
    Round.objects.create(
        contest=contest,
        code=code,
        title_zh=code,
        format=plain(Format()),
        opens_at=MORNING + opens,
        closes_at=None if closes is None else MORNING + closes,
    )


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(-1, "first"), (0, "first"), (3, "first"), (5, "second"), (6, "second"), (9, "third")],
)
def test_the_open_round_is_shown_else_the_last_else_the_next(
    stage: Scene, moment: int, shown: str
) -> None:
    add_round(stage.contest, "second", 5 * DAY, 7 * DAY)
    add_round(stage.contest, "third", 8 * DAY, None)
    found = screen.shown_round(load(), "GD26", Millis(MORNING + moment * DAY))
    assert found is not None
    assert found.code == shown


def test_practice_is_never_on_the_screen(stage: Scene) -> None:
    stage.ranked.delete()
    assert screen.shown_round(load(), "GD26", NOON) is None
    assert screen.facts(stage.contest, NOON)["boards"] == {}


def test_only_boards_that_the_format_has_are_named(stage: Scene) -> None:
    facts = screen.facts(stage.contest, NOON)
    assert facts["boards"] == {"persons": "first:persons:44", "regions": "first:regions:44"}
    Round.objects.filter(code="first").update(format=plain(Format(boards=("province",))))
    known = load()
    assert screen.boards(known, known.codes["first"]) == {"persons": "first:persons:44"}


def test_people_with_an_open_paper_are_answering(stage: Scene) -> None:
    ranked = load().codes["first"]
    stage.close("甲", 50)
    for name, opened_at in [("乙", NOON - 1), ("丙", NOON - screen.longest(ranked.form) - 1)]:
        Attempt.objects.create(
            round=stage.ranked,
            contestant=stage.join(name),
            try_no=0,
            book=0,
            form=0,
            region_path="44/4401",
            cohort="youth",
            opened_at=opened_at,
        )
    assert screen.answering(ranked, NOON) == 1


@pytest.mark.parametrize(
    ("form", "ms"),
    [
        (Format(questions=10, question_ms=Millis(20_000), grace_ms=Millis(500)), 205_000),
        (Format(question_ms=Millis(0), total_ms=Millis(600_000)), 600_000),
        (Format(questions=10, question_ms=Millis(20_000), total_ms=Millis(60_000)), 60_000),
    ],
)
def test_a_paper_is_open_at_most_as_long_as_its_format_allows(form: Format, ms: int) -> None:
    assert screen.longest(form) == ms


def test_many_screens_cost_one_look_at_the_database(
    stage: Scene, noon: FakeClock, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get("/screen/GD26/now/")
    with django_assert_num_queries(1):  # the contest's code
        again = client.get("/screen/GD26/now/")
    assert first.json() == again.json()
    assert first.json()["round"]["code"] == "first"


def test_an_unknown_contest_is_not_found(stage: Scene, client: Client) -> None:
    assert client.get("/screen/nobody/").status_code == 404
    assert client.get("/screen/nobody/now/").status_code == 404


def test_the_screen_is_read_only(stage: Scene, client: Client) -> None:
    assert client.post("/screen/GD26/").status_code == 405
    assert client.post("/screen/GD26/now/").status_code == 405


def page(client: Client, code: str = "GD26", lang: str = "zh-hans") -> str:
    answer = client.get(f"/screen/{code}/", headers={"accept-language": lang})
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "connect-src 'self' ws://testserver wss://testserver" in policy
    assert "unsafe" not in policy
    return answer.content.decode()


@pytest.mark.parametrize("lang", ["zh-hans", "zh-hant", "en"])
def test_the_page_needs_nothing_that_the_policy_forbids(
    stage: Scene, noon: FakeClock, client: Client, lang: str
) -> None:
    text = page(client, lang=lang)
    assert not re.search(r"\s(style|on\w+)=", text)
    scripts = re.findall(r"<script[^>]*>", text)
    assert all("application/json" in tag or " src=" in tag for tag in scripts)
    words = WORDS.search(text)
    assert words is not None
    assert all(json.loads(words[1]).values())


def test_a_contest_elsewhere_has_boards_and_code_but_no_honeycomb(
    stage: Scene, noon: FakeClock, client: Client
) -> None:
    text = page(client)
    assert "GD26" in text
    assert 'class="qr"' in text
    assert 'id="map"' not in text


def test_a_contest_without_a_round_still_shows_the_way_in(
    stage: Scene, noon: FakeClock, client: Client
) -> None:
    Round.objects.all().delete()
    assert 'class="qr"' in page(client)


def test_a_provincial_contest_shows_all_its_cities_by_name(
    db: None, noon: FakeClock, client: Client
) -> None:
    call_command("load_regions")
    province = Region.objects.get(code="440000")
    contest = Contest.objects.create(code="2026", title_zh="科普<大赛>", region=province)
    add_round(contest, "final", 0, DAY)
    text = page(client, "2026")
    for tile in TILES:
        name = Region.objects.get(code=tile.code).name_zh.removesuffix("市")
        assert f'id="tile-{tile.code}" data-name="{name}"' in text
    assert "科普&lt;大赛&gt;" in text


def test_an_english_screen_has_the_english_names_of_where_people_live(
    db: None, noon: FakeClock, client: Client
) -> None:
    call_command("load_regions")
    province = Region.objects.get(code="440000")
    Contest.objects.create(code="2026", title_zh="科普大赛", region=province)
    chinese, english = (_setup(client, lang)["homes"] for lang in ("zh-hans", "en"))
    assert chinese == {}
    assert english["440000"] == "Guangdong"
    assert english["440000/440100"] == "Guangzhou"
    assert english["440000/440100/440106"] == "Tianhe, Guangzhou"


def _setup(client: Client, lang: str) -> dict[str, Any]:
    answer = client.get("/screen/2026/", headers={"accept-language": lang})
    found: dict[str, Any] = json.loads(SETUP.findall(answer.content.decode())[0])
    return found
