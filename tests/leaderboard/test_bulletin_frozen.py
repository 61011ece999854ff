"""A public bulletin counts everything that is stored, over all rounds: while boards stand still it
tells no figure, and the desk tells all."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard import freezing, sheets
from leaderboard import projector as projectors
from leaderboard.bulletin import views
from leaderboard.desk import bulletin as desk
from leaderboard.models import BulletinChoice
from leaderboard.projector import RELOAD_MS, Projector
from leaderboard.reports import counting, keeping, making, snapshot
from leaderboard.rules.figures import monday
from leaderboard.store_memory import MemoryShelf
from questionbank import grants
from quiz.models import Entry
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.crowd import fresh

__all__ = ["fresh"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
WEEK = date.fromordinal(monday(keeping.day_of(OPENS_AT))).isoformat()
ADDRESS = f"/bulletins/GD26/4401/{WEEK}/"
CUT = Millis(OPENS_AT + 200_000)
HELD = "榜单封存期间，简报不公布人数和得分"


@pytest.fixture
def followed(
    stage: Scene, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> Projector:
    """Twenty papers of 50 points before the cut, and thirty of 100 after it."""
    BulletinChoice.objects.create(contest=stage.contest, public=True, at=0)
    for n in range(20):
        stage.close(f"前{n}", 50)
    for n in range(30):
        stage.close(f"后{n}", 100)
    late = Entry.objects.filter(attempt__contestant__nickname__startswith="后")
    late.update(stored_at=CUT + 50_000)
    fake_clock.tick(300_000)
    counting.catch_up(fake_clock.now())
    making.step(fake_clock.now(), at_once=True)
    made = Projector(MemoryShelf())
    made.following = True
    for module in (views, desk, projectors):
        monkeypatch.setattr(module, "projector", made)
    later(made, fake_clock)
    return made


def later(projector: Projector, fake_clock: FakeClock) -> None:
    """Enough ticks that freezes are read again and stores are filled."""
    for _ in range(3):
        fake_clock.tick(2 * RELOAD_MS)
        projector.catch_up(fake_clock.now())
    snapshot.forget()


def freeze(stage: Scene, projector: Projector, fake_clock: FakeClock, cut: Millis = CUT) -> None:
    freezing.freeze(stage.ranked, cut, by=None, now=fake_clock.now())
    later(projector, fake_clock)


def read(address: str = ADDRESS, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def organiser() -> Client:
    user = User.objects.create_user("of-44")
    grants.give(user, "organiser", "44", by=None)
    client = Client()
    client.force_login(user)
    return client


def test_the_public_bulletin_tells_no_figure_while_a_round_stands_still(
    stage: Scene, followed: Projector, fake_clock: FakeClock
) -> None:
    assert "本周 50 人参加，交卷 50 份" in read()
    freeze(stage, followed, fake_clock)
    text = read()
    assert HELD in text
    assert not any(said in text for said in ("50 人", "80.0", "得分率", "每周参赛人次", "统计到"))


def test_its_first_ten_are_those_of_the_board_that_stands_still(
    stage: Scene, followed: Projector, fake_clock: FakeClock
) -> None:
    freeze(stage, followed, fake_clock)
    text = read()
    assert "前0<" in text
    assert "后" not in text.partition('class="top"')[2].partition("</ol>")[0]
    assert f"榜单已封存：只显示 {sheets.moment(CUT)} 及以前存入的成绩" in text


def test_the_desk_sees_all_of_it(stage: Scene, followed: Projector, fake_clock: FakeClock) -> None:
    freeze(stage, followed, fake_clock)
    text = read(f"/desk{ADDRESS}", organiser())
    assert "本周 50 人参加，交卷 50 份" in text
    assert HELD not in text


def test_everything_is_back_when_the_freeze_is_lifted(
    stage: Scene, followed: Projector, fake_clock: FakeClock
) -> None:
    freeze(stage, followed, fake_clock)
    freezing.lift(stage.ranked, by=None, now=fake_clock.now())
    later(followed, fake_clock)
    assert "本周 50 人参加，交卷 50 份" in read()


def test_a_cut_that_lies_ahead_holds_nothing_back_yet(
    stage: Scene, followed: Projector, fake_clock: FakeClock
) -> None:
    ahead = Millis(fake_clock.now() + 3_600_000)
    freeze(stage, followed, fake_clock, ahead)
    assert "本周 50 人参加，交卷 50 份" in read()
    fake_clock.tick(3_600_000)
    assert HELD in read()


def test_another_contest_s_freeze_is_not_of_this_one(
    stage: Scene, followed: Projector, fake_clock: FakeClock
) -> None:
    freeze(stage, followed, fake_clock)
    assert followed.catalogue.stands_still("GD26", fake_clock.now())
    assert not followed.catalogue.stands_still("GD27", fake_clock.now())


def test_a_board_that_is_only_being_made_to_stand_still_is_left_out(
    stage: Scene,
    followed: Projector,
    fake_clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    freeze(stage, followed, fake_clock)
    monkeypatch.setattr(followed, "derived_store", lambda _spec: None)
    text = read()
    assert HELD in text
    assert "前十名" not in text
