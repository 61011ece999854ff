"""The people and the round that most socket tests need; a file may define its own."""

from collections.abc import Iterator

import pytest

from quiz import seats
from quiz.models import Contest
from tests.quiz import world


@pytest.fixture(autouse=True)
def own_seats() -> Iterator[None]:
    """Nobody is found sitting who sat in another test: attempts have the same numbers there, and a
    seat is gone only when the collector has been."""
    yield
    seats._seats.clear()


@pytest.fixture
def contest() -> Contest:
    """A contest with a bank of single choices and no round yet."""
    world.make_bank(kinds=["single"])
    return world.make_contest()


@pytest.fixture
def every_kind(contest: Contest) -> None:
    """Questions of all other kinds, too."""
    world.make_bank(kinds=[kind for kind in world.KINDS if kind != "single"])


@pytest.fixture
def mei(contest: Contest) -> str:
    """Mei's token; the round is five single-choice questions."""
    world.make_round(world.FIVE, contest)
    return world.make_contestant(contest)
