"""Each day's first three: who they were, as strangers may read it now."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard import board
from leaderboard.models import BoardDay
from leaderboard.projector import Projector
from leaderboard.public import days
from leaderboard.public.days import day_of, end_of
from leaderboard.rules.rollup import Policy
from quiz import annulling, people
from quiz.annulling import Why
from quiz.models import Attempt
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene

ADDRESS = "/boards/GD26/44/days/"


def text(client: Client) -> str:
    shown = client.get(ADDRESS).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split())


@pytest.fixture
def kept(
    projector: Projector, stage: Scene, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> Projector:
    """A day that has ended, and somebody better on the next."""
    monkeypatch.setattr(board, "policy", lambda: Policy(shrink=2, least=2, few=1))
    fake_clock.time = Millis(end_of(day_of(OPENS_AT)) + 100)
    projector.catch_up(fake_clock.now())
    assert days.days.close(fake_clock.now()) > 0
    stage.close("张三丰", 200)
    projector.catch_up(fake_clock.tick(1_000))
    return projector


def test_each_day_names_its_first_three(client: Client, kept: Projector) -> None:
    today, _date, before = text(client).partition("2026-09-19")
    assert "张三丰 200 竹 100 =1+1 90" in today
    assert "竹 100 =1+1 90 梅 80" in before
    assert "张三丰" not in before


def test_no_name_is_kept(kept: Projector) -> None:
    assert "竹" not in str(list(BoardDay.objects.values()))


def test_names_are_masked_where_the_contest_says_so(
    client: Client, kept: Projector, stage: Scene, fake_clock: FakeClock
) -> None:
    stage.contest.masked = True
    stage.contest.save(update_fields=["masked"])
    kept.catch_up(fake_clock.tick(10_000))
    assert "张*丰 200" in text(client)
    assert "张三丰" not in text(client)


def test_whoever_deleted_their_data_or_was_annulled_is_not_named(
    client: Client, kept: Projector, stage: Scene, fake_clock: FakeClock
) -> None:
    people.erase(stage.people["竹"], fake_clock.now())
    kept.catch_up(fake_clock.tick(10_000))
    assert "竹" not in text(client)
    other = stage.people["=1+1"]
    papers = list(Attempt.objects.filter(contestant=other).values_list("pk", flat=True))
    steps = annulling.next_steps(papers, annuls=True)
    by = User.objects.create_user("lin")
    annulling.annul(steps, Why("proxy"), by, fake_clock.now())
    kept.catch_up(fake_clock.tick(10_000))
    shown = text(client)
    assert "=1+1" not in shown.partition("2026-09-19")[2]
    assert "已不在榜上" in shown


def test_days_of_few_people_name_nobody(
    client: Client, kept: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "policy", lambda: Policy(shrink=2, least=20, few=10))
    assert "竹" not in text(client).partition("历程")[2]
