"""A contest with a raffle, its people, and an organiser of the whole province."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from leaderboard.models.raffles import Raffle
from leaderboard.raffle import holding, listing
from leaderboard.raffle.forms import Form
from leaderboard.rules.raffle import DAY_MS, Prize, Rule
from questionbank import grants
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene

FORM = Form(
    code="first-raffle",
    title_zh="初赛抽奖",
    title_en="",
    rule=Rule(("first",), above=59),
    prizes=(Prize("科普图书", 1), Prize("笔记本", 2)),
    reserves=1,
    beacon_source="双色球 2026136 期",
    closes_at=OPENS_AT + DAY_MS,
    claim_days=7,
    delete_at=OPENS_AT + 60 * DAY_MS,
)
LUCKY = [f"选手{n}" for n in range(6)]


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else writes to a test's database."""
    monkeypatch.setattr(listing, "REST_S", 0)


@pytest.fixture
def organiser(db: None) -> User:
    user = User.objects.create_user("organiser")
    grants.give(user, "organiser", "44", by=None)
    return user


@pytest.fixture
def open_raffle(stage: Scene, organiser: User, fake_clock: FakeClock) -> Raffle:
    """Six people have enough points for a ticket, two have not."""
    for name in LUCKY:
        stage.close(name, 60)
    stage.close("少", 59)
    stage.close("练习", 100, round_=stage.practice)
    return holding.make(stage.contest, "44", FORM, organiser, fake_clock.now())


@pytest.fixture
def sealed(open_raffle: Raffle, fake_clock: FakeClock) -> Raffle:
    fake_clock.tick(DAY_MS)
    return holding.seal(open_raffle, fake_clock.now())


@pytest.fixture
def drawn(sealed: Raffle, fake_clock: FakeClock) -> Raffle:
    holding.draw(sealed, "03-11-19-24-28-31+07", fake_clock.now())
    return sealed


def changed(**values: object) -> Form:
    return replace(FORM, **values)  # type: ignore[arg-type]


def later(fake_clock: FakeClock, days: int) -> Millis:
    return fake_clock.tick(days * DAY_MS)
