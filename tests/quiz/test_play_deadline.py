"""Answers around their deadline, millisecond by millisecond: fault row 33."""

import pytest
from asgiref.sync import sync_to_async

from quiz.models import Contest
from quiz.rules import timing
from quiz.rules.formats import Format
from quiz.rules.timing import Window
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.quiz import world
from tests.quiz.world import Phone, connect

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
AROUND = range(-50, 51)
GRACE = Millis(500)
FORM = Format(questions=10, blueprint={"single": 10}, books=1, grace_ms=GRACE, tries_per_day=30)


async def answered(phone: Phone, clock: FakeClock, offsets: list[int]) -> list[tuple[bool, bool]]:
    """Of one paper: whether each answer, so long after the grace ended, counted and should have."""
    said = []
    question = (await phone.open((await phone.hello())["round"]["next_try"]))["question"]
    for offset in offsets:
        asked = Window(Millis(question["opened_at"]), Millis(question["closes_at"]))
        clock.time = Millis(question["closes_at"] + GRACE + offset)
        receipt = await phone.answer(question, [1])
        said.append((receipt["counts"], timing.in_time(asked, clock.time, GRACE)))
        assert receipt["reason"] == (None if receipt["counts"] else "late")
        question = receipt["question"]
    while question:
        question = (await phone.answer(question, []))["question"]
    return said


async def test_within_fifty_milliseconds_of_it_phone_and_rule_never_disagree(
    contest: Contest, fake_clock: FakeClock
) -> None:
    await sync_to_async(world.make_round)(FORM, contest)
    phone = await connect(await sync_to_async(world.make_contestant)(contest))
    offsets = list(AROUND)
    said = [
        pair
        for start in range(0, len(offsets), FORM.questions)
        for pair in await answered(phone, fake_clock, offsets[start : start + FORM.questions])
    ]
    assert said == [(offset <= 0, offset <= 0) for offset in offsets]
    await phone.hang_up()
