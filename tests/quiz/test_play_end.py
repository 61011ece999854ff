"""The end of an attempt: no question opens after it, and no key is told before the last answer."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from quiz import sweeper
from quiz.journal.queue import journal
from quiz.models import Contest, Entry, EntryKind, Round
from quiz.rules.formats import Format, Reveal
from quiz.rules.timing import LONGEST_GRACE
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.quiz import world
from tests.quiz.front import bearer
from tests.quiz.world import Phone, connect, right, seated

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
GRACE = Millis(2_000)
TIMES: dict[str, Any] = {"question_ms": Millis(20_000), "grace_ms": GRACE}
CLOSED = Format(questions=5, blueprint={"single": 5}, books=1, reveal=Reveal.CLOSED, **TIMES)
EACH = Format(
    questions=5, blueprint={"single": 5}, books=1, reveal=Reveal.EACH, tries_total=1, **TIMES
)
IN_ALL = Format(
    questions=5,
    blueprint={"single": 5},
    question_ms=Millis(0),
    total_ms=Millis(60_000),
    grace_ms=GRACE,
    books=1,
)


async def prepared(contest: Contest, form: Format) -> tuple[str, int]:
    """Mei's token, and when the round ends."""
    round_: Round = await sync_to_async(world.make_round)(form, contest)
    assert round_.closes_at
    return await sync_to_async(world.make_contestant)(contest), round_.closes_at


async def before(
    end: int, left_ms: int, token: str, clock: FakeClock
) -> tuple[Phone, dict[str, Any]]:
    clock.time = Millis(end - left_ms)
    return await seated(token)


@sync_to_async
def rows(kind: int = EntryKind.ANSWER) -> list[tuple[int, str, int]]:
    found = Entry.objects.filter(kind=kind).order_by("slot")
    return list(found.values_list("slot", "choice", "took_ms"))


@sync_to_async
def closing() -> tuple[int, int]:
    return Entry.objects.values_list("took_ms", "received_at").get(kind=EntryKind.CLOSED)


async def test_the_open_question_is_answered_in_the_grace_and_nothing_is_asked_after_it(
    contest: Contest, fake_clock: FakeClock
) -> None:
    token, end = await prepared(contest, CLOSED)
    phone, question = await before(end, 1_000, token, fake_clock)
    fake_clock.tick(1_400)
    receipt = await phone.answer(question, await right(question), took_ms=1_000)
    assert (receipt["counts"], receipt["question"]) == (True, None)
    assert (receipt["result"]["score"], receipt["result"]["right"]) == (10, 1)
    answers = await rows()
    assert [took for _slot, _choice, took in answers] == [1_000, *[20_000] * 4]
    assert [choice for _slot, choice, _took in answers[1:]] == [""] * 4
    assert await closing() == (81_000, end - 1)
    assert (await phone.hello())["attempt"]["result"]["score"] == 10
    assert await sweeper.sweep(Millis(end + 60_000)) == 0
    await phone.hang_up()


async def test_a_last_answer_in_the_grace_is_of_the_round_that_ended(
    contest: Contest, fake_clock: FakeClock
) -> None:
    """A round may end at midnight: its papers are of the day before, whoever waited for it."""
    token, end = await prepared(contest, CLOSED)
    phone, question = await before(end, 50_000, token, fake_clock)
    for _ in range(4):
        fake_clock.tick(10_000)
        question = (await phone.answer(question, await right(question)))["question"]
    fake_clock.tick(10_400)
    receipt = await phone.answer(question, await right(question))
    assert (receipt["counts"], receipt["result"]["score"]) == (True, 50)
    assert await closing() == (50_000, end - 1)
    await phone.hang_up()


async def test_a_total_time_that_runs_out_ends_the_paper_alike(
    contest: Contest, fake_clock: FakeClock
) -> None:
    token, _end = await prepared(contest, IN_ALL)
    phone, question = await seated(token)
    opened_at = fake_clock.time
    fake_clock.tick(60_000)
    receipt = await phone.answer(question, await right(question))
    assert (receipt["counts"], receipt["result"]["score"]) == (True, 10)
    assert await closing() == (60_000, opened_at + 59_999)
    await phone.hang_up()


