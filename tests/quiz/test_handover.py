"""Somebody goes on with another phone: the one they left is told so, and does not come back in."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from quiz import consumers, departures, handover, people, plan, seats
from quiz.models import Attempt, Contest, Contestant, Entry, EntryKind, Handover
from quiz.rules.units import Millis
from quiz.sittings import entrance, store
from tests.fakes import MORNING, FakeClock
from tests.quiz import hall_world, world
from tests.quiz.front import bearer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
FRESH = "token-of-the-new-phone-0123456789"


def go_on(token: str = FRESH, nickname: str = "Mei", now: Millis = MORNING) -> None:
    who = Contestant.objects.get(nickname=nickname)
    handover.redeem(handover.ticket(who), token, now)


async def test_the_phone_that_was_left_is_closed_and_the_new_one_goes_on(
    mei: str, fake_clock: FakeClock
) -> None:
    old, question = await world.seated(mei)
    await sync_to_async(go_on)()
    new = await world.connect(FRESH)
    assert (await new.hello())["attempt"]["question"]["q"] == question["q"]
    await departures.look(fake_clock.now())
    assert (await old.socket.receive_output())["code"] == 4410
    await departures.look(fake_clock.now())
    assert (await new.answer(question, [1]))["counts"] is True
    for phone in (old, new):
        await phone.hang_up()
    assert not consumers._by_contestant


async def test_a_phone_that_comes_back_after_it_was_left_is_told_and_closed(mei: str) -> None:
    await sync_to_async(go_on)()
    late = await world.connect(mei)
    assert (await late.hello())["code"] == "moved"
    assert (await late.socket.receive_output())["code"] == 4410


async def test_who_moves_there_and_back_leaves_two_tokens(mei: str, fake_clock: FakeClock) -> None:
    await sync_to_async(go_on)()
    again = "token-of-the-first-phone-again-0123"
    await sync_to_async(go_on)(again)
    for token in (mei, FRESH):
        late = await world.connect(token)
        assert (await late.hello())["code"] == "moved"
    first = await world.connect(again)
    assert (await first.hello())["t"] == "welcome"
    await departures.look(fake_clock.now())
    assert (await first.ask(t="ping", c=1))["t"] == "pong"
    await first.hang_up()


async def test_an_entrant_s_old_phone_is_closed_in_the_hall_too(
    contest: Contest, fake_clock: FakeClock
) -> None:
    token = await sync_to_async(world.make_contestant)(contest)
    hall = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    old, _entered = await hall.phone(token)
    await sync_to_async(go_on)()
    new, _entered = await hall.phone(FRESH)
    await departures.look(fake_clock.now())
    assert await old.closed_with() == 4410
    await new.quiet()
    late = await hall.connect("phone")
    await late.send(t="enter", token=token, sitting=hall.sitting.code)
    assert (await late.hear("error"))["code"] == "moved"
    assert await late.closed_with() == 4410
    await hall.close()


def test_a_request_with_the_token_that_was_left_says_so(mei: str, client: Client) -> None:
    go_on()
    answer: Any = client.get("/api/me", headers=bearer(mei))
    assert (answer.status_code, answer.json()["code"]) == (401, "moved")
    assert client.get("/api/me", headers=bearer("x" * 32)).json()["code"] == "no_token"


def test_a_ticket_used_again_leaves_no_second_trace(mei: str) -> None:
    ticket = handover.ticket(Contestant.objects.get())
    for _ in range(2):
        handover.redeem(ticket, FRESH, MORNING)
    assert Handover.objects.get().left_at == MORNING


def close(attempt: Attempt) -> None:
    given = {"took_ms": 0, "points": 0, "received_at": MORNING, "stored_at": MORNING}
    Entry.objects.create(attempt=attempt, slot=5, kind=EntryKind.CLOSED, **given)


def test_the_new_phone_is_told_which_paper_is_open(mei: str, client: Client) -> None:
    who = Contestant.objects.get()
    body = {"ticket": handover.ticket(who), "token": FRESH}

    def told() -> Any:
        return client.put("/api/move", body, "application/json").json()["round"]

    assert told() is None
    _entrance, opened = seats.open_attempt(seats.enter(FRESH, "demo"), 0, MORNING)
    assert told() == "demo"
    assert handover.open_round(who, Millis(MORNING + world.HOUR)) is None, "the round is over"
    close(opened.attempt)
    assert told() is None


def test_of_two_open_papers_the_newer_one_goes_on(mei: str, contest: Contest) -> None:
    world.make_round(world.FIVE, contest, "later")
    for code, at in (("later", 2), ("demo", 1)):
        seats.open_attempt(seats.enter(mei, code), 0, Millis(MORNING + at))
    assert handover.open_round(Contestant.objects.get(), Millis(MORNING + 3)) == "later"


def test_a_hall_s_paper_is_none_to_go_on_with_here(contest: Contest, fake_clock: FakeClock) -> None:
    token = world.make_contestant(contest)
    hall = hall_world.make_hall(contest, fake_clock)
    hall.sitting.stage["state"] = hall.sitting.state = "lobby"
    hall.sitting.save(update_fields=["stage", "state"])
    row = store.by_id(hall.sitting.pk)
    entrance.enter(row, plan.load(row.round), token, None, MORNING)
    assert Attempt.objects.count() == 1
    assert handover.open_round(Contestant.objects.get(), MORNING) is None


def test_who_is_erased_leaves_no_tokens_behind(mei: str) -> None:
    go_on()
    people.erase(Contestant.objects.get(), MORNING)
    assert not Handover.objects.exists()


def test_the_new_token_is_nobody_elses(mei: str, contest: Contest, client: Client) -> None:
    bo = world.make_contestant(contest, "Bo")
    ticket = handover.ticket(Contestant.objects.get(nickname="Mei"))

    def redeem(token: str) -> Any:
        sent = {"ticket": ticket, "token": token}
        return client.put("/api/move", sent, content_type="application/json")

    refused = redeem(bo)
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_field")
    assert refused.json()["field"] == "token"
    assert redeem(FRESH).status_code == 200
    assert client.get("/api/me", headers=bearer(bo)).json()["nickname"] == "Bo"


def test_what_a_token_is_told_is_kept_nowhere(mei: str, client: Client) -> None:
    for path in ("/api/me", "/api/attempts/1/review", "/api/attempts/1/annulment"):
        for token in (mei, "x" * 32):
            answer = client.get(path, headers=bearer(token))
            assert answer.headers["Cache-Control"] == "private, no-store", path
