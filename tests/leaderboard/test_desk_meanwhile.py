"""Two organisers at one round at once: neither meets an error, nor undoes what the other did
without a word."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from questionbank.models import Errand
from quiz import changing, clock, round_errands
from quiz.models import Contest, Round, RoundErrand
from tests.leaderboard.rounds_desk import FORM, contest, desk, made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]
PAGE = "/desk/rounds/of/c26-1/"


@contextmanager
def before(part: str, number: int, act: Callable[[], object]) -> Iterator[None]:
    """Have something done just before the statement of that number which has that part."""
    left = [number]

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if part in sql:
            left[0] -= 1
            if left[0] == 0:
                act()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield
    assert left[0] <= 0, "nobody said that"


def test_a_round_that_is_deleted_twice_is_deleted(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    again = Round.objects.get()
    for _time in range(2):
        answer = client.post(f"{PAGE}drop/", {"typed": "c26-1"})
        assert answer.headers["Location"] == "/desk/rounds/"
    changing.remove(again, now=clock.now())
    assert desk("440000/440100").post(f"{PAGE}drop/", {"typed": "c26-1"}).status_code == 404
    assert client.post("/desk/rounds/of/c26-9/drop/", {"typed": "c26-9"}).status_code == 404
    made(client, contest)
    assert Round.objects.filter(code="c26-1").exists()
    client.post(f"{PAGE}drop/", {"typed": "x"})
    assert Round.objects.filter(code="c26-1").exists()


def test_who_changes_a_round_that_was_deleted_meanwhile_reads_that_it_is_gone(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    gone = Round.objects.get()
    with before('FROM "quiz_round"', 2, lambda: changing.remove(gone, now=clock.now())):
        assert client.post(f"{PAGE}change/", FORM).status_code == 404


def test_a_code_that_somebody_took_meanwhile_is_refused_beside_its_field(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    taken = {"code": "c26-2", "format": {}, "opens_at": 1}
    with before('UPDATE "quiz_round"', 1, lambda: Round.objects.create(contest=contest, **taken)):
        answer = client.post(f"{PAGE}change/", FORM | {"code": "c26-2"})
    assert answer.status_code == 422
    assert "刚刚有人用了这个代码" in answer.context["wrong"]["code"]
    assert Round.objects.filter(code="c26-1").exists()


def test_what_one_process_prepared_is_not_said_to_have_failed_by_another_that_was_thought_dead(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    client.post(f"{PAGE}prepare/")
    errand = Errand.objects.get()
    with before('UPDATE "quiz_rounderrand"', 1, lambda: round_errands.do(errand)):
        round_errands.do(errand)
    done = RoundErrand.objects.get()
    assert (done.state, done.problem) == ("done", "")
    assert done.found["forms"] > 0


def test_a_round_that_is_deleted_while_its_papers_are_cut_is_gone(
    desk: Callable[..., Client], contest: Contest
) -> None:
    client = desk()
    made(client, contest)
    client.post(f"{PAGE}prepare/")
    errand, gone = Errand.objects.get(), Round.objects.get()
    with before('UPDATE "quiz_rounderrand"', 2, lambda: changing.remove(gone, now=clock.now())):
        round_errands.do(errand)
    assert not Round.objects.exists()
    assert not RoundErrand.objects.exists()