async def test_an_answer_before_the_end_that_is_stored_after_it_is_the_last(
    contest: Contest, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, end = await prepared(contest, CLOSED)
    phone, question = await before(end, 1_000, token, fake_clock)
    fake_clock.tick(999)
    slow_disk(monkeypatch, fake_clock)
    receipt = await phone.answer(question, await right(question))
    assert (receipt["counts"], receipt["question"]) == (True, None)
    assert receipt["result"]["score"] == 10
    assert await closing() == (999 + 80_000, end - 1)
    await phone.hang_up()


async def test_a_guess_at_a_question_that_is_not_asked_any_more_is_refused(
    contest: Contest, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, end = await prepared(contest, CLOSED)
    phone, question = await before(end, 1_000, token, fake_clock)
    fake_clock.tick(999)
    slow_disk(monkeypatch, fake_clock)
    await phone.send(**phone.answer_to(question, await right(question)))
    await phone.send(**phone.answer_to({**question, "slot": 1}, [0]))
    heard = [await phone.hear(), await phone.hear()]
    assert {frame["t"] for frame in heard} == {"receipt", "error"}
    assert next(f for f in heard if f["t"] == "error")["code"] == "not_shown"
    assert next(f for f in heard if f["t"] == "receipt")["result"]["score"] == 10
    await phone.hang_up()


def slow_disk(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
    """From now on what a phone says is heard at once and stored 5 ms later."""
    append = journal.append

    def slow(group: Any) -> bool:
        clock.tick(5)
        return append(group)

    monkeypatch.setattr(journal, "append", slow)


async def test_an_answer_too_late_for_its_question_and_after_the_end_closes_the_paper(
    contest: Contest, fake_clock: FakeClock
) -> None:
    token, end = await prepared(contest, CLOSED)
    phone, question = await before(end, 20_100, token, fake_clock)
    fake_clock.tick(22_001)  # the question closed 100 ms before the round
    receipt = await phone.answer(question, await right(question))
    assert (receipt["counts"], receipt["reason"]) == (False, "late")
    assert receipt["result"]["score"] == 0
    assert await closing() == (100_000, end - 1)
    await phone.hang_up()


async def test_who_asks_for_the_next_question_after_the_end_hears_the_result(
    contest: Contest, fake_clock: FakeClock
) -> None:
    token, end = await prepared(contest, EACH)
    phone, question = await before(end, 1_000, token, fake_clock)
    receipt = await phone.answer(question, await right(question))
    assert receipt["revealed"]
    assert receipt["result"] is None
    fake_clock.time = Millis(end)
    opened = await phone.ask(t="next", attempt=question["attempt"], slot=1)
    assert opened["attempt"]["question"] is None
    assert opened["attempt"]["result"]["score"] == 10
    assert await rows(EntryKind.SHOWN) == []
    await phone.hang_up()


async def test_who_asks_in_time_and_is_shown_it_too_late_hears_the_result(
    contest: Contest, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, end = await prepared(contest, EACH)
    phone, question = await before(end, 1_000, token, fake_clock)
    await phone.answer(question, await right(question))
    fake_clock.time = Millis(end - 1)
    slow_disk(monkeypatch, fake_clock)
    opened = await phone.ask(t="next", attempt=question["attempt"], slot=1)
    assert opened["attempt"]["result"]["score"] == 10
    await phone.hang_up()


async def test_who_comes_back_in_the_grace_to_a_question_that_ran_out_hears_the_result(
    contest: Contest, fake_clock: FakeClock
) -> None:
    token, end = await prepared(contest, CLOSED)
    phone, _question = await before(end, 20_100, token, fake_clock)
    await phone.hang_up()
    fake_clock.tick(22_001)
    again = await connect(token)
    assert (await again.hello())["attempt"]["result"]["score"] == 0
    assert await closing() == (100_000, end - 1)
    await again.hang_up()


async def test_a_closed_paper_tells_no_key_while_another_may_still_be_answered(
    contest: Contest, fake_clock: FakeClock
) -> None:
    token, end = await prepared(contest, CLOSED)
    phone, question = await seated(token)
    attempt = question["attempt"]
    while question:
        receipt = await phone.answer(question, [0])
        question = receipt["question"]
    assert receipt["result"]["review"] is False
    fake_clock.time = Millis(end + LONGEST_GRACE)
    refused = await review(token, attempt)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yet")
    fake_clock.time = refused.json()["opens_at"]
    assert (await review(token, attempt)).status_code == 200
    assert (await phone.hello())["attempt"]["result"]["review"] is True
    await phone.hang_up()


@sync_to_async
def review(token: str, attempt: int) -> Any:
    return Client().get(f"/api/attempts/{attempt}/review", headers=bearer(token))
