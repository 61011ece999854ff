"""A connected phone hears that its paper was annulled, and that it counts again."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz import annulling
from quiz.annulling import Why
from quiz.annulment_news import News
from quiz.events import AttemptClosed
from quiz.journal.queue import journal
from quiz.models import Attempt, Contest
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.quiz.world import Phone, connect, make_contestant, right, seated

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


async def played(phone: Phone, question: dict[str, Any]) -> dict[str, Any]:
    """The paper's result."""
    for _slot in range(5):
        receipt = await phone.answer(question, await right(question), took_ms=3_000)
        question = receipt["question"]
    result: dict[str, Any] = receipt["result"]
    return result


@sync_to_async
def step(attempt: int, now: Millis, *, annuls: bool) -> None:
    """As an organiser does it, in whatever process."""
    lin, _made = User.objects.get_or_create(username="lin")
    steps = annulling.next_steps([attempt], annuls=annuls)
    act, why = (annulling.annul, "proxy") if annuls else (annulling.restore, "appeal")
    assert act(steps, Why(why, "说明"), lin, now) == [attempt]


async def test_it_hears_of_each_step_once_and_of_nothing_but_void(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, question = await seated(mei)
    result = await played(phone, question)
    news = News()
    assert await news.look(fake_clock.now()) == 0
    for void in ({"void": True}, {}, {"void": True}):
        await step(result["attempt"], fake_clock.now(), annuls=bool(void))
        assert await news.look(fake_clock.now()) == 1
        heard = await phone.hear()
        assert heard["t"] == "opened"
        assert heard["attempt"]["result"] == {**result, **void}
        assert heard["attempt"]["question"] is None
        assert "说明" not in str(heard)
        assert await news.look(fake_clock.now()) == 0
        fake_clock.tick(20_000)
        assert await news.look(fake_clock.now()) == 0
    await phone.hang_up()


async def test_two_devices_hear_it_and_other_people_do_not(
    contest: Contest, mei: str, fake_clock: FakeClock
) -> None:
    first, question = await seated(mei)
    result = await played(first, question)
    second = await connect(mei)
    await second.hello()
    other, _question = await seated(await sync_to_async(make_contestant)(contest, "Hua"))
    await step(result["attempt"], fake_clock.now(), annuls=True)
    assert await News().look(fake_clock.now()) == 1
    for phone in (first, second):
        assert (await phone.hear())["attempt"]["result"]["void"] is True
    assert (await other.ask(t="ping", c=1))["t"] == "pong"
    for phone in (first, second, other):
        await phone.hang_up()


async def test_a_paper_annulled_while_it_is_open_goes_on_and_its_result_says_void(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, question = await seated(mei)
    events: list[AttemptClosed] = []
    journal.listen(events.extend)
    try:
        (paper,) = await sync_to_async(lambda: list(Attempt.objects.values_list("pk", flat=True)))()
        await step(paper, fake_clock.now(), annuls=True)
        assert await News().look(fake_clock.now()) == 0
        result = await played(phone, question)
    finally:
        journal._listeners.remove(events.extend)
    assert result["void"] is True
    assert [(event.attempt, event.void) for event in events] == [(paper, 1)]
    assert await News().look(fake_clock.now()) == 0
    await phone.hang_up()


async def test_a_step_that_is_committed_after_a_later_one_is_heard_of_too(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, question = await seated(mei)
    result = await played(phone, question)
    news = News()
    await news.look(fake_clock.now())
    await step(result["attempt"], fake_clock.now(), annuls=True)
    # What is newer was seen first: the place among the steps is beyond ours.
    news._newest.append((fake_clock.now(), 1_000_000))
    assert await news.look(fake_clock.now()) == 1
    await phone.hang_up()


async def test_where_nothing_was_annulled_a_look_is_one_query(fake_clock: FakeClock) -> None:
    news = News()

    def looked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert news._steps(fake_clock.now()) == []
        return len(queries)

    await sync_to_async(looked)()
    assert await sync_to_async(looked)() == 1
