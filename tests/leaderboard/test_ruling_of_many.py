"""A wrong key, found after 10,000 papers: previewed, corrected, and counted a second time."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection

from leaderboard import board as boards
from leaderboard.effect import effects
from leaderboard.projector import Projector
from leaderboard.rules.scopes import Scope
from leaderboard.store_memory import MemoryShelf
from questionbank import grants
from questionbank.models import Ruling
from quiz import keys, plan
from quiz.models import Entry, EntryKind
from quiz.plan import Plan
from tests.fakes import MORNING, FakeClock
from tests.faults import record
from tests.house import shadow
from tests.leaderboard.test_effect import FORM, asked, crowd, ruled
from tests.quiz import world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PAPERS = 10_000
BOARD = "440000"


@pytest.fixture
def demo(fake_clock: FakeClock) -> Iterator[Plan]:
    keys.refresh()
    world.make_bank(kinds=["single"])
    world.make_round(FORM, world.make_contest())
    found = plan.load("demo")
    crowd(found, PAPERS)
    yield found
    Ruling.objects.all().delete()
    keys.refresh()


@pytest.fixture
def two() -> tuple[User, User]:
    made = [User.objects.create_user(name) for name in ("lin", "chen")]
    for user in made:
        grants.give(user, "organiser", "440000", by=None)
    return made[0], made[1]


def counted() -> shadow.Books:
    """The round as plain SQL reads it, without a fault by the second count."""
    books = record.read(f"sqlite:///{connection.settings_dict['NAME']}", "demo")
    assert shadow.faults(books) == []
    assert shadow.unmarked(books) == []
    assert len(books.papers) == PAPERS
    return books


def live() -> Projector:
    made = Projector(MemoryShelf())
    made.catch_up(MORNING)
    return made


def ours() -> dict[int, tuple[int, int]]:
    projector = live()
    ranked = projector.catalogue.codes["demo"]
    rows = boards.digest_rows(projector, ranked, Scope(BOARD))
    return {row.contestant: (row.rank, row.standing.score) for row in rows}


def theirs(books: shadow.Books) -> dict[int, tuple[int, int]]:
    return {line.contestant: (line.rank, line.score) for line in shadow.board(books, BOARD)}


def test_a_key_corrected_after_ten_thousand_papers_is_right_by_both_counts(
    demo: Plan, two: tuple[User, User]
) -> None:
    before = ours()
    assert before == theirs(counted())
    (told,) = effects(live(), asked(demo), "new_key", [[1]])
    assert ours() == before
    ruled(asked(demo), "new_key", [[1]], two)
    after = ours()
    assert after == theirs(counted())
    assert told.papers == Entry.objects.filter(kind=EntryKind.RULED).count() > 500
    assert told.up == sum(after[who][1] > before[who][1] for who in before) > 0
    assert told.down == sum(after[who][1] < before[who][1] for who in before) > 0
    assert told.moved == sum(after[who][0] != before[who][0] for who in before) > 0
    ruled(asked(demo), "restore", [], two)
    assert ours() == theirs(counted()) == before
