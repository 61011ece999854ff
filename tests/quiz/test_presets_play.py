"""Each preset played to its end over the real consumer: settings alone make these contests."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from quiz import plan, presets, showing, sweeper
from quiz.journal import journal
from quiz.rules.formats import Mode
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import preset_stage as stage
from tests.quiz import world
from tests.quiz.preset_stage import DAY, WINDOW
from tests.quiz.world import Phone

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
RANKED = [name for name, preset in presets.presets().items() if preset.format.ranked]


async def play(  # one paper: `right` right answers, then wrong ones
    phone: Phone, question: Any, clock: FakeClock, *, right: int, step_ms: int = 1_000
) -> Any:
    """Answer to the end, each question after `step_ms`; returns the result."""
    keys = await stage.knower(phone.round)
    receipt: Any = {"result": None}
    while question is not None:
        clock.tick(step_ms)
        know = keys.right if question["slot"] < right else keys.wrong
        receipt = await phone.answer(question, know(question), took_ms=step_ms)
        assert receipt["counts"], receipt
        assert receipt["revealed"] is None
        question = receipt["question"]
    return receipt["result"]


FULL = {
    "nanjing2018": (20, 100),
    "ningxia2018": (8, 80),
    "qingdao2023": (5, 100),
    "benchmark50": (50, 100),
    "crisp100": (100, 100),
    "jsElders": (10, 100),
    "demo10": (10, 100),
}


def test_every_ranked_preset_is_in_the_table() -> None:
    assert set(FULL) == set(RANKED)


@pytest.mark.parametrize("name", RANKED)
async def test_a_perfect_paper_meets_the_blueprint_and_earns_the_full_score(
    name: str, fake_clock: FakeClock
) -> None:
    questions, full = FULL[name]
    await sync_to_async(stage.prepare)(name)
    token = await sync_to_async(stage.join)()
    phone, question = await stage.seated(name, token)
    result = await play(phone, question, fake_clock, right=questions)
    assert (result["of"], result["right"]) == (questions, questions)
    assert (result["score"], result["full"]) == (full, full)
    assert result["took_ms"] == questions * 1_000
    assert result["review"] is True
    paper, form = await stage.paper_of(token), presets.presets()[name].format
    assert len(paper) == questions
    assert stage.meets(paper, dict(form.blueprint))
    assert all(set(form.pool) <= item.tags for item in paper)
    await phone.hang_up()


@pytest.mark.parametrize(
    ("name", "right", "band"),
    [
        ("nanjing2018", 20, None),
        ("ningxia2018", 4, None),
        ("ningxia2018", 5, "raffle"),
        ("qingdao2023", 2, None),
        ("qingdao2023", 3, "raffle"),
        ("benchmark50", 29, None),
        ("benchmark50", 30, "basic"),
        ("crisp100", 55, None),
        ("crisp100", 56, "basic"),
        ("crisp100", 70, "basic"),
        ("crisp100", 71, "literate"),
        ("crisp100", 85, "literate"),
        ("crisp100", 86, "high"),
    ],
)
def test_a_result_reaches_its_band_at_the_edge(name: str, right: int, band: str | None) -> None:
    form = presets.presets()[name].format
    assert showing.band(form, right * form.right) == band


@pytest.mark.parametrize(
    ("name", "right", "band"),
    [("ningxia2018", 5, "raffle"), ("benchmark50", 29, None), ("crisp100", 71, "literate")],
)
async def test_a_played_result_says_its_band(
    name: str, right: int, band: str | None, fake_clock: FakeClock
) -> None:
    await sync_to_async(stage.prepare)(name)
    token = await sync_to_async(stage.join)()
    phone, question = await stage.seated(name, token)
    result = await play(phone, question, fake_clock, right=right)
    assert (result["right"], result["band"]) == (right, band)
    await phone.hang_up()


@pytest.mark.parametrize("name", RANKED)
async def test_tries_run_out_and_come_back_at_midnight(name: str, fake_clock: FakeClock) -> None:
    await sync_to_async(stage.prepare)(name)
    token = await sync_to_async(stage.join)()
    per_day = presets.presets()[name].format.tries_per_day
    tries = min(per_day, 5)
    phone = await world.connect(token, name)
    assert (await phone.hello())["round"]["tries_left"] == per_day
    for try_no in range(tries):
        question = (await phone.open(try_no))["question"]
        await play(phone, question, fake_clock, right=0, step_ms=200)
    if tries == per_day:
        assert (await phone.ask(t="open", try_no=tries))["code"] == "no_tries"
    fake_clock.time = Millis(MORNING + DAY - 8 * 3_600_000)  # the next midnight in Guangdong
    opened = await phone.open(tries)
    assert (opened["try_no"], opened["slot"]) == (tries, 0)
    await phone.hang_up()


@pytest.mark.parametrize(
    ("name", "rights", "score", "took_ms"),
    [
        ("qingdao2023", [2, 5, 1], 160, 15_000),
        ("jsElders", [3, 8, 6], 80, 10_000),
        ("demo10", [3, 8, 6], 80, 10_000),
    ],
)
async def test_the_count_rule_makes_the_standing(
    name: str, rights: list[int], score: int, took_ms: int, fake_clock: FakeClock
) -> None:
    await sync_to_async(stage.prepare)(name)
    token = await sync_to_async(stage.join)()
    phone = await world.connect(token, name)
    await phone.hello()
    for try_no, right in enumerate(rights):
        question = (await phone.open(try_no))["question"]
        await play(phone, question, fake_clock, right=right)
    standing = await stage.standing(name)
    assert standing is not None
    assert (standing.score, standing.took_ms, standing.tries) == (score, took_ms, len(rights))
    await phone.hang_up()


@pytest.mark.parametrize("name", ["nanjing2018", "ningxia2018"])
async def test_of_two_days_the_best_counts(name: str, fake_clock: FakeClock) -> None:
    await sync_to_async(stage.prepare)(name)
    token = await sync_to_async(stage.join)()
    phone = await world.connect(token, name)
    await phone.hello()
    for day, right in enumerate([7, 4]):
        fake_clock.time = Millis(MORNING + day * DAY)
        question = (await phone.open(day))["question"]
        await play(phone, question, fake_clock, right=right)
    standing = await stage.standing(name)
    assert standing is not None
    assert standing.score == 7 * presets.presets()[name].format.right
    await phone.hang_up()


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
    result = await play(phone, late["question"], fake_clock, right=form.questions)
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


@pytest.mark.parametrize("cohort", ["youth", "general"])
async def test_the_elders_round_is_for_elders(cohort: str) -> None:
    await sync_to_async(stage.prepare)("jsElders")
    token = await sync_to_async(stage.join)(cohort=cohort)
    phone = await world.connect(token, "jsElders")
    await phone.hello()
    assert (await phone.ask(t="open", try_no=0))["code"] == "not_eligible"
    await phone.hang_up()


async def test_practice_shows_each_key_at_once_without_clock_end_or_rank(
    fake_clock: FakeClock,
) -> None:
    await sync_to_async(stage.prepare)("practice10")
    token = await sync_to_async(stage.join)()
    keys = await stage.knower("practice10")
    for try_no in range(2):
        fake_clock.tick(30 * DAY)
        phone, question = await stage.seated("practice10", token, try_no)
        assert question["closes_at"] is None
        for slot in range(10):
            fake_clock.tick(3_600_000)
            receipt = await phone.answer(question, keys.wrong(question))
            assert receipt["revealed"]["key"] == keys.right(question)
            assert receipt["revealed"]["why"]
            if slot < 9:
                assert receipt["question"] is None, "the next is shown when it is asked for"
                following = await phone.ask(t="next", attempt=question["attempt"], slot=slot + 1)
                question = following["attempt"]["question"]
        assert receipt["result"]["score"] == 0
        await phone.hang_up()
    assert (await sync_to_async(plan.load)("practice10")).format.mode is Mode.PRACTICE


async def test_a_closed_paper_is_announced_once_with_its_score(fake_clock: FakeClock) -> None:
    heard: list[Any] = []
    journal.listen(heard.extend)
    await sync_to_async(stage.prepare)("ningxia2018")
    token = await sync_to_async(stage.join)()
    phone, question = await stage.seated("ningxia2018", token)
    await play(phone, question, fake_clock, right=6)
    await phone.hang_up()
    journal._listeners.remove(heard.extend)
    (event,) = heard
    assert (event.score, event.took_ms, event.try_no) == (60, 8_000, 0)
    assert (event.region_path, event.cohort) == ("440000/440100/440113", "elders")
