"""What is on its way to the disk when something else comes: none of it gets lost."""

import asyncio
import gc
from collections.abc import Iterator, Sequence
from threading import Barrier, Event
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from questionbank.models import Option
from quiz import consumers, departures, people, plan, rounds, seats, sweeper, threads
from quiz.events import AttemptClosed
from quiz.journal import sql
from quiz.journal.queue import journal
from quiz.journal.record import Outcome, Record, Refused
from quiz.journal.thread import InThread
from quiz.models import Contest, Contestant, Entry, Round
from quiz.rules import timing
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import world
from tests.quiz.world import Phone, connect

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
MINUTE = Format(
    questions=3, blueprint={"single": 3}, books=1, question_ms=Millis(0), total_ms=Millis(60_000)
)
right = sync_to_async(world.right_choice)
entries = sync_to_async(lambda: list(Entry.objects.values_list("slot", "kind", "points")))


@pytest.fixture
def contest() -> Contest:
    world.make_bank(8, ["single"])
    return world.make_contest()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The journal's disk, which stores nothing until the event is set."""
    may = Event()

    def commit(records: Sequence[Record], stamp: Millis) -> list[Outcome]:
        assert may.wait(10)
        return sql.commit(records, stamp)

    monkeypatch.setattr(journal, "writer", InThread(commit))
    yield may
    may.set()


async def playing(contest: Contest, form: Format) -> tuple[Phone, Any]:
    await sync_to_async(world.make_round)(form, contest)
    token = await sync_to_async(world.make_contestant)(contest)
    phone = await connect(token)
    await phone.hello()
    return phone, (await phone.open())["question"]


async def test_an_answer_on_its_way_when_time_runs_out_is_in_the_score(
    contest: Contest, fake_clock: FakeClock, disk: Event
) -> None:
    phone, question = await playing(contest, MINUTE)
    fake_clock.tick(60_400)
    await phone.send(**phone.answer_to(question, await right(question)))
    while not journal.backlog:  # until the consumer has handed it over
        await sync_to_async(lambda: None)()
    fake_clock.tick(200)
    other = await connect(phone.token)
    await other.send(t="hello", token=phone.token, round="demo")
    disk.set()
    assert (await phone.hear())["counts"] is True
    heard = await other.hear()
    while heard["t"] != "welcome":
        heard = await other.hear()
    assert heard["attempt"]["result"]["score"] == 10
    assert (3, 3, 10) in await entries()
    await phone.hang_up()
    await other.hang_up()


async def test_a_closing_counts_answers_that_another_process_stored(
    contest: Contest, fake_clock: FakeClock
) -> None:
    phone, question = await playing(contest, MINUTE)
    elsewhere = Record(question["attempt"], 0, 2, 7, "2", 500, 10, MORNING)
    await sync_to_async(sql.commit)([elsewhere], MORNING)
    fake_clock.tick(61_000)
    receipt = await phone.answer(question, [])
    assert receipt["result"]["score"] == 10
    await phone.hang_up()


