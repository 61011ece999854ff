"""Presets and time: questions and papers that run out, and rounds that open and close."""

import pytest
from asgiref.sync import sync_to_async

from quiz import presets, sweeper
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import preset_stage as stage
from tests.quiz import world
from tests.quiz.preset_stage import WINDOW

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
RANKED = [name for name, preset in presets.presets().items() if preset.format.ranked]


TIMED = [name for name in RANKED if presets.presets()[name].format.question_ms]


@pytest.mark.parametrize("name", TIMED)
async def test_a_question_out_of_time_is_a_blank_and_the_paper_goes_on(
    name: str, fake_clock: FakeClock
) -> None:
    await sync_to_async(stage.prepare)(name)
    token = await sync_to_async(stage.join)()
    phone, question = await stage.seated(name, token)
    form, keys = presets.presets()[name].format, await stage.knower(name)
    fake_clock.tick(form.question_ms + form.grace_ms)
    first = await phone.answer(question, keys.right(question))
    assert first["counts"], "the last moment of the grace is in time"
    fake_clock.tick(form.question_ms + form.grace_ms + 1)
    late = await phone.answer(first["question"], keys.right(first["question"]))
    assert (late["counts"], late["reason"], late["choice"]) == (False, "late", [])
    result = await stage.play(phone, late["question"], fake_clock, right=form.questions)
    assert result["right"] == form.questions - 1
    assert result["score"] == form.full_score - form.right
    assert result["took_ms"] == 2 * form.question_ms + (form.questions - 2) * 1_000
    await phone.hang_up()


async def test_ten_minutes_in_all_end_a_paper_whose_every_answer_was_in_time(
    fake_clock: FakeClock,
) -> None:
    await sync_to_async(stage.prepare)("nanjing2018")
    token = await sync_to_async(stage.join)()
    phone, question = await stage.seated("nanjing2018", token)
    keys = await stage.knower("nanjing2018")
    opened_at = fake_clock.time
    for _ in range(19):
        fake_clock.tick(30_400)  # within each question's grace
        receipt = await phone.answer(question, keys.right(question), took_ms=30_000)
        question = receipt["question"]
    assert question["closes_at"] == opened_at + 600_000
    assert question["left_ms"] == 600_000 - 19 * 30_400
    fake_clock.time = Millis(opened_at + 600_501)
    last = await phone.answer(question, keys.right(question))
    assert (last["counts"], last["reason"]) == (False, "late")
    assert (last["result"]["right"], last["result"]["score"]) == (19, 95)
    await phone.hang_up()


@pytest.mark.parametrize(("name", "total_ms"), [("nanjing2018", 600_000), ("crisp100", 5_400_000)])
async def test_a_paper_left_behind_is_closed_with_blanks_when_its_time_is_up(
    name: str, total_ms: int, fake_clock: FakeClock
) -> None:
    await sync_to_async(stage.prepare)(name)
    token = await sync_to_async(stage.join)()
    phone, question = await stage.seated(name, token)
    keys = await stage.knower(name)
    await phone.answer(question, keys.right(question))
    await phone.hang_up()
    fake_clock.tick(total_ms)
    assert await sweeper.sweep(fake_clock.time) == 0
    fake_clock.tick(10_000)
    assert await sweeper.sweep(fake_clock.time) == 1
    again = await world.connect(token, name)
    result = (await again.hello())["attempt"]["result"]
    form = presets.presets()[name].format
    assert (result["right"], result["score"]) == (1, form.right)
    await again.hang_up()


@pytest.mark.parametrize("name", RANKED)
async def test_the_window_opens_and_closes_the_door_and_ends_open_papers(
    name: str, fake_clock: FakeClock
) -> None:
    await sync_to_async(stage.prepare)(name)
    token = await sync_to_async(stage.join)()
    phone = await world.connect(token, name)
    await phone.hello()
    fake_clock.time = Millis(MORNING - 1)
    assert (await phone.ask(t="open", try_no=0))["code"] == "not_open"
    fake_clock.time = Millis(MORNING + WINDOW - 1_000)
    question = (await phone.open())["question"]
    assert question["closes_at"] == MORNING + WINDOW
    fake_clock.time = Millis(MORNING + WINDOW)
    late = await sync_to_async(stage.join)("阿强")
    other = await world.connect(late, name)
    await other.hello()
    assert (await other.ask(t="open", try_no=0))["code"] == "round_closed"
    fake_clock.tick(60_000)
    assert await sweeper.sweep(fake_clock.time) == 1
    await phone.hang_up()
    await other.hang_up()
