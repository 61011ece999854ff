"""A contest or a round that is sent twice is made once; another person's stays an error."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import grants
from quiz.models import Contest, Round
from tests.leaderboard.rounds_desk import FORM, contest, desk, made
from tests.leaderboard.test_desk_meanwhile import before

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]
CONTEST = {"region": "440000", "title_zh": "大赛", "title_en": "Quiz", "code": "GD26"}
NEW, CODE = "/desk/rounds/contest/", "GD26"


@pytest.fixture
def other(desk: Callable[..., Client]) -> Client:
    """Another organiser of the same region."""
    user = User.objects.create_user("other")
    grants.give(user, "organiser", "440000", by=None)
    client = Client()
    client.force_login(user)
    return client


def said(client: Client, answer: Any) -> list[str]:
    """What the page says to which the answer leads."""
    return [str(one) for one in client.get(answer.headers["Location"]).context["messages"]]


def test_a_contest_that_is_sent_twice_is_made_once(
    desk: Callable[..., Client], other: Client
) -> None:
    client = desk()
    answers = [client.post(NEW, CONTEST) for _time in range(2)]
    assert [one.headers["Location"] for one in answers] == [f"/desk/rounds/new/{CODE}/"] * 2
    assert Contest.history.filter(code=CODE).count() == 1
    told = said(client, answers[0])
    assert told == ["已建立大赛“大赛”。接着设轮次。", "“大赛”您已经建立过，没有再建一个。"]
    for changed in ({"title_en": "Other"}, {"title_zh": "别的"}, {"region": "440000/440100"}):
        answer = client.post(NEW, CONTEST | changed)
        assert (answer.status_code, "已有大赛" in answer.context["wrong"]["code"]) == (422, True)
    assert "已有大赛" in other.post(NEW, CONTEST).context["wrong"]["code"]
    assert Contest.objects.filter(code=CODE).count() == 1


def test_a_round_that_is_sent_twice_is_made_once(
    desk: Callable[..., Client], contest: Contest, other: Client
) -> None:
    client = desk()
    answers = [made(client, contest) for _time in range(2)]
    assert [one.headers["Location"] for one in answers] == ["/desk/rounds/of/c26-1/"] * 2
    assert len(said(client, answers[0])) == 2
    made(client, contest)
    assert said(client, answers[0]) == ["“初赛”您已经建立过，没有再建一个。"]
    for who, changed in ((client, {"right": "30"}), (client, {"title_en": ""}), (other, {})):
        answer = made(who, contest, **changed)
        assert (answer.status_code, "已有轮次" in answer.context["wrong"]["code"]) == (422, True)
    assert Round.objects.count() == Round.history.count() == 1


def test_a_round_that_was_called_otherwise_since_is_not_made_a_second_time(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    client.post("/desk/rounds/of/c26-1/change/", FORM | {"code": "first", "right": "10"})
    assert made(client, contest).headers["Location"] == "/desk/rounds/of/first/"
    client.post("/desk/rounds/of/first/drop/", {"typed": "first"})
    assert made(client, contest).headers["Location"] == "/desk/rounds/of/c26-1/"
    assert Round.objects.get().code == "c26-1"


@pytest.mark.parametrize(("path", "sent"), [(NEW, CONTEST), ("/desk/rounds/new/{}/demo10/", FORM)])
def test_of_two_that_come_at_once_the_slower_lands_where_the_first_did(
    desk: Callable[..., Client], contest: Contest, path: str, sent: dict[str, Any]
) -> None:
    slow, quick = desk(), desk()
    first: list[str] = []

    def click() -> None:
        first.append(quick.post(path.format(contest.code), sent).headers["Location"])

    with before("SAVEPOINT", 1, click):
        answer = slow.post(path.format(contest.code), sent)
    assert [answer.headers["Location"]] == first
    assert Contest.objects.filter(code=CODE).count() + Round.objects.count() == 1
