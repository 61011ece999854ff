"""The desk's first page: what waits, today's figures, and the way to everything."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.desk.waiting import waiting
from questionbank import grants
from quiz import clock
from quiz.models import Attempt, Flag
from tests.fakes import FakeClock
from tests.leaderboard import crowd
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.crowd import fresh

__all__ = ["fresh"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]


def home_of(scope: str) -> str:
    user = User.objects.create_user(f"of-{scope.replace('/', '-')}")
    grants.give(user, "organiser", scope, by=None)
    client = Client()
    client.force_login(user)
    answer = client.get("/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    made = FakeClock()
    made.time = type(made.now())(OPENS_AT + 4 * 3_600_000)
    monkeypatch.setattr(clock, "now", made.now)
    return made


def test_the_regions_of_the_organiser_stand_there_with_their_figures(
    stage: Scene, noon: FakeClock
) -> None:
    crowd.small_world(stage.ranked)
    text = home_of("44/4401")
    assert "广州市" in text
    assert "74" in text
    assert "深圳市" not in text


def test_few_people_are_not_told_here_either(stage: Scene, noon: FakeClock) -> None:
    crowd.small_world(stage.ranked)
    text = home_of("44/4401/440104")
    assert "<dd>*</dd>" in "".join(text.split())


def test_what_waits_is_counted_in_one_s_own_regions(stage: Scene, noon: FakeClock) -> None:
    stage.close("梅", 80)
    Flag.objects.create(
        attempt=Attempt.objects.get(), rule="too_fast", evidence={}, raised_at=OPENS_AT
    )
    assert "待处理的疑点" in home_of("44/4401")
    assert "待处理的疑点" not in home_of("44/4403")


def test_a_closed_round_waits_to_be_published(stage: Scene, noon: FakeClock) -> None:
    assert "未公布的轮次" not in home_of("44")
    noon.time = type(noon.time)(OPENS_AT + 2 * 86_400_000)
    user = User.objects.get(username="of-44")
    assert [one.many for one in waiting(user, noon.time)] == [1]


def test_a_newcomer_reads_what_each_room_is_for(stage: Scene) -> None:
    assert "按条件从榜单选出队伍" in home_of("44/4401")
