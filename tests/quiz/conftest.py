"""The people and the round that most socket tests need; a file may define its own."""

import pytest

from quiz.models import Contest
from tests.quiz import world


@pytest.fixture
def contest() -> Contest:
    """A contest with a bank and no round yet."""
    world.make_bank()
    return world.make_contest()


@pytest.fixture
def mei(contest: Contest) -> str:
    """Mei's token; the round is five single-choice questions."""
    world.make_round(world.FIVE, contest)
    return world.make_contestant(contest)
