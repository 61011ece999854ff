"""The desk's first page: what waits, today's figures, and the way to everything."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.desk.waiting import waiting
from questionbank import grants, reports
from questionbank.models import Question, QuestionVersion
from quiz import clock
from quiz.models import Attempt, Contest, Flag, Round
from tests.fakes import FakeClock
from tests.leaderboard import crowd
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.crowd import fresh
from tests.quiz import world

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


def beside(scene: Scene, code: str, opens_at: int, region: str = "4401") -> Contest:
    """Another contest, newer than the scene's, with one ranked round of a day."""
    made = Contest.objects.create(code=code, title_zh=f"大赛{code}", region_id=region)
    Round.objects.create(
        contest=made,
        code=f"r{code}",
        title_zh="初赛",
        format=scene.ranked.format,
        opens_at=opens_at,
        closes_at=opens_at + 86_400_000,
    )
    return made


def test_a_newer_contest_that_has_not_begun_hides_none_that_runs(
    stage: Scene, noon: FakeClock
) -> None:
    crowd.small_world(stage.ranked)
    beside(stage, "ahead", OPENS_AT + 3 * 86_400_000)
    text = home_of("44")
    assert f'<span class="soft">{stage.contest.title_zh}</span>' in text
    assert '<span class="soft">大赛ahead</span>' not in text
    assert '<a href="/desk/reports/?contest=ahead">大赛ahead</a>' in text


def test_all_contests_that_run_are_shown_the_widest_first_and_reports_begin_there(
    stage: Scene, noon: FakeClock
) -> None:
    crowd.small_world(stage.ranked)
    beside(stage, "city", OPENS_AT)
    text = home_of("44")
    wide, city = (
        text.index(f'<span class="soft">{one}</span>')
        for one in (
            stage.contest.title_zh,
            "大赛city",
        )
    )
    assert wide < city
    client = Client()
    client.force_login(User.objects.get(username="of-44"))
    assert client.get("/desk/reports/").context["report"].contest == stage.contest


def test_questions_with_reports_wait_for_whoever_may_answer_them(
    stage: Scene, noon: FakeClock
) -> None:
    assert "有反馈待答复的试题" not in home_of("44")
    world.make_bank(1, ["single"])
    Question.objects.update(scope="44")
    version = QuestionVersion.objects.get()
    reports.report(version.pk, 1, "key", "答案不对")
    reports.report(version.pk, 2, "key", "答案不对")
    user = User.objects.get(username="of-44")
    assert [(one.many, one.href) for one in waiting(user, noon.time)] == [(1, "/bank/reports/")]
