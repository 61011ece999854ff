"""What a ruling would change is told before it is made, and is what it then changes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard import board as boards
from leaderboard import effect
from leaderboard.effect import Effect, effects
from leaderboard.projector import Projector
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import Entry as BoardRow
from leaderboard.store_memory import MemoryShelf
from questionbank import grants
from questionbank import rulings as bank
from questionbank.models import QuestionVersion, Ruling
from quiz import keys, plan, rulings
from quiz.models import Attempt, Contestant, Entry, EntryKind, Region
from quiz.plan import Plan
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import world

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 9, 19, 1, tzinfo=UTC)
FORM = Format(questions=5, blueprint={"single": 5}, books=1, tries_per_day=30)
NOTE = ("原答案有误，已更正。", "")
Board = list[tuple[int, int, int]]


@pytest.fixture(autouse=True)
def demo(fake_clock: FakeClock) -> Iterator[Plan]:
    keys.refresh()
    world.make_bank(kinds=["single"])
    world.make_round(FORM, world.make_contest())
    yield plan.load("demo")
    Ruling.objects.all().delete()
    keys.refresh()


@pytest.fixture
def two() -> tuple[User, User]:
    made = [User.objects.create_user(name) for name in ("lin", "chen")]
    for user in made:
        grants.give(user, "organiser", "440000", by=None)
    return made[0], made[1]


def crowd(demo: Plan, people: int, right: int = 7, region: str = "440100") -> None:
    """Closed papers: place 2, which is right, in `right` of ten answers, else place 1. More of them
    with each call."""
    contest = Contestant(contest_id=demo.contest, region_id=region, cohort_id="general")
    Contestant.objects.bulk_create(
        Contestant(
            contest_id=contest.contest_id,
            region_id=contest.region_id,
            cohort_id=contest.cohort_id,
            nickname=f"选手{n}",
            token_hash=f"{region}{n:058}",
            joined_at=MORNING,
        )
        for n in range(people)
    )
    ids = Contestant.objects.filter(region=region).order_by("pk").values_list("pk", flat=True)
    Attempt.objects.bulk_create(
        Attempt(
            round_id=demo.round,
            contestant_id=who,
            try_no=0,
            book=demo.deal(who, 0)[0],
            form=demo.deal(who, 0)[1],
            region_path=f"440000/{region}",
            cohort="general",
            opened_at=MORNING,
        )
        for who in ids
    )
    attempts = Attempt.objects.filter(contestant__in=ids).order_by("pk")
    Entry.objects.bulk_create(row for attempt in attempts for row in answers(attempt, right))


def answers(attempt: Attempt, right: int) -> list[Entry]:
    places = [2 if (attempt.pk * 7 + slot * 3) % 10 < right else 1 for slot in range(5)]
    times = {"received_at": MORNING, "stored_at": MORNING}
    rows = [
        Entry(attempt=attempt, slot=slot, kind=2, choice=str(place), took_ms=900 + slot, **times)
        for slot, place in enumerate(places)
    ]
    for row in rows:
        row.points = 10 if row.choice == "2" else 0
    took, points = sum(row.took_ms for row in rows), sum(row.points for row in rows)
    return [*rows, Entry(attempt=attempt, slot=5, kind=3, took_ms=took, points=points, **times)]


def seen(projector: Projector) -> Board:
    projector.catch_up(MORNING)
    ranked = projector.catalogue.codes["demo"]
    rows: list[BoardRow] = list(boards.digest_rows(projector, ranked, Scope("440000")))
    return [(row.contestant, row.rank, row.standing.score) for row in rows]


def cities(projector: Projector) -> dict[str, int | None]:
    board = boards.regions(projector, BoardId("demo", "regions", Scope("440000")))
    return {row.name: row.rank for row in board.rows}


def ruled(version: int, kind: str, key: list[list[int]], by: tuple[User, User]) -> None:
    row = QuestionVersion.objects.get(pk=version)
    bank.confirm(bank.propose(row, kind, key, note=NOTE, by=by[0]).pk, by=by[1], at=NOW)
    rulings.apply_all(MORNING)


def asked(demo: Plan) -> int:
    """A version that some closed paper has."""
    attempt = Attempt.objects.order_by("pk")[0]
    return demo.books.books[attempt.book][attempt.form][0]


@pytest.mark.parametrize(
    ("kind", "key"),
    [("new_key", [[1]]), ("void_all", []), ("void_none", []), ("accept", [[1], [2]])],
)
def test_the_preview_says_what_then_happens(
    demo: Plan, two: tuple[User, User], kind: str, key: list[list[int]], settings: Any
) -> None:
    settings.BOARD_LEAST_PEOPLE = 10
    Region.objects.create(
        code="440300", path="440000/440300", kind="city", name_zh="深圳市", parent_id="440000"
    )
    crowd(demo, 60)
    crowd(demo, 40, 6, "440300")
    crowd(demo, 9, 1, "440000")
    version = asked(demo)
    live = Projector(MemoryShelf())
    before, first = seen(live), cities(live)
    stored = list(Entry.objects.values_list("pk", flat=True))
    (told,) = effects(live, version, kind, key)
    assert list(Entry.objects.values_list("pk", flat=True)) == stored
    ruled(version, kind, key, two)
    assert live.store(live.catalogue.codes["demo"]).totals([Scope("440000")])[0].ruled == 0
    anew = Projector(MemoryShelf())
    after, later = seen(anew), cities(anew)
    assert {one.name: (one.before, one.after) for one in told.places} == {
        name: (first[name], later[name]) for name in ("广州市", "深圳市")
    }
    ranks = {who: rank for who, rank, _score in after}
    scores = {who: score for who, _rank, score in after}
    marked = Entry.objects.filter(kind=EntryKind.RULED)
    assert told.papers == marked.count()
    assert told.up == sum(scores[who] > score for who, _rank, score in before)
    assert told.down == sum(scores[who] < score for who, _rank, score in before)
    assert told.moved == sum(ranks[who] != rank for who, rank, _score in before)
    # Some live in no city.
    elsewhere = Attempt.objects.filter(region_path="440000/440000").count()
    changed = told.up + told.down
    assert changed - elsewhere <= sum(place.papers for place in told.places) <= changed


def test_a_process_that_follows_and_one_that_begins_anew_show_the_same(
    demo: Plan, two: tuple[User, User]
) -> None:
    crowd(demo, 60)
    follower = Projector(MemoryShelf())
    first = seen(follower)
    ruled(asked(demo), "new_key", [[1]], two)
    assert seen(follower) == seen(Projector(MemoryShelf())) != first
    ruled(asked(demo), "restore", [], two)
    assert seen(follower) == seen(Projector(MemoryShelf())) == first


def test_of_too_many_papers_only_that_is_told(demo: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(demo, 20)
    version, live = asked(demo), Projector(MemoryShelf())
    seen(live)
    (exact,) = effects(live, version, "void_all", [])
    for most, told in ((exact.papers, exact), (exact.papers - 1, None)):
        monkeypatch.setattr(effect, "MOST_PAPERS", most)
        (found,) = effects(live, version, "void_all", [])
        assert found == (told or Effect("demo", exact.title, most, more=True))


def test_no_paper_without_the_question_is_read(demo: Plan) -> None:
    """Of those the boards are asked: a round has millions."""
    crowd(demo, 60)
    live, version = Projector(MemoryShelf()), asked(demo)
    seen(live)
    with CaptureQueriesContext(connection) as queries:
        (told,) = effects(live, version, "void_all", [])
    assert 0 < told.papers < 60
    journal = [one["sql"] for one in queries if "quiz_entry" in one["sql"]]
    bounds = ("book", 'attempt_id" IN', "contestant_id IN")
    assert not [sql for sql in journal if not any(bound in sql for bound in bounds)]


KEYS: list[tuple[str, list[list[int]]]] = [
    *(("new_key", [[0]]), ("new_key", [[1]]), ("accept", [[1], [2]])),
    *(("void_all", []), ("void_none", [])),
]


@pytest.mark.slow
@given(chosen=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(KEYS)), min_size=1, max_size=4))
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rulings_and_their_restoring_give_the_first_board_again(
    demo: Plan, two: tuple[User, User], chosen: list[tuple[int, tuple[str, list[list[int]]]]]
) -> None:
    if not Attempt.objects.exists():
        crowd(demo, 30)
    attempt = Attempt.objects.order_by("pk")[0]
    versions = demo.books.books[attempt.book][attempt.form]
    follower = Projector(MemoryShelf())
    first = seen(follower)
    for at, (kind, key) in chosen:
        ruled(versions[at], kind, key, two)
        seen(follower)
    for at in {at for at, _ruling in chosen}:
        ruled(versions[at], "restore", [], two)
    assert seen(follower) == first


@pytest.mark.slow
def test_ten_thousand_papers_are_previewed_and_marked_again_in_seconds(
    demo: Plan, two: tuple[User, User]
) -> None:
    crowd(demo, 10_000)
    live = Projector(MemoryShelf())
    live.catch_up(MORNING)
    started = monotonic()
    (told,) = effects(live, asked(demo), "void_all", [])
    previewed = monotonic()
    ruled(asked(demo), "void_all", [], two)
    done = monotonic()
    assert told.papers == Entry.objects.filter(kind=EntryKind.RULED).count() > 500
    assert previewed - started < 20
    assert done - previewed < 20
    assert rulings.apply(1, Millis(MORNING + 1)) == 0
