"""A round's end that has moved holds in every process, also in one that has not heard of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import DatabaseError

from quiz import end_looks, end_news, ends, plan, sweeper
from quiz.models import Contest, EntryKind, Round
from quiz.rules.extending import FINAL_MS
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import world
from tests.quiz.world import HOUR, Phone, connect, right, seated, stored

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
END = Millis(MORNING + HOUR)
NEW = Millis(END + 600_000)
GRACE = Millis(500)
FIVE = Format(questions=5, blueprint={"single": 5}, question_ms=Millis(20_000), grace_ms=GRACE)
EACH = Format(
    questions=5,
    blueprint={"single": 5},
    question_ms=Millis(20_000),
    books=1,
    reveal=Reveal.EACH,
    tries_total=1,
)
PRACTICE = Format(
    questions=5,
    blueprint={"single": 5},
    question_ms=Millis(0),
    books=1,
    mode=Mode.PRACTICE,
    boards=(),
)
newcomer = sync_to_async(world.make_contestant)


@sync_to_async
def move(closes_at: int | None = NEW) -> None:
    """As another process does it."""
    Round.objects.filter(code="demo").update(closes_at=closes_at)


async def late_seat(token: str, clock: FakeClock, left_ms: int = 1_000) -> tuple[Phone, Any]:
    """A phone with the first question of a paper, so long before the end that it was told; its
    process has looked, and before the end could be final."""
    clock.time = Millis(END - FINAL_MS - 1)
    await end_news.look(clock.now())
    clock.time = Millis(END - left_ms)
    return await seated(token)


async def test_a_phone_that_plays_hears_of_the_new_end_once_and_goes_on_after_the_old_one(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, question = await late_seat(mei, fake_clock)
    assert question["closes_at"] == END
    await move()
    await end_news.look(fake_clock.tick(100))
    heard = await phone.hear()
    assert (heard["t"], heard["round"]["closes_at"]) == ("welcome", NEW)
    now = heard["attempt"]["question"]
    assert (now["slot"], now["closes_at"]) == (0, question["opened_at"] + 20_000)
    await end_news.look(fake_clock.tick(1_000))
    receipt = await phone.answer(question, await right(question))
    assert fake_clock.time > END
    assert (receipt["counts"], receipt["question"]["slot"]) == (True, 1)
    assert receipt["question"]["closes_at"] == fake_clock.time + 20_000
    await phone.hang_up()


async def answers(phone: Phone, question: Any) -> Any:
    return (await phone.answer(question, await right(question)))["question"]


async def comes_back(phone: Phone, _question: Any) -> Any:
    return (await phone.hello())["attempt"]["question"]


async def asks(phone: Phone, question: Any) -> Any:
    return (await phone.ask(t="next", attempt=question["attempt"], slot=0))["attempt"]["question"]


async def opens(phone: Phone, _question: Any) -> Any:
    return (await phone.open(0))["question"]


async def is_swept(phone: Phone, question: Any) -> Any:
    assert await sweeper.sweep(Millis(END + 10_000)) == 0
    return await comes_back(phone, question)


ACTS = [answers, comes_back, asks, opens, is_swept]
Act = Callable[[Phone, Any], Awaitable[Any]]


@pytest.mark.parametrize("act", ACTS)
async def test_a_process_that_has_not_heard_of_it_writes_nothing_by_the_old_end(
    mei: str, fake_clock: FakeClock, act: Act
) -> None:
    phone, question = await late_seat(mei, fake_clock)
    await move()
    fake_clock.time = Millis(END + 10_000)
    shown = await act(phone, question)
    assert shown["slot"] == (1 if act is answers else 0)
    entries = await stored()
    assert [kind for _slot, kind, _choice in entries] == [EntryKind.ANSWER] * (act is answers)
    await phone.hang_up()


@pytest.mark.parametrize("act", [answers, comes_back, asks, opens])
async def test_an_end_that_stays_closes_the_paper_for_whoever_looks_only_then(
    mei: str, fake_clock: FakeClock, act: Act
) -> None:
    phone, question = await late_seat(mei, fake_clock)
    fake_clock.time = Millis(END + 10_000)
    assert await act(phone, question) is None
    entries = await stored()
    assert [choice for _slot, _kind, choice in entries] == [""] * 6
    assert entries[-1][1] == EntryKind.CLOSED
    await phone.hang_up()


@pytest.mark.parametrize("error", [DatabaseError("the line is cut"), RuntimeError("no threads")])
async def test_while_an_end_cannot_be_looked_up_an_answer_waits_and_then_counts_as_of_its_coming(
    mei: str, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    phone, question = await late_seat(mei, fake_clock)
    await move(END + 8_000)
    fake_clock.time = Millis(END + 7_000)
    with monkeypatch.context() as away:
        away.setattr(end_looks, "_read", _away(error))
        answer = phone.answer_to(question, await right(question))
        refused = await phone.ask(**answer)
        assert (refused["t"], refused["code"]) == ("error", "busy")
        assert await stored() == []
    fake_clock.time = Millis(END + 30_000)
    receipt = await phone.ask(**answer)
    assert receipt["counts"] is True
    assert receipt["result"]["right"] == 1
    await phone.hang_up()


def _away(error: Exception) -> Callable[[Millis], ends.Ends]:
    def read(_over: Millis) -> ends.Ends:
        raise error

    return read


async def test_whoever_waits_to_begin_hears_it_and_may_begin_after_the_old_end(
    mei: str, fake_clock: FakeClock
) -> None:
    fake_clock.time = Millis(END - FINAL_MS - 1)
    await end_news.look(fake_clock.now())
    told, untold = await connect(mei), await connect(mei)
    assert (await told.hello())["round"]["closes_at"] == END
    await untold.hello()
    await untold.send(t="ping", c=1)
    await untold.hear()
    await move()
    await end_news.look(fake_clock.tick(1_000))
    for phone in (told, untold):
        heard = await phone.hear()
        assert (heard["attempt"], heard["round"]["closes_at"]) == (None, NEW)
    fake_clock.time = Millis(END + 1_000)
    assert (await told.open())["question"]["slot"] == 0
    for phone in (told, untold):
        await phone.hang_up()


async def test_a_process_that_has_not_heard_of_it_opens_papers_after_the_old_end(
    mei: str, fake_clock: FakeClock
) -> None:
    phone = await connect(mei)
    await phone.hello()
    await move()
    fake_clock.time = Millis(END + 1_000)
    assert (await phone.open())["question"]["closes_at"] == END + 21_000
    await phone.hang_up()


async def test_whoever_reads_a_key_is_left_alone_and_their_next_question_has_the_new_end(
    contest: Contest, fake_clock: FakeClock
) -> None:
    await sync_to_async(world.make_round)(EACH, contest)
    phone, question = await late_seat(await newcomer(contest), fake_clock)
    await phone.answer(question, await right(question))
    await move()
    await end_news.look(fake_clock.tick(900))
    assert (await phone.ask(t="ping", c=1))["t"] == "pong"
    fake_clock.tick(500)
    opened = await phone.ask(t="next", attempt=question["attempt"], slot=1)
    assert opened["attempt"]["question"]["closes_at"] == fake_clock.time + 20_000
    await phone.hang_up()


async def test_practice_may_be_freed_of_its_end(contest: Contest, fake_clock: FakeClock) -> None:
    await sync_to_async(world.make_round)(PRACTICE, contest)
    await move(END)
    phone, question = await late_seat(await newcomer(contest), fake_clock)
    assert question["closes_at"] == END
    await move(None)
    await end_news.look(fake_clock.tick(900))
    assert (await phone.hear())["attempt"]["question"]["closes_at"] is None
    await phone.hang_up()


def test_a_round_that_got_more_time_keeps_its_plan_but_for_the_end(
    mei: str, fake_clock: FakeClock
) -> None:
    before = plan.load("demo")
    Round.objects.update(closes_at=NEW)
    after = plan.load("demo")
    assert (before.closes_at, after.closes_at) == (END, NEW)
    assert after.questions is before.questions
    assert after.books is before.books


@pytest.mark.parametrize("first", [END, NEW])
def test_of_two_plans_whoever_sits_down_has_the_later_end(
    mei: str, fake_clock: FakeClock, first: Millis
) -> None:
    found = plan.load("demo")
    known = ends.Known()
    known.learn({found.round: first}, MORNING)
    newest = known.newest(found)
    assert newest.closes_at == first
    assert known.newest(found) is newest
    known.learn({found.round: END}, MORNING)
    assert known.newest(replace(found, closes_at=NEW)).closes_at == NEW


def test_the_plan_of_a_moved_round_is_let_go_when_it_is_long_over(mei: str) -> None:
    known = ends.Known()
    known.learn({(found := plan.load("demo")).round: NEW}, MORNING)
    assert known.newest(found).closes_at == NEW
    known.learn({}, Millis(NEW + ends.OVER_MS))
    assert known._moved
    known.learn({}, Millis(NEW + ends.OVER_MS + 1))
    assert not known._moved
