import pytest
from django.test import Client

from quiz.entrants import ERASED
from quiz.models import Attempt, Contestant, Entry, Round
from tests.fakes import FakeClock
from tests.quiz.front import bearer, make_front, post


def join(client: Client) -> str:
    answer = post(client, unit="广州一中")
    return str(answer.json()["token"])


@pytest.mark.django_db
def test_erasing_leaves_answers_that_belong_to_nobody(
    client: Client, fake_clock: FakeClock
) -> None:
    contest = make_front()
    token = join(client)
    who = Contestant.objects.get()
    round_ = Round.objects.create(contest=contest, code="r", title_zh="轮", format={}, opens_at=0)
    attempt = Attempt.objects.create(
        round=round_, contestant=who, try_no=0, book=0, form=0, region_path="440000", opened_at=1
    )
    record = {"kind": 2, "choice": "1", "took_ms": 900, "points": 10}
    Entry.objects.create(attempt=attempt, slot=0, received_at=1, stored_at=1, **record)
    assert client.delete("/api/me", headers=bearer(token)).status_code == 204
    who.refresh_from_db()
    assert (who.nickname, who.unit, who.token_hash) == (ERASED, "", None)
    assert who.erased_at == fake_clock.time
    assert Entry.objects.get().choice == "1"


@pytest.mark.django_db
def test_an_erased_token_opens_nothing(client: Client) -> None:
    make_front()
    token = join(client)
    client.delete("/api/me", headers=bearer(token))
    for answer in (
        client.get("/api/me", headers=bearer(token)),
        client.delete("/api/me", headers=bearer(token)),
        client.get("/api/attempts/1/review", headers=bearer(token)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "no_token")


@pytest.mark.django_db
def test_two_erased_people_do_not_collide(client: Client) -> None:
    make_front()
    for token in (join(client), join(client)):
        assert client.delete("/api/me", headers=bearer(token)).status_code == 204
    assert Contestant.objects.filter(token_hash=None).count() == 2
