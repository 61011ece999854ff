"""Whoever answered a round more than once is told which paper counts, and finds every one again."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from leaderboard import own_attempts
from questionbank.models import Report
from quiz import admission, annulling, seats
from quiz.annulling import Why
from quiz.models import Contest, Contestant, Entry, EntryKind
from quiz.rules.formats import Count, Format, Mode, Reveal
from quiz.rules.units import Millis
from quiz.seat import Seat
from tests.fakes import MORNING, FakeClock
from tests.quiz import hall_world, world
from tests.quiz.front import bearer

FIVE = {"questions": 5, "blueprint": {"single": 5}, "books": 1, "tries_per_day": 9}


@pytest.fixture(autouse=True)
def contest(db: None, fake_clock: FakeClock) -> Contest:
    admission.door.__init__()  # type: ignore[misc]
    cache.clear()
    world.make_bank()
    return world.make_contest()


@pytest.fixture
def lin() -> User:
    return User.objects.create_superuser("lin")


def played(contest: Contest, *papers: tuple[int, int], **settings: Any) -> tuple[str, list[Seat]]:
    """A phone's token, and a closed attempt for each score and time taken."""
    token = world.make_contestant(contest)
    world.make_round(Format(**{**FIVE, **settings}), contest)
    return token, [_close(token, n, *paper) for n, paper in enumerate(papers)]


def _close(token: str, try_no: int, score: int, took: int) -> Seat:
    entrance, found = seats.open_attempt(seats.enter(token, "demo"), try_no, Millis(MORNING))
    times = {"took_ms": took, "received_at": MORNING + try_no, "stored_at": MORNING + try_no}
    Entry.objects.create(
        attempt=found.attempt, slot=5, kind=EntryKind.CLOSED, choice="", points=score, **times
    )
    return seats.sit(found, entrance)


def ask(client: Client, token: str, **headers: str) -> Any:
    return client.get("/api/rounds/demo/attempts", headers=bearer(token) | headers).json()


TWO = ((90, 9_100), (0, 80_000))


@pytest.mark.parametrize(
    ("settings", "said", "counts"),
    [
        ({}, "计入成绩：第 1 次，90 分 · 用时 9.1 秒", [False, True]),
        ({"count": Count.LAST}, "计入成绩：第 2 次，0 分 · 用时 1 分 20 秒", [True, False]),
        ({"count": Count.SUM}, "计入成绩：2 次合计，90 分 · 用时 1 分 29 秒", [True, True]),
        (
            {"count": Count.MEAN_BEST, "best_n": 2},
            "计入成绩：最好 2 次平均，45.00 分 · 用时 1 分 29 秒",
            [True, True],
        ),
        ({"mode": Mode.PRACTICE, "boards": ()}, "", [False, False]),
    ],
)
def test_it_is_said_which_papers_count(
    client: Client, contest: Contest, settings: dict[str, Any], said: str, counts: list[bool]
) -> None:
    token, _seats = played(contest, *TWO, **settings)
    body = ask(client, token)
    assert body["counted"] == said
    assert [one["counts"] for one in body["attempts"]] == counts
    assert [(one["try_no"], one["score"]) for one in body["attempts"]] == [(1, 0), (0, 90)]


def test_an_annulled_paper_counts_no_more_and_a_restored_one_says_it_was(
    client: Client, contest: Contest, lin: User
) -> None:
    token, (first, _last) = played(contest, *TWO)
    annulling.annul({first.attempt: 1}, Why("collusion"), lin, MORNING)
    body = ask(client, token)
    assert body["counted"].startswith("计入成绩：第 2 次，0 分")
    assert [one.get("void") for one in body["attempts"]] == [None, True]
    annulling.restore({first.attempt: 2}, Why("appeal"), lin, MORNING)
    body = ask(client, token)
    assert body["counted"].startswith("计入成绩：第 1 次，90 分")
    assert [one.get("void") for one in body["attempts"]] == [None, False]


def test_the_paper_whose_report_was_answered_is_marked(client: Client, contest: Contest) -> None:
    token, (first, last) = played(contest, *TWO)
    said = Report.objects.create(
        version_id=first.paper[0].version, reporter=Contestant.objects.get().pk, why="key"
    )
    assert [one["answered"] for one in ask(client, token)["attempts"]] == [False, False]
    Report.objects.filter(pk=said.pk).update(answer="已更正")
    shared = first.paper[0].version in {asked.version for asked in last.paper}
    assert [one["answered"] for one in ask(client, token)["attempts"]] == [shared, True]


def test_no_answer_is_told_of_before_the_keys_may_be_read(client: Client, contest: Contest) -> None:
    token, (first, _last) = played(contest, *TWO, reveal=Reveal.CLOSED)
    who = Contestant.objects.get().pk
    Report.objects.create(version_id=first.paper[0].version, reporter=who, why="key", answer="x")
    assert not any(one["answered"] for one in ask(client, token)["attempts"])


def test_an_open_paper_is_not_told_of(client: Client, contest: Contest) -> None:
    token, _seats = played(contest, (90, 9_100))
    seats.open_attempt(seats.enter(token, "demo"), 1, Millis(MORNING))
    assert [one["try_no"] for one in ask(client, token)["attempts"]] == [0]


def test_only_the_newest_are_told_of(
    client: Client, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_attempts, "MOST", 2)
    token, _seats = played(contest, *TWO, (10, 1_000))
    body = ask(client, token)
    assert [one["try_no"] for one in body["attempts"]] == [2, 1]
    assert body["counted"].startswith("计入成绩：第 1 次")


def test_nobody_sees_the_papers_of_another_contest_or_person(
    client: Client, contest: Contest
) -> None:
    token, _seats = played(contest, *TWO)
    assert client.get("/api/rounds/demo/attempts").status_code == 401
    assert ask(client, world.make_contestant(contest, "Lan"))["attempts"] == []
    other = Contest.objects.create(code="2027", title_zh="别的", region=contest.region)
    stranger = world.make_contestant(other, "Ju")
    assert ask(client, stranger)["code"] == "no_such_round"
    answer = client.get("/api/rounds/nowhere/attempts", headers=bearer(token))
    assert answer.status_code == 404
    assert answer.json() == {"code": "no_such_round", "message": "没有这个轮次。"}


def test_what_a_hall_counts_is_not_told_here(client: Client, contest: Contest) -> None:
    world.make_round(hall_world.TWO, contest, code="live")
    token = world.make_contestant(contest)
    answer = client.get("/api/rounds/live/attempts", headers=bearer(token))
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_round")
