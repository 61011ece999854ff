"""Each preset played to its end over the real consumer: settings alone make these contests."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from quiz import frames, plan, presets
from quiz.journal.queue import journal
from quiz.rules.formats import Mode
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import preset_stage as stage
from tests.quiz import world
from tests.quiz.preset_stage import DAY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
RANKED = [name for name, preset in presets.presets().items() if preset.format.ranked]


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
    result = await stage.play(phone, question, fake_clock, right=questions)
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
    assert frames.band(form, right * form.right) == band


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
    result = await stage.play(phone, question, fake_clock, right=right)
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
        await stage.play(phone, question, fake_clock, right=0, step_ms=200)
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
        await stage.play(phone, question, fake_clock, right=right)
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
        await stage.play(phone, question, fake_clock, right=right)
    standing = await stage.standing(name)
    assert standing is not None
    assert standing.score == 7 * presets.presets()[name].format.right
    await phone.hang_up()


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
            assert keys.told(question, receipt["revealed"])
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
    await stage.play(phone, question, fake_clock, right=6)
    await phone.hang_up()
    journal._listeners.remove(heard.extend)
    (event,) = heard
    assert (event.score, event.took_ms, event.try_no) == (60, 8_000, 0)
    assert (event.region_path, event.cohort) == ("440000/440100/440113", "elders")