async def test_a_phone_whose_answer_cannot_be_looked_up_is_told_to_send_it_again(
    contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, question = await playing(contest, MINUTE)
    elsewhere = Record(question["attempt"], 0, 2, 7, "2", 500, 10, MORNING)
    await sync_to_async(sql.commit)([elsewhere], MORNING)

    async def away(*_args: Any) -> None:
        raise OperationalError("away")

    # What is stored is the right choice, whose number on the wire is another in each question.
    stored = await right(question)
    another = next(n for n in range(4) if n not in stored)
    frame = phone.answer_to(question, [another])
    with monkeypatch.context() as broken:
        broken.setattr(threads, "run", away)
        assert (await phone.ask(**frame))["code"] == "busy"
    receipt = await phone.ask(**frame)
    assert (receipt["t"], receipt["counts"]) == ("receipt", False)
    await phone.hang_up()


async def test_a_closing_that_a_crash_left_out_is_made_up_for(
    contest: Contest, fake_clock: FakeClock
) -> None:
    phone, question = await playing(contest, MINUTE)
    await phone.hang_up()
    answers = [Record(question["attempt"], n, 2, n, "1", 500, 10, MORNING) for n in range(3)]
    await sync_to_async(sql.commit)(answers, MORNING)
    back = await connect(phone.token)
    assert (await back.hello())["attempt"]["result"]["score"] == 30
    fake_clock.tick(70_000)
    assert await sweeper.sweep(fake_clock.now()) == 0
    await back.hang_up()


def test_a_closing_before_its_answers_is_refused() -> None:
    closing = Record(1, 3, 3, 0, "", 0, 0, MORNING)
    (outcome,) = sql.commit([closing], MORNING)
    assert outcome == Refused("unstorable", 0)
    assert not Entry.objects.exists()


async def test_an_earlier_try_asked_for_again_spends_none(contest: Contest) -> None:
    form = Format(questions=1, blueprint={"single": 1}, books=1)
    phone, question = await playing(contest, form)
    await phone.answer(question, [0])
    await phone.answer((await phone.open(1))["question"], [0])
    assert (await phone.open(0))["try_no"] == 0
    welcome = await phone.hello()
    assert welcome["round"]["next_try"] == 2
    await phone.hang_up()


async def test_coming_back_earns_no_network_credit(contest: Contest, fake_clock: FakeClock) -> None:
    form = Format(questions=3, blueprint={"single": 3}, books=1)
    phone, question = await playing(contest, form)
    await phone.answer(question, [0])
    await phone.hang_up()
    attempt, token = question["attempt"], phone.token
    del phone
    gc.collect()
    back = await connect(token)
    await back.hello()
    assert seats._seats[attempt].quota == timing.QUOTA_REFILL
    await back.hang_up()


def test_a_public_number_mixed_in_later_reaches_running_processes(contest: Contest) -> None:
    round_ = world.make_round(MINUTE, contest)
    Round.objects.update(opens_at=MORNING + 10_000)
    round_.refresh_from_db()
    before = plan.load("demo").key
    rounds.mix(round_.prepared, "20260919", now=MORNING)
    assert plan.load("demo").key == rounds.deal_key(round_.prepared) != before


async def test_a_plan_that_every_thread_wants_at_once_is_built_once(contest: Contest) -> None:
    await sync_to_async(world.make_round)(MINUTE, contest)
    everybody = Barrier(threads.POOL_SIZE)

    def wanted() -> plan.Plan:
        everybody.wait(10)
        return plan.load("demo")

    loads = (threads.run(wanted) for _ in range(threads.POOL_SIZE))
    assert len({id(one) for one in await asyncio.gather(*loads)}) == 1


def test_a_seat_knows_the_orders_of_its_plan_and_shares_them(contest: Contest) -> None:
    world.make_round(Format(questions=5, blueprint={"single": 5}, books=1), contest)
    entrance, found = seats.open_attempt(
        seats.enter(world.make_contestant(contest), "demo"), 0, MORNING
    )
    seat = seats.sit(found, entrance)
    wanted = [
        seat.plan.option_order(asked, seat.player.contestant, seat.try_no, slot)
        for slot, asked in enumerate(seat.paper)
    ]
    assert [seat.option_order(slot) for slot in range(5)] == wanted
    assert all(seat.option_order(slot) is wanted[slot] for slot in range(5))
    assert len(set(wanted)) > 1


def test_without_shuffling_options_keep_their_places_and_fixed_ones_stay_last(
    contest: Contest,
) -> None:
    Option._base_manager.filter(place=3).update(fixed=True)  # by hand: code may not
    form = Format(questions=5, blueprint={"single": 5}, books=1, shuffle_options=False)
    world.make_round(form, contest)
    loaded = plan.load("demo")
    for slot, asked in enumerate(loaded.paper(1, 0, 0, 0)):
        order = loaded.option_order(asked, 1, 0, slot)
        assert [asked.offer.public[number] for number in order] == [0, 1, 2, 3]


async def test_who_is_deleted_is_let_go_and_named_nowhere(
    contest: Contest, fake_clock: FakeClock
) -> None:
    form = Format(questions=1, blueprint={"single": 1}, books=1)
    phone, question = await playing(contest, form)
    who = await sync_to_async(Contestant.objects.get)()
    await sync_to_async(people.erase)(who, fake_clock.now())
    heard: list[AttemptClosed] = []
    journal.listen(heard.extend)
    await departures.look(fake_clock.now())
    assert (await phone.socket.receive_output())["code"] == 4401
    await phone.send(**phone.answer_to(question, [0]))
    await phone.hang_up()
    await journal.drain()
    journal._listeners.remove(heard.extend)
    assert all(event.nickname == "" for event in heard)
    assert not consumers._by_contestant


async def test_a_round_with_a_broken_format_is_said_to_be_unprepared(contest: Contest) -> None:
    await sync_to_async(world.make_round)(MINUTE, contest)
    await sync_to_async(lambda: Round.objects.update(format={"questions": 0}))()
    token = await sync_to_async(world.make_contestant)(contest)
    phone = await connect(token)
    assert (await phone.hello())["code"] == "not_prepared"
    await phone.hang_up()


async def test_a_board_that_fails_costs_the_other_listeners_nothing(contest: Contest) -> None:
    def broken(_events: list[AttemptClosed]) -> None:
        raise RuntimeError("this board is broken")

    heard: list[AttemptClosed] = []
    journal._listeners[:0] = [broken, heard.extend]
    form = Format(questions=1, blueprint={"single": 1}, books=1)
    phone, question = await playing(contest, form)
    await phone.answer(question, [0])
    await journal.drain()
    del journal._listeners[:2]
    assert len(heard) == 1
    await phone.hang_up()
