"""What is hidden in one round's report does not follow from those of the others and of all."""

import pytest

from leaderboard import catalogue
from leaderboard.reports import snapshot
from leaderboard.reports.snapshot import Snapshot
from leaderboard.reports.tables import Asked, By, Writer
from leaderboard.reports.unshown import LEVELS
from leaderboard.rules.figures import ALL, UNIT
from quiz.models import Round
from quiz.rules.formats import Format, plain
from tests.leaderboard import crowd
from tests.leaderboard.cast import OPENS_AT, TIANHE, YUEXIU, Scene
from tests.leaderboard.crowd import fresh, papers, tell

__all__ = ["fresh"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
GUANGZHOU = "44/4401"
BEST = LEVELS[-1]


def add(stage: Scene, code: str) -> Round:
    return Round.objects.create(
        contest=stage.contest,
        code=code,
        title_zh=code,
        format=plain(Format()),
        opens_at=OPENS_AT,
        closes_at=OPENS_AT + 86_400_000,
    )


@pytest.fixture
def second(stage: Scene) -> Round:
    return add(stage, "second")


def snap(round_: Round | None = None, *, units: bool = False) -> Snapshot:
    """The round's snapshot, or that of all."""
    return snapshot.of("GD26", round_.pk if round_ else 0, units=units)


def shown(path: str, round_: Round | None = None, group: str = "") -> bool:
    of = snap(round_, units=bool(group))
    return not of.hidden((path, group, ALL, 0))


def test_a_paper_of_a_hidden_round_is_not_all_papers_less_those_of_the_other(
    stage: Scene, second: Round
) -> None:
    tell(papers(stage.ranked, 20) + papers(stage.ranked, 20, path=YUEXIU, first=101))
    tell(papers(second, 20, path=YUEXIU, first=101) + papers(second, 1, score=30))
    assert not shown(TIANHE, second)
    assert shown(TIANHE) + shown(TIANHE, stage.ranked) < 2
    assert all(shown(GUANGZHOU, one) for one in (None, stage.ranked, second))


def test_two_hidden_rounds_of_the_same_few_people_take_a_third_with_them(
    stage: Scene, second: Round
) -> None:
    third = add(stage, "third")
    tell(papers(stage.ranked, 60))
    tell(papers(second, 6) + papers(third, 6))
    assert [shown(TIANHE, one) for one in (second, third, stage.ranked)] == [False] * 3
    assert shown(TIANHE)


def test_units_are_hidden_over_the_rounds_too(stage: Scene, second: Round) -> None:
    tell(papers(stage.ranked, 20, unit="一中"))
    tell(papers(second, 3, unit="一中") + papers(second, 20, first=101))
    one = UNIT + "一中"
    assert not shown(TIANHE, second, one)
    assert shown(TIANHE, group=one) + shown(TIANHE, stage.ranked, one) < 2


def test_few_people_of_a_level_do_not_follow_from_two_rounds_of_different_people(
    stage: Scene, second: Round
) -> None:
    tell(papers(stage.ranked, 20, score=100) + papers(stage.ranked, 20, first=101))
    tell(papers(second, 3, first=201, score=100) + papers(second, 20, first=301))
    cell = (TIANHE, "", ALL, 0)
    assert snap(second).hides(cell, BEST)
    assert snap().hides(cell, BEST) or snap(stage.ranked).hides(cell, BEST)


def test_a_level_is_told_where_the_same_people_are_in_both_rounds(
    stage: Scene, second: Round
) -> None:
    tell(papers(stage.ranked, 30, score=100) + papers(stage.ranked, 30, first=101))
    tell(papers(second, 30, score=50) + papers(second, 15, first=101))
    cell = (TIANHE, "", ALL, 0)
    snaps = [snap(one) for one in (None, stage.ranked, second)]
    assert not any(cell.parts for one in snaps for cell in crowd.cells(one).values())
    assert snap().figures(cell)[BEST] == snap(stage.ranked).figures(cell)[BEST] == 30


def test_one_round_alone_is_the_whole_contest(stage: Scene) -> None:
    tell(papers(stage.ranked, 20) + papers(stage.ranked, 4, path=YUEXIU, first=101))
    assert crowd.cells(snap(stage.ranked)) == crowd.cells(snap())
    assert any(cell.hidden for cell in crowd.cells(snap()).values())
    tables = [Writer(snap(one), catalogue.load()) for one in (None, stage.ranked)]
    asked = Asked(root="44", path=GUANGZHOU, by=By.COHORT)
    assert tables[0].table(asked) == tables[1].table(asked)


def test_a_round_without_papers_shows_nothing(stage: Scene, second: Round) -> None:
    tell(papers(stage.ranked, 20))
    assert not crowd.cells(snap(second))
    assert snap(second).as_of == OPENS_AT
