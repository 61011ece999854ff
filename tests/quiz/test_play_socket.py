"""Phones and the real consumer, on a real database, with a clock that is told the time."""

import pytest
from asgiref.sync import sync_to_async

from quiz import threads
from quiz.models import Contest, Entry
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.quiz import world
from tests.quiz.world import connect, right, seated, stored

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


async def test_a_paper_is_played_to_its_result(mei: str, fake_clock: FakeClock) -> None:
    phone, question = await seated(mei)
    for slot in range(5):
        assert question["slot"] == slot
        fake_clock.tick(3_000)
        receipt = await phone.answer(question, await right(question), took_ms=3_000)
        assert (receipt["t"], receipt["counts"], receipt["revealed"]) == ("receipt", True, None)
        question = receipt["question"]
    assert receipt["result"]["score"] == 50
    assert receipt["result"]["took_ms"] == 15_000
    assert len(await stored()) == 6
    await phone.hang_up()


async def test_a_resend_is_answered_like_the_first_and_stored_once(mei: str) -> None:
    phone, question = await seated(mei)
    frame = phone.answer_to(question, [1])
    first = await phone.ask(**frame)
    again = await phone.ask(**frame)
    assert {**again, "now": 0} == {**first, "now": 0}
    assert len(await stored()) == 1
    await phone.hang_up()


async def test_two_copies_in_one_breath_are_stored_once(mei: str) -> None:
    phone, question = await seated(mei)
    frame = phone.answer_to(question, [1])
    await phone.send(**frame)
    await phone.send(**frame)
    first, again = await phone.hear(), await phone.hear()
    assert first["choice"] == again["choice"] == [1]
    assert (first["counts"], again["counts"]) == (True, True)
    assert len(await stored()) == 1
    await phone.hang_up()


async def test_another_choice_for_a_stored_slot_names_what_is_stored(mei: str) -> None:
    phone, question = await seated(mei)
    await phone.answer(question, [1])
    receipt = await phone.answer(question, [2])
    assert (receipt["counts"], receipt["reason"], receipt["choice"]) == (
        False,
        "already_answered",
        [1],
    )
    await phone.hang_up()


