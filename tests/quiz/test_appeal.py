"""A contestant hears that a paper was annulled and why, and may say something against it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from quiz import admission, annulling, appeals, people, reporting, seats
from quiz.annulling import Why
from quiz.models import Appeal, Contest, Contestant
from quiz.rules.formats import Format
from quiz.seat import Seat
from tests.fakes import MORNING
from tests.quiz import test_review, world
from tests.quiz.front import bearer
from tests.quiz.test_review import KINDS, played, read

contest = test_review.contest
Mine = tuple[str, Seat]


@pytest.fixture
def mine(contest: Contest) -> Iterator[Mine]:
    reporting.person.__init__(burst=20, per_minute=2)  # type: ignore[misc]
    admission.door.__init__()  # type: ignore[misc]
    yield played(contest, Format(questions=5, blueprint=KINDS, books=1))
    seats._seats.clear()  # this one lives as long as the fixture


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin")


def annul(attempt: int, by: User) -> None:
    annulling.annul({attempt: 1}, Why("collusion", "与另一份雷同"), by, MORNING)


def ask(client: Client, mine: Mine, *, lang: str = "zh-hans") -> Any:
    headers = bearer(mine[0]) | {"accept-language": lang}
    return client.get(f"/api/attempts/{mine[1].attempt}/annulment", headers=headers)


def say(client: Client, mine: Mine, text: str) -> Any:
    path = f"/api/attempts/{mine[1].attempt}/annulment"
    return client.post(path, {"text": text}, "application/json", headers=bearer(mine[0]))


def test_what_counts_is_not_annulled_and_there_is_nothing_to_say(
    client: Client, mine: Mine
) -> None:
    assert ask(client, mine).json() == {
        "annulled": False,
        "reason": "",
        "note": "",
        "at": None,
        "appeals": [],
    }
    assert say(client, mine, "为什么").json()["code"] == "not_annulled"
    assert "void" not in read(client, *_two(mine)).json()["result"]


def _two(mine: Mine) -> tuple[str, int]:
    return mine[0], mine[1].attempt


def test_the_result_says_so_and_the_reason_is_told(client: Client, mine: Mine, lin: User) -> None:
    annul(mine[1].attempt, lin)
    assert read(client, *_two(mine)).json()["result"]["void"] is True
    told = ask(client, mine).json()
    assert (told["annulled"], told["reason"], told["note"], told["at"]) == (
        *(True, "串通作答", "与另一份雷同", MORNING),
    )
    assert "lin" not in str(told)


def test_an_appeal_is_taken_once_and_its_answer_told(client: Client, mine: Mine, lin: User) -> None:
    annul(mine[1].attempt, lin)
    answer = say(client, mine, " 是我自己答的 ")
    assert answer.status_code == 201
    assert answer.json()["appeals"] == [{"text": "是我自己答的", "at": MORNING, "answer": ""}]
    again = say(client, mine, "再说一次")
    assert (again.status_code, again.json()["code"]) == (409, "appealed")
    appeals.answer(Appeal.objects.get().pk, "已复核", lin, MORNING)
    assert ask(client, mine).json()["appeals"][0]["answer"] == "已复核"


def test_a_restored_paper_is_as_it_was(client: Client, mine: Mine, lin: User) -> None:
    before = read(client, *_two(mine)).json()
    annul(mine[1].attempt, lin)
    annulling.restore({mine[1].attempt: 2}, Why("appeal"), lin, MORNING)
    assert read(client, *_two(mine)).json() == before
    told = ask(client, mine).json()
    assert (told["annulled"], told["reason"]) == (False, "申诉成立")


def test_what_somebody_said_goes_with_their_data(client: Client, mine: Mine, lin: User) -> None:
    annul(mine[1].attempt, lin)
    say(client, mine, "是我自己答的")
    people.erase(Contestant.objects.get(), MORNING)
    assert Appeal.objects.get().text == ""
    assert annulling.annulled([mine[1].attempt])


def test_whoever_has_not_written_anything_is_told_to(client: Client, mine: Mine, lin: User) -> None:
    annul(mine[1].attempt, lin)
    answer = say(client, mine, " ")
    assert (answer.status_code, answer.json()["code"]) == (400, "empty")
    assert answer.json()["message"] == "请先写下申诉内容。"


@pytest.mark.parametrize("text", ["", " ", "x" * 501, 7, None, ["x"]])
def test_what_is_no_text_is_refused(client: Client, mine: Mine, lin: User, text: Any) -> None:
    annul(mine[1].attempt, lin)
    answer = say(client, mine, text)
    assert answer.status_code == (201 if text == 7 else 400)


def test_nobody_elses_attempt_is_told_of(client: Client, mine: Mine, contest: Contest) -> None:
    other = world.make_contestant(contest, "Lan")
    for path in (f"/api/attempts/{mine[1].attempt}/annulment", "/api/attempts/99/annulment"):
        assert client.get(path, headers=bearer(other)).status_code == 404
        assert client.get(path).status_code == 401


def test_who_writes_without_end_is_slowed_down(client: Client, mine: Mine) -> None:
    codes = {say(client, mine, "为什么").status_code for _appeal in range(25)}
    assert 429 in codes
