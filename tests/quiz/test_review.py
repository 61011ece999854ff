"""What may be read after a paper, and when; the papers are played through the real socket code."""

from typing import Any

import pytest
from django.test import Client

from questionbank import papers
from quiz import admission, pages, seats
from quiz.models import Contest, Contestant, Entry
from quiz.rules import choices
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.timing import LONGEST_GRACE
from quiz.rules.units import Millis
from quiz.seat import Seat
from tests.fakes import MORNING, FakeClock
from tests.quiz import world
from tests.quiz.front import bearer

KINDS = {"single": 1, "multiple": 1, "truefalse": 1, "estimate": 1, "ordering": 1}


@pytest.fixture(autouse=True)
def contest(db: None, fake_clock: FakeClock) -> Contest:
    admission.door.__init__()  # type: ignore[misc]
    pages.forget()
    world.make_bank()
    return world.make_contest()


def played(contest: Contest, form: Format, *, closed: bool = True) -> tuple[str, Seat]:
    """A contestant's token and paper: every answer right except slot 0, which is blank."""
    token = world.make_contestant(contest)
    world.make_round(form, contest)
    entrance, found = seats.open_attempt(seats.enter(token, "demo"), 0, MORNING)
    seat = seats.sit(found, entrance)
    for slot, asked in enumerate(seat.paper):
        right = (asked.key.value,) if asked.key.kind == "estimate" else asked.key.places
        _entry(seat, slot, 2, choices.text(asked.offer, right) if slot else "", 10 if slot else 0)
    if closed:
        _entry(seat, len(seat.paper), 3, "", 40)
    return token, seat


def _entry(seat: Seat, slot: int, kind: int, choice: str, points: int) -> None:
    times = {"took_ms": 1_000, "received_at": MORNING, "stored_at": MORNING}
    Entry.objects.create(
        attempt_id=seat.attempt, slot=slot, kind=kind, choice=choice, points=points, **times
    )


def read(client: Client, token: str, attempt: int) -> Any:
    return client.get(f"/api/attempts/{attempt}/review", headers=bearer(token))


def test_a_closed_paper_is_shown_with_key_reason_source_and_own_choice(
    client: Client, contest: Contest
) -> None:
    token, seat = played(contest, Format(questions=5, blueprint=KINDS, books=1))
    body = read(client, token, seat.attempt).json()
    assert body["result"]["score"] == 40
    assert len(body["questions"]) == 5
    for slot, row in enumerate(body["questions"]):
        assert row["choice"] == (row["key"] if slot else [])
        assert row["points"] == (10 if slot else 0)
        assert row["why"].startswith("解析")
        assert row["source"] == "来源"
        assert row["order"] == list(seat.option_order(slot))


def test_the_key_names_the_options_that_are_right(client: Client, contest: Contest) -> None:
    token, seat = played(contest, Format(questions=5, blueprint=KINDS, books=1))
    texts = papers.texts([asked.version for asked in seat.paper])
    for row, asked in zip(
        read(client, token, seat.attempt).json()["questions"], seat.paper, strict=True
    ):
        text = texts[asked.version]
        if text.kind in ("single", "multiple", "ordering"):
            named = [row["q"]["options"][number] for number in row["key"]]
            assert named == [text.options[place].zh for place in text.key]


def test_it_is_read_in_english_on_an_english_page(client: Client, contest: Contest) -> None:
    token, seat = played(contest, Format(questions=5, blueprint=KINDS, books=1))
    client.cookies["django_language"] = "en"
    row = read(client, token, seat.attempt).json()["questions"][0]
    assert row["why"].startswith("why")
    assert "number" in row["q"]["stem"]


def test_an_open_paper_shows_nothing(client: Client, contest: Contest) -> None:
    token, seat = played(contest, Format(questions=5, books=1), closed=False)
    answer = read(client, token, seat.attempt)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yet")
    assert "opens_at" not in answer.json(), "it opens when it is closed, whenever that is"
    assert "key" not in answer.content.decode()


def test_a_round_that_keeps_its_keys_shows_them_when_it_is_closed(
    client: Client, contest: Contest, fake_clock: FakeClock
) -> None:
    token, seat = played(contest, Format(questions=5, books=1, reveal=Reveal.CLOSED))
    early = read(client, token, seat.attempt)
    due = MORNING + world.HOUR + LONGEST_GRACE + 1
    assert (early.status_code, early.json()["opens_at"]) == (403, due)
    for still in (MORNING + world.HOUR, due - 1):
        fake_clock.time = Millis(still)
        assert read(client, token, seat.attempt).json()["code"] == "not_yet"
    fake_clock.time = Millis(due)
    assert read(client, token, seat.attempt).status_code == 200


def test_practice_shows_the_paper_at_its_end(client: Client, contest: Contest) -> None:
    form = Format(mode=Mode.PRACTICE, questions=5, books=1, boards=(), reveal=Reveal.EACH)
    token, seat = played(contest, form)
    assert read(client, token, seat.attempt).status_code == 200


@pytest.mark.parametrize("wrong", [999_999_999, 0, 2**80])
def test_a_missing_attempt_is_not_found(client: Client, contest: Contest, wrong: int) -> None:
    token = world.make_contestant(contest)
    assert read(client, token, wrong).json()["code"] == "no_such_attempt"


def test_the_paper_of_somebody_else_is_not_found_either(client: Client, contest: Contest) -> None:
    _, seat = played(contest, Format(questions=5, books=1))
    stranger = world.make_contestant(contest, "Stranger")
    answer = read(client, stranger, seat.attempt)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_attempt")
    assert Contestant.objects.count() == 2


def test_without_a_token_nothing_is_shown(client: Client, contest: Contest) -> None:
    _, seat = played(contest, Format(questions=5, books=1))
    assert client.get(f"/api/attempts/{seat.attempt}/review").status_code == 401
