"""What annulling would change is told before, and is what it then changes."""

import pytest
from django.contrib.auth.models import User

from leaderboard import annul_effect
from leaderboard import board as boards
from leaderboard.annul_effect import Effect
from leaderboard.projector import Projector
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import Shelf
from quiz import annulling
from quiz.annulling import Why
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.leaderboard.cast import Scene
from tests.quiz import world

pytestmark = pytest.mark.django_db
PROVINCE = Scope("44")
Ranks = dict[int, int]


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin")


@pytest.fixture
def crowd(stage: Scene, settings: object) -> Scene:
    """Thirty in two cities with a champion who tried twice, and people who share ranks."""
    settings.BOARD_LEAST_PEOPLE = 10  # type: ignore[attr-defined]
    for n in range(30):
        region = "440305" if n % 2 else "440106"
        stage.join(f"n{n}", region=region)
        stage.close(f"n{n}", 10 * (n // 3), took=60_000 + 1_000 * (n // 2))
    stage.join("冠军", region="440305")
    stage.close("冠军", 100, took=20_000)
    stage.close("冠军", 50)
    return stage


@pytest.fixture
def projector(crowd: Scene, shelf: Shelf, fake_clock: FakeClock) -> Projector:
    shelf.publish()
    made = Projector(shelf)
    made.catch_up(fake_clock.now())
    return made


def ranks(projector: Projector, after: int = 0) -> Ranks:
    projector.catch_up(Millis(MORNING + after))
    ranked = projector.catalogue.codes["first"]
    rows = boards.digest_rows(projector, ranked, PROVINCE)
    return {row.contestant: row.rank for row in rows}


def cities(projector: Projector) -> dict[str, int | None]:
    found = boards.regions(projector, BoardId("first", "regions", PROVINCE))
    return {row.name: row.rank for row in found.rows}


def told(projector: Projector, contestant: int, steps: dict[int, int]) -> Effect:
    (effect,) = annul_effect.effects(projector, [contestant], steps)
    return effect


def as_it_came(effect: Effect, before: Ranks, after: Ranks, contestant: int) -> None:
    (mine,) = effect.moved
    assert (mine.before, mine.after) == (before.get(contestant), after.get(contestant))
    others = {who: (rank, after[who]) for who, rank in before.items() if who != contestant}
    assert effect.up == sum(new < old for old, new in others.values())
    assert effect.down == sum(new > old for old, new in others.values())
    first = sorted(after.values())[:10]
    assert [row.rank for row in effect.top] == first
    assert {row.was for row in effect.top} <= {None, *before.values()}


@pytest.mark.parametrize("which", [slice(0, 1), slice(1, 2), slice(0, 2)])
def test_the_preview_says_what_then_happens_and_restoring_says_the_opposite(
    crowd: Scene, projector: Projector, lin: User, which: slice
) -> None:
    champion = crowd.people["冠军"].pk
    papers = world.papers_of(champion)[which]
    steps = annulling.next_steps(papers, annuls=True)
    before, old = ranks(projector), cities(projector)
    effect = told(projector, champion, steps)
    annulling.annul(steps, Why("proxy"), lin, Millis(MORNING + 1))
    after, new = ranks(projector, after=2), cities(projector)
    as_it_came(effect, before, after, champion)
    for place in effect.places:
        assert (place.before, place.after) == (old[place.name], new[place.name])
    back = annulling.next_steps(papers, annuls=False)
    opposite = told(projector, champion, back)
    assert (opposite.up, opposite.down) == (effect.down, effect.up)
    annulling.restore(back, Why("appeal"), lin, Millis(MORNING + 3))
    assert ranks(projector, after=4) == before
    as_it_came(opposite, after, before, champion)


@pytest.mark.parametrize("name", ["n0", "n14", "n29"])
def test_anybody_else_is_told_right_too(
    crowd: Scene, projector: Projector, lin: User, name: str
) -> None:
    who = crowd.people[name].pk
    steps = annulling.next_steps(world.papers_of(who), annuls=True)
    before = ranks(projector)
    effect = told(projector, who, steps)
    annulling.annul(steps, Why("proxy"), lin, Millis(MORNING + 1))
    as_it_came(effect, before, ranks(projector, after=2), who)


def test_a_city_that_loses_its_champion_may_lose_its_rank(
    crowd: Scene, projector: Projector
) -> None:
    champion = crowd.people["冠军"].pk
    steps = annulling.next_steps(world.papers_of(champion), annuls=True)
    effect = told(projector, champion, steps)
    (shenzhen,) = [place for place in effect.places if place.name == "深圳市"]
    assert (shenzhen.people_before, shenzhen.people_after) == (16, 15)


def test_practice_has_no_boards_and_no_effect(crowd: Scene, projector: Projector) -> None:
    crowd.close("n0", 5, round_=crowd.practice)
    paper = world.papers_of(crowd.people["n0"].pk)[-1]
    assert annul_effect.effects(projector, [crowd.people["n0"].pk], {paper: 1}) == []


def test_of_a_great_many_people_no_effect_is_told(projector: Projector) -> None:
    with pytest.raises(ValueError, match="at most"):
        annul_effect.effects(projector, list(range(51)), {})