async def test_only_an_answer_stored_in_time_counts_after_the_deadline(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, question = await seated(mei)
    frame = phone.answer_to(question, [1])
    second = (await phone.ask(**frame))["question"]
    fake_clock.tick(20_501)
    assert (await phone.ask(**frame))["counts"] is True
    late = await phone.answer(second, [1])
    assert (late["counts"], late["reason"], late["choice"]) == (False, "late", [])
    assert late["question"]["slot"] == 2
    await phone.hang_up()


async def test_the_grace_is_for_the_network(mei: str, fake_clock: FakeClock) -> None:
    phone, question = await seated(mei)
    fake_clock.tick(20_500)
    receipt = await phone.answer(question, [1], took_ms=19_990)
    assert receipt["counts"] is True
    took = await sync_to_async(lambda: Entry.objects.get().took_ms)()
    assert took == 20_000
    await phone.hang_up()


async def test_a_reconnect_neither_wins_nor_loses_time(mei: str, fake_clock: FakeClock) -> None:
    phone, question = await seated(mei)
    await phone.answer(question, [1])
    await phone.hang_up()
    fake_clock.tick(7_000)
    back = await connect(mei)
    attempt = (await back.hello())["attempt"]
    assert attempt["question"]["slot"] == 1
    assert attempt["question"]["left_ms"] == 13_000
    assert attempt["stored"] == [0]
    await back.hang_up()


async def test_a_question_that_ran_out_while_away_is_a_blank_and_the_next_one_is_whole(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, _ = await seated(mei)
    await phone.hang_up()
    fake_clock.tick(60_000)
    back = await connect(mei)
    question = (await back.hello())["attempt"]["question"]
    assert (question["slot"], question["left_ms"]) == (1, 20_000)
    assert await stored() == [(0, 2, "")]
    await back.hang_up()


async def test_two_devices_of_one_contestant_see_one_attempt(mei: str) -> None:
    phone, question = await seated(mei)
    other = await connect(mei)
    attempt = (await other.hello())["attempt"]
    assert attempt["question"]["order"] == question["order"]
    await phone.answer(question, [3])
    assert (await other.hear())["attempt"]["slot"] == 1
    late = await other.answer(question, [0])
    assert (late["counts"], late["choice"]) == (False, [3])
    await phone.hang_up()
    await other.hang_up()


async def test_answering_reads_no_database(mei: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django itself refuses a query on the event loop; so only the database threads could."""
    phone, question = await seated(mei)

    async def refuse(fn: object, *_args: object) -> None:
        raise AssertionError(f"{fn} was called in a database thread")

    monkeypatch.setattr(threads, "run", refuse)
    assert (await phone.answer(question, [1]))["counts"] is True
    await phone.hang_up()


@pytest.mark.parametrize("took_ms", [-5_000, 10**9])
async def test_a_lying_clock_is_clamped(mei: str, fake_clock: FakeClock, took_ms: int) -> None:
    phone, question = await seated(mei)
    fake_clock.tick(2_000)
    await phone.answer(question, [1], took_ms=took_ms)
    assert await sync_to_async(lambda: Entry.objects.get().took_ms)() == 2_000
    await phone.hang_up()


async def test_a_measured_line_gets_its_round_trip_back_within_the_quota(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, question = await seated(mei)
    pong = await phone.ask(t="ping", c=1)
    fake_clock.tick(300)
    await phone.send(t="echo", n=pong["n"])
    await phone.ask(t="ping", c=2)
    fake_clock.tick(2_000)
    await phone.answer(question, [1], took_ms=0)
    assert await sync_to_async(lambda: Entry.objects.get().took_ms)() == 2_300 - 320
    await phone.hang_up()


async def test_messages_come_in_the_language_asked_for(mei: str) -> None:
    phone = await connect(mei)
    phone.round = "nothing"
    assert (await phone.hello("zh-hans"))["message"] == "没有这个轮次。"
    await phone.hang_up()


async def test_opening_spends_the_try_and_asking_again_spends_no_second(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, question = await seated(mei)
    assert (await phone.open(0))["attempt"] == question["attempt"]
    assert (await phone.open(1))["attempt"] == question["attempt"]
    for _ in range(5):
        question = (await phone.answer(question, [0]))["question"]
    assert (await phone.open(0))["result"] is not None
    assert (await phone.open(1))["try_no"] == 1
    await phone.hang_up()


@pytest.mark.parametrize(("moment", "code"), [(-1, "not_open"), (world.HOUR, "round_closed")])
async def test_outside_its_window_no_paper_is_opened(
    mei: str, fake_clock: FakeClock, moment: int, code: str
) -> None:
    fake_clock.tick(moment)
    phone = await connect(mei)
    await phone.hello()
    assert (await phone.ask(t="open", try_no=0))["code"] == code
    await phone.hang_up()


@pytest.mark.parametrize("kind", ["single", "multiple", "truefalse", "estimate", "ordering"])
@pytest.mark.usefixtures("every_kind")
async def test_no_key_reaches_a_phone_before_it_is_due(contest: Contest, kind: str) -> None:
    form = Format(questions=3, blueprint={kind: 3}, books=1, reveal=Reveal.END)
    await sync_to_async(world.make_round)(form, contest)
    token = await sync_to_async(world.make_contestant)(contest)
    phone = await connect(token)
    heard = [await phone.hello(), await phone.ask(t="open", try_no=0)]
    question = heard[-1]["attempt"]["question"]
    while question:
        assert set(question["q"]) <= {"kind", "stem", "options", "unit", "min", "max"}
        heard.append(await phone.answer(question, await right(question)))
        question = heard[-1]["question"]
    assert not any(word in str(heard) for word in ("解析", "why ", "来源", "'key'", "'value'"))
    assert heard[-1]["result"]["score"] == 30
    await phone.hang_up()


@pytest.mark.usefixtures("every_kind")
async def test_practice_shows_the_key_and_asks_for_the_next(contest: Contest) -> None:
    form = Format(
        mode=Mode.PRACTICE,
        questions=2,
        blueprint={"multiple": 2},
        books=1,
        reveal=Reveal.EACH,
        question_ms=Millis(0),
        tries_per_day=0,
        boards=(),
    )
    await sync_to_async(world.make_round)(form, contest)
    token = await sync_to_async(world.make_contestant)(contest)
    phone = await connect(token)
    await phone.hello()
    question = (await phone.open())["question"]
    keys = await right(question)
    receipt = await phone.answer(question, [])
    assert sorted(receipt["revealed"]["key"]) == sorted(keys)
    assert receipt["question"] is None
    early = {**phone.answer_to(question, [0]), "slot": 1}
    assert (await phone.ask(**early))["code"] == "not_shown"
    opened = await phone.ask(t="next", attempt=question["attempt"], slot=1)
    assert opened["attempt"]["question"]["slot"] == 1
    await phone.hang_up()
