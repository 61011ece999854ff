"""A process keeps the plans of the rounds that are played, not of all there ever were."""

import pytest

from quiz import plan
from quiz.models import Contest, Round
from tests.fakes import FakeClock
from tests.quiz import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def none_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_plans", {})
    monkeypatch.setattr(plan, "_asked_at", {})


@pytest.fixture
def rounds(contest: Contest) -> list[str]:
    return [world.make_round(world.FIVE, contest, code=f"round-{n}").code for n in range(3)]


def test_a_plan_that_nobody_asked_for_lately_is_let_go(
    rounds: list[str], fake_clock: FakeClock
) -> None:
    first, _second, _third = (plan.load(code) for code in rounds)
    plan.forget(fake_clock.tick(plan.KEPT_MS))
    assert plan.load(rounds[0]) is first
    plan.forget(fake_clock.tick(1))
    assert list(plan._plans) == rounds[:1]


def test_a_plan_that_is_needed_again_is_made_again(
    rounds: list[str], fake_clock: FakeClock
) -> None:
    before = plan.load(rounds[0])
    plan.forget(fake_clock.tick(plan.KEPT_MS + 1))
    assert not plan._plans
    assert not plan._asked_at
    assert plan.load(rounds[0]) == before
    assert plan.load(rounds[0]) is plan.load(rounds[0])


def test_a_title_that_was_mended_is_told_from_then_on(rounds: list[str]) -> None:
    before = plan.load(rounds[0])
    Round.objects.filter(code=rounds[0]).update(title_zh="复赛", title_en="Second round")
    after = plan.load(rounds[0])
    assert after.title == {"zh": "复赛", "en": "Second round"}
    assert after.questions is before.questions
