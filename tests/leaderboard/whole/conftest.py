"""A contest of four rounds that is over, with boards, a raffle and reports that follow it."""

from typing import Any

import pytest

from leaderboard import api, api_more, screen
from leaderboard import projector as projectors
from leaderboard.models import BoardDefinition
from leaderboard.pictures import api as certificate_api
from leaderboard.pictures import certificate_views
from leaderboard.projector import Projector
from leaderboard.public.kept import kept
from leaderboard.raffle import holding
from leaderboard.raffle import views as raffle_views
from leaderboard.raffle.forms import Form
from leaderboard.reports import counting, making, snapshot
from leaderboard.rules.raffle import Per, Prize, Rule
from leaderboard.store_memory import MemoryShelf
from quiz.models import Contest
from tests.fakes import MORNING, FakeClock
from tests.leaderboard.publish.cast import two
from tests.leaderboard.whole import cast, record
from tests.leaderboard.whole.cast import CLOSES_AT, DAY, LATER, LISTED, PROVINCE, WEEK
from tests.leaderboard.whole.doors import Doors
from tests.leaderboard.whole.stranger import Facts

BOARDS: dict[str, dict[str, Any]] = {
    "week": {"rounds": ["best"], **WEEK},
    "season": {"rounds": ["best", "sum", "last"]},
    "two-of-three": {"rounds": ["best", "sum", "last"], "best_n": 2},
    "youth": {"rounds": ["mean"], "cohort_id": "youth"},
    "units": {"rounds": ["best"], "who": "units", "formula": "mean"},
    "units-best": {"rounds": ["last"], "who": "units", "formula": "best", "best": 7},
    "cities-mean": {"rounds": ["mean"], "who": "cities", "formula": "mean"},
    "rate": {"rounds": ["best"], "who": "counties", "formula": "rate"},
    "balance": {"rounds": ["best"], "who": "cities", "formula": "balance"},
    "cohorts": {"rounds": ["last"], "who": "cohorts", "formula": "mean", **WEEK},
    "award": {"rounds": ["best"], "who": "counties", "formula": "award"},
}
LUCKY = Form(
    code="lucky",
    title_zh="抽奖",
    title_en="",
    rule=Rule(("best",), above=60, regions=(PROVINCE,), per=Per.DAY),
    prizes=(Prize("图书", 4), Prize("笔记本", 5)),
    reserves=3,
    beacon_source="双色球",
    closes_at=CLOSES_AT,
    claim_days=7,
    delete_at=CLOSES_AT + 60 * DAY,
)


@pytest.fixture
def contest(db: None, fake_clock: FakeClock) -> Contest:
    fake_clock.time = LATER
    made = cast.build()
    for code, said in BOARDS.items():
        usual = {"who": "persons", "formula": "standing", "region_id": PROVINCE, "top": 1000}
        units = LISTED if said.get("who") == "units" else []
        told = {**usual, "units": units, "public_from": 0, "made_at": MORNING, **said}
        BoardDefinition.objects.create(contest=made, code=code, title_zh=code, **told)
    raffle = holding.make(made, PROVINCE, LUCKY, two()[0], MORNING)
    cast.judge(made)
    holding.draw(holding.seal(raffle, fake_clock.now()), "03-11-19+07", fake_clock.now())
    return made


@pytest.fixture
def doors(contest: Contest, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> Doors:
    made = Projector(MemoryShelf())
    for module in (api, api_more, projectors, screen, certificate_api, certificate_views):
        monkeypatch.setattr(module, "projector", made)
    monkeypatch.setattr(raffle_views, "projector", made)
    for _ in range(3):
        made.catch_up(fake_clock.tick(6_000))
    made.following = True
    kept.clear()
    snapshot.forget()
    counting.catch_up(fake_clock.now())
    making.step(fake_clock.now(), at_once=True)
    return Doors()


@pytest.fixture
def facts(contest: Contest) -> Facts:
    return record.facts()
