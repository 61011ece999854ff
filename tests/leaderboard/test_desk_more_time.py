"""More time for an open round, given on its page of the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from quiz.models import Contest, Extension, Round
from quiz.rules.extending import MARGIN_MS
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.rounds_desk import contest, desk, made, prepared, text
from tests.quiz import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]
PAGE = "/desk/rounds/of/c26-1/"
# An hour more than tests.leaderboard.rounds_desk.FORM has.
LATER = "2026-10-10T19:00"
GIVEN = {"closes_at": LATER, "reason_zh": "因台风<停电>", "reason_en": "a storm", "typed": "c26-1"}


@pytest.fixture
def running(desk: Callable[..., Client], contest: Contest, fake_clock: FakeClock) -> Round:
    """A prepared round, a moment after its opening."""
    row = prepared(desk(), contest)
    fake_clock.time = Millis(row.opens_at + 1)
    return row


def give(client: Client, row: Round, **changed: Any) -> Any:
    return client.post(f"{PAGE}extend/", GIVEN | {"was": str(row.closes_at)} | changed)


def test_the_promise_is_asked_for_until_the_opening(
    desk: Callable[..., Client], running: Round, fake_clock: FakeClock
) -> None:
    ask = "请在开始之前公布"
    assert ask not in text(desk(), PAGE)
    fake_clock.time = Millis(running.opens_at - 1)
    assert ask in text(desk(), PAGE)


def test_an_open_round_gets_more_time_with_a_public_reason(
    desk: Callable[..., Client], running: Round, fake_clock: FakeClock
) -> None:
    assert f'name="was" value="{running.closes_at}"' in text(desk(), PAGE)
    assert give(desk(), running).headers["Location"] == PAGE
    row = Extension.objects.get()
    assert (row.was, row.closes_at) == (running.closes_at, (running.closes_at or 0) + world.HOUR)
    assert (row.reason_zh, row.reason_en) == ("因台风<停电>", "a storm")
    assert (row.who, row.at) == ("organiser-440000", fake_clock.now())
    assert Round.objects.get().closes_at == row.closes_at
    page = text(desk(), PAGE)
    assert "延长到 2026-10-10 19:00:00：因台风&lt;停电&gt;" in page
    # Sent twice, it is given once.
    assert give(desk(), running).status_code == 302
    assert Extension.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"closes_at": "2026-10-10T17:00"}, "closes_at", "不能提前"),
        ({"closes_at": "2026-12-10T17:00"}, "closes_at", "最多推后 31 天"),
        ({"closes_at": "soon"}, "closes_at", "要写作 2026-12-01 09:00"),
        ({"closes_at": ""}, "closes_at", "要写作 2026-12-01 09:00"),
        ({"reason_zh": " "}, "reason_zh", "写明原因"),
        ({"reason_en": "x" * 201}, "reason_en", "写明原因"),
        ({"typed": "c26"}, "typed", "要写出轮次的代码 c26-1"),
        ({"was": "1"}, "closes_at", "结束时间刚才已改为 2026-10-10 18:00"),
        ({"was": "1" * 40}, "closes_at", "结束时间刚才已改为 2026-10-10 18:00"),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_what_was_typed_stays(
    desk: Callable[..., Client], running: Round, changed: dict[str, str], field: str, says: str
) -> None:
    answer = give(desk(), running, **changed)
    assert answer.status_code == 422
    assert says in answer.context["wrong"][field]
    page = answer.content.decode()
    assert answer.context["wrong"][field] in page
    assert f'value="{running.closes_at}"' in page
    assert not Extension.objects.exists()
    assert Round.objects.get().closes_at == running.closes_at


def test_it_is_offered_while_the_round_is_open_and_refused_in_its_last_minute(
    desk: Callable[..., Client], contest: Contest, fake_clock: FakeClock
) -> None:
    form = f'action="{PAGE}extend/"'
    made(desk(), contest)
    assert form not in text(desk(), PAGE)
    fake_clock.time = Millis(Round.objects.get().opens_at + 1)
    assert form not in text(desk(), PAGE)
    assert "没有备卷" in give(desk(), Round.objects.get()).context["wrong"]["closes_at"]


def test_the_last_minute_is_too_late(
    desk: Callable[..., Client], running: Round, fake_clock: FakeClock
) -> None:
    fake_clock.time = Millis((running.closes_at or 0) - MARGIN_MS + 1)
    assert "不足 1 分钟" in give(desk(), running).context["wrong"]["closes_at"]
    fake_clock.time = Millis(running.closes_at or 0)
    assert f'action="{PAGE}extend/"' not in text(desk(), PAGE)


def test_it_is_not_offered_for_a_round_of_halls(
    desk: Callable[..., Client], running: Round
) -> None:
    hall = {"mode": "live", "boards": [], "reveal": "each", "shuffle_questions": False}
    Round.objects.update(format=running.format | hall)
    assert f'action="{PAGE}extend/"' not in text(desk(), PAGE)


def test_only_the_contests_own_organisers_give_more_time(
    desk: Callable[..., Client], running: Round
) -> None:
    assert give(desk("440000/440100"), running).status_code == 404
    assert give(desk("440000", "approver"), running).status_code in (403, 404)
    assert desk().get(f"{PAGE}extend/").status_code == 405
    assert not Extension.objects.exists()


def test_a_form_from_before_takes_no_time_back(desk: Callable[..., Client], running: Round) -> None:
    give(desk(), running)
    before = {"title_zh": "新名", "closes_at": "2026-10-10T18:00"}
    answer = desk().post(f"{PAGE}change/", before)
    assert "页上延长" in answer.context["wrong"]["closes_at"]
    assert f'href="{PAGE}#more-time"' in answer.content.decode()
    assert desk().post(f"{PAGE}change/", {"title_zh": "新名"}).status_code == 302
    assert Round.objects.get().closes_at == (running.closes_at or 0) + world.HOUR


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_the_page_says_it_in_other_languages(
    desk: Callable[..., Client], running: Round, language: str
) -> None:
    client = desk()
    client.cookies["django_language"] = language
    assert ("More time" if language == "en" else "延長") in text(client, PAGE)
    refused = give(client, running, typed="")
    words = {"en": "To give more time, type", "zh-hant": "要寫出輪次的代碼"}
    assert words[language] in refused.content.decode()
