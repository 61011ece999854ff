"""Boards that organisers define: who is on them, in which order, and who is not shown."""

from typing import Any

import pytest
from django.test import Client

from leaderboard import awards, figures
from leaderboard import board as boards
from leaderboard.defined import NoBoard, defined
from leaderboard.models import BoardDefinition
from leaderboard.projector import Projector
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import NotReady
from leaderboard.store_memory import MemoryShelf
from quiz.models import Attempt, Contestant, Region, Round
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene

NOW = MORNING
DAY_MS = 86_400_000


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    settings.BOARD_LEAST_PEOPLE = 10


def define(stage: Scene, **given: Any) -> BoardDefinition:
    usual: dict[str, Any] = {
        "contest": stage.contest,
        "code": "top",
        "title_zh": "榜",
        "region_id": "44",
        "who": "persons",
        "formula": "standing",
        "made_at": NOW,
    }
    return BoardDefinition.objects.create(**usual | given)


def look(projector: Projector, code: str = "top", *, full: bool = True) -> Any:
    of = projector.catalogue.definitions["GD26", code]
    return defined(projector, of, 0, 100, full=full)


def following(now: Millis = NOW) -> Projector:
    projector = Projector(MemoryShelf())
    projector.catch_up(now)
    return projector


def rows(shown: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for row in shown.board.rows:
        if isinstance(row, PersonRow):
            found.append((row.rank, row.name, row.score))
        elif isinstance(row, RegionRow):
            found.append((row.rank, row.name, row.score_x100))
    return found


def crowd(stage: Scene, region: str, count: int, score: int, unit: str = "") -> None:
    for n in range(count):
        name = f"{region}-{unit}-{n}"
        stage.join(name, region=region, cohort=("youth", "farmers")[n % 2])
        stage.close(name, score)
    Contestant.objects.filter(nickname__startswith=f"{region}-{unit}-").update(unit=unit)


def second_round(stage: Scene) -> Round:
    made = Round.objects.get(pk=stage.ranked.pk)
    made.pk, made.code, made.opens_at = None, "second", OPENS_AT + 1
    made.save(force_insert=True)
    return made


def test_the_top_of_a_region_and_a_cohort_costs_no_store(stage: Scene) -> None:
    stage.close("梅", 80)
    stage.close("兰", 90)
    stage.join("竹", cohort="farmers")
    stage.close("竹", 100)
    define(stage, top=1, rounds=["first"], cohort_id="youth")
    projector = following()
    shown = look(projector)
    assert rows(shown) == [(1, "兰", 90)]
    assert shown.rows == 1
    assert shown.board.people == 2
    assert projector._filling.rounds() == []


def test_a_season_counts_the_best_rounds_of_the_contest(stage: Scene) -> None:
    other = second_round(stage)
    for score, round_ in [(80, stage.ranked), (90, other), (100, other)]:
        stage.close("梅", score, round_=round_)
    stage.close("兰", 95)
    define(stage)
    define(stage, code="best", best_n=1)
    projector = following()
    assert rows(look(projector)) == [(1, "梅", 180), (2, "兰", 95)]
    assert rows(look(projector, "best")) == [(1, "梅", 100), (2, "兰", 95)]


def test_a_board_defined_later_is_filled_while_others_are_shown(stage: Scene) -> None:
    stage.close("梅", 80)
    projector = following()
    define(stage, rounds=["first"], ends_at=OPENS_AT + DAY_MS)
    projector.catch_up(Millis(NOW + 5_000))
    assert rows(look(projector)) == [(1, "梅", 80)]
    stage.close("兰", 90)
    projector.catch_up(Millis(NOW + 5_001))
    assert rows(look(projector)) == [(1, "兰", 90), (2, "梅", 80)]
    BoardDefinition.objects.all().delete()
    projector.catch_up(Millis(NOW + 20_000))
    assert projector._filling.rounds() == []


def test_who_opened_the_page_too_early_hears_that_it_is_being_prepared(stage: Scene) -> None:
    projector = following()
    row = define(stage, rounds=["first"], ends_at=OPENS_AT + DAY_MS)
    projector.catalogue = type(projector.catalogue)(
        **{
            name: getattr(projector.catalogue, name)
            for name in ("rounds", "places", "cohorts", "codes", "children")
        },
        definitions={("GD26", "top"): following().catalogue.definitions["GD26", "top"]},
    )
    with pytest.raises(NotReady):
        look(projector)
    assert row.pk


def test_a_definition_without_its_rounds_has_no_board(stage: Scene) -> None:
    define(stage, rounds=["gone"])
    with pytest.raises(NoBoard):
        look(following())


def test_counties_are_ranked_by_people_for_every_ten_thousand_residents(stage: Scene) -> None:
    Region.objects.filter(pk="440106").update(population=1_000)
    Region.objects.filter(pk="440305").update(population=500)
    crowd(stage, "440106", 12, 50)
    crowd(stage, "440305", 11, 90)
    crowd(stage, "440104", 13, 90)  # nobody knows how many live there
    define(stage, who="counties", formula="rate", rounds=["first"])
    shown = look(following())
    assert rows(shown) == [(1, "南山区", 220_00), (2, "天河区", 120_00), (None, "越秀区", None)]


def test_a_region_with_more_people_than_residents_is_not_ranked(stage: Scene) -> None:
    Region.objects.filter(pk="440106").update(population=11)
    Region.objects.filter(pk="440305").update(population=11)
    crowd(stage, "440106", 12, 50)
    crowd(stage, "440305", 11, 50)
    for formula in ("rate", "balance"):
        define(stage, code=formula, who="counties", formula=formula, rounds=["first"])
    projector = following()
    for formula in ("rate", "balance"):
        ranks = {row.name: row.rank for row in look(projector, formula).board.rows}
        assert ranks == {"南山区": 1, "天河区": None, "越秀区": None}


def test_the_best_of_each_city_are_added(stage: Scene) -> None:
    crowd(stage, "440106", 10, 50)
    crowd(stage, "440305", 10, 60)
    stage.close("梅", 100)
    define(stage, who="cities", formula="best", best=2, rounds=["first"])
    assert rows(look(following())) == [(1, "广州市", 150_00), (2, "深圳市", 120_00)]


def test_of_a_unit_with_fewer_than_ten_people_no_figure_is_shown(stage: Scene) -> None:
    crowd(stage, "440106", 10, 80, unit="一中")
    crowd(stage, "440106", 9, 90, unit="二中")
    crowd(stage, "440106", 10, 90, unit="三中")
    define(stage, who="units", formula="mean", units=["一中", "二中", "四中"])
    shown = look(following()).board
    assert [(row.name, row.rank, row.few, row.people) for row in shown.rows] == [
        ("一中", 1, False, 10),
        ("二中", None, True, None),
        ("四中", None, False, 0),
    ]
    assert shown.people == 19


def test_cohorts_are_rows_of_their_own(stage: Scene) -> None:
    crowd(stage, "440106", 20, 50)
    define(stage, who="cohorts", formula="mean", rounds=["first"])
    assert [row[1] for row in rows(look(following()))] == ["农民", "青少年"]


def test_an_award_says_what_it_has_counted(stage: Scene) -> None:
    Region.objects.filter(pk="440106").update(population=1_000)
    Region.objects.filter(pk="440305").update(population=1_000)
    crowd(stage, "440106", 20, 50)
    crowd(stage, "440305", 10, 100)
    define(stage, who="counties", formula="award", rounds=["first"], weights={})
    projector = following(Millis(OPENS_AT + 2 * DAY_MS))
    shown = look(projector)
    best = shown.award[0]
    assert best.facts.name == "天河区"
    assert best.facts.cohorts == (10, 10)
    # The round is open from one morning to the next: two days, of which one saw papers.
    assert (best.facts.active, best.facts.days) == (1, 2)
    assert best.parts == (10_000, 10_000, 6_515, 5_000)
    assert best.score == sum(best.gains) == 40_00 + 25_00 + 13_03 + 7_50
    assert rows(shown)[0] == (1, "天河区", best.score)
    source = figures.source_of(projector, shown.definition, full=True)
    turned = awards.judged(source, type(shown.definition.weights)(0, 0, 100, 0))[1]
    assert [row.facts.name for row in turned][:1] == ["南山区"]


def test_the_public_sees_a_defined_board_up_to_its_cut(stage: Scene) -> None:
    stage.close("梅", 80)
    define(stage, rounds=["first"], freeze_at=OPENS_AT + 100_000, public_from=NOW)
    projector = following()
    assert rows(look(projector, full=False)) == []
    assert look(projector, full=False).cut == OPENS_AT + 100_000
    assert rows(look(projector)) == [(1, "梅", 80)]


def test_a_merged_county_is_listed_while_it_was_valid_or_has_results(stage: Scene) -> None:
    Region.objects.filter(pk="440104").update(valid_to="2000-01-01")
    stage.close("梅", 80)
    listed = [row.name for row in boards.regions(following(), regions("44/4401")).rows]
    assert listed == ["天河区"]
    stage.join("兰", region="440104")
    stage.close("兰", 90)
    projector = following()
    found = boards.regions(projector, regions("44/4401"))
    assert sorted(row.name for row in found.rows) == ["天河区", "越秀区"]


def regions(path: str) -> BoardId:
    return BoardId("first", "regions", Scope(path))


def test_guests_have_a_line_and_count_nowhere_else(stage: Scene) -> None:
    Region.objects.create(code="810000", path="810000", kind="guest", name_zh="香港", name_en="HK")
    crowd(stage, "810000", 10, 90)
    stage.close("梅", 80)
    projector = following()
    assert boards.regions(projector, regions("44")).people == 1
    line = boards.guests(projector, projector.catalogue.codes["first"])
    assert [(row.name, row.people, row.rank, row.mean_x100) for row in line] == [
        ("香港", 10, None, 90_00)
    ]


def test_children_add_up_to_their_region_wherever_results_come_from(stage: Scene) -> None:
    crowd(stage, "440106", 11, 70)
    crowd(stage, "440104", 12, 60)
    crowd(stage, "4403", 10, 50)  # a region with children may have results of its own
    assert Attempt.objects.count() == 33
    projector = following()
    store = projector.store(projector.catalogue.codes["first"])
    whole, *parts = store.totals(
        [Scope("44/4401"), Scope("44/4401/440106"), Scope("44/4401/440104")]
    )
    assert whole.attempts == sum(part.attempts for part in parts) == 23
    assert whole.points == sum(part.points for part in parts)


def test_the_provinces_page_has_a_line_for_guests(
    stage: Scene, projector: Projector, client: Client, fake_clock: FakeClock
) -> None:
    Region.objects.create(code="810000", path="810000", kind="guest", name_zh="香港", name_en="HK")
    crowd(stage, "810000", 10, 90)
    projector._loaded_at = Millis(0)
    projector.catch_up(fake_clock.now())
    page = client.get("/boards/GD26/", {"tab": "regions"}).content.decode()
    assert "来宾，不计入本省" in page
    assert "来宾" not in client.get("/boards/GD26/4401/", {"tab": "regions"}).content.decode()


@pytest.mark.parametrize(("who", "shown"), [("cohorts", "青少年"), ("units", "一中")])
def test_groups_that_are_no_regions_have_public_pages_too(
    stage: Scene, projector: Projector, client: Client, fake_clock: FakeClock, who: str, shown: str
) -> None:
    second_round(stage)
    crowd(stage, "440106", 20, 50, unit="一中")
    define(stage, who=who, formula="mean", rounds=["first"], units=["一中"], public_from=0)
    projector._loaded_at = Millis(0)
    projector.catch_up(fake_clock.now())
    answer = client.get("/boards/GD26/b/top/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert shown in page
    assert "初赛" in page
