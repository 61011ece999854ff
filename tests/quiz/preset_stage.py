"""A stage for presets: the starter bank, the real regions, a prepared round, phones that know."""

import io
import sqlite3
from dataclasses import dataclass
from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from django.core.management import call_command
from django.db import connection

from leaderboard.rules import ranking
from leaderboard.rules.ranking import Tally
from leaderboard.rules.results import Result
from questionbank import bank, papers
from questionbank.rules.blueprint import Item, shortages
from questionbank.rules.spots import inside
from questionbank.standing import STARTER
from quiz import people, plan, presets, rounds
from quiz.journal.follow import closed_since
from quiz.models import Attempt, Contest, Round
from quiz.people import Form
from quiz.plan import Asked
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.questionbank import starter
from tests.quiz import world
from tests.quiz.world import Phone

DAY = 86_400_000
# Two contest days and a bit: long enough for a try "tomorrow".
WINDOW = 3 * DAY


_pictures: dict[str, sqlite3.Connection] = {}


def prepare(name: str) -> Round:
    """The preset `name` as a round of contest 2026, prepared from the starter bank.

    Building takes most of a second and sixty tests want it: on SQLite a picture of the database is
    kept in memory and copied back.
    """
    connection.ensure_connection()
    if name in _pictures:
        _pictures[name].backup(connection.connection)
        return Round.objects.get(code=name)
    round_ = _build(name)
    if connection.vendor == "sqlite":
        _pictures[name] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(_pictures[name])
    return round_


def _build(name: str) -> Round:
    quiet = io.StringIO()
    call_command("load_regions", stdout=quiet)
    call_command("load_taxonomy", stdout=quiet)
    bank.store(starter.read()[0], STARTER)
    contest = Contest.objects.create(code="2026", title_zh="大赛", region_id="440000")
    ranked = presets.presets()[name].format.ranked
    closes = Millis(MORNING + WINDOW) if ranked else None
    round_ = presets.make_round(contest, name, code=name, opens_at=MORNING, closes_at=closes)
    rounds.prepare(round_, seed=world.SEED, now=Millis(MORNING - 1))
    return round_


def join(nickname: str = "阿梅", cohort: str = "elders") -> str:
    """Join contest 2026 as somebody of Panyu; returns the phone's token."""
    contest = Contest.objects.get(code="2026")
    return people.join(contest, Form(nickname, "440113", cohort), MORNING)[1]


async def seated(round_: str, token: str, try_no: int = 0) -> tuple[Phone, Any]:
    """A phone on a newly opened paper, and its first question."""
    phone = await world.connect(token, round_)
    await phone.hello()
    return phone, (await phone.open(try_no))["question"]


def _shown(asked: Asked) -> list[int]:
    return asked.shown_key(asked.key)


def _inside(asked: Asked) -> list[int]:
    """A point of an area: any corner of a polygon is one, and so is a circle's middle."""
    area = asked.key.areas[0]
    return list(area.numbers[:2])


def _outside(asked: Asked) -> list[int]:
    """A corner of the picture, or its middle, that is in no area."""
    size = {"width": asked.key.width, "height": asked.key.height}
    points = [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (500, 500)]
    free = [p for p in points if not any(inside(area, *p, **size) for area in asked.key.areas)]
    return list(free[0])


@dataclass
class Knower:
    """Knows the round's keys, as only a test may."""

    by_stem: dict[str, Asked]

    def right(self, question: Any) -> list[int] | str:
        asked = self.by_stem[question["q"]["stem"]]
        if asked.kind == "hotspot":
            return _inside(asked)
        return asked.key.accepted[0] if asked.kind == "text" else _shown(asked)

    def wrong(self, question: Any) -> list[int] | str:
        """A choice that is possible, not blank, and earns nothing."""
        asked = self.by_stem[question["q"]["stem"]]
        key, kind = _shown(asked), asked.key.kind
        if kind == "text":
            return "不知道"
        if kind == "hotspot":
            return _outside(asked)
        if kind == "matching":
            return key[1:] + key[:1]
        if kind == "estimate":
            far_below = asked.key.value - asked.offer.least >= asked.key.far
            return [asked.offer.least if far_below else asked.offer.most]
        if kind == "ordering":
            return key[::-1]
        others = [n for n in range(len(asked.offer.public)) if n not in key]
        return others[:1] or key[:1]

    def told(self, question: Any, revealed: Any) -> bool:
        """Whether what is right was revealed, in the way of the question's kind."""
        asked = self.by_stem[question["q"]["stem"]]
        if asked.kind == "hotspot":
            shown = [[area.shape, *area.numbers] for area in asked.key.areas]
            return bool(revealed["areas"] == shown)
        if asked.kind == "text":
            return self.right(question) in revealed["accepted"]
        return bool(revealed["key"] == _shown(asked))


async def knower(round_: str) -> Knower:
    whole = await sync_to_async(plan.load)(round_)
    bodies = ((msgspec.json.decode(a.body["zh"]), a) for a in whole.questions.values())
    return Knower({body["stem"]: asked for body, asked in bodies})


async def play(
    phone: Phone, question: Any, clock: FakeClock, *, right: int, step_ms: int = 1_000
) -> Any:
    """Give `right` right answers, then wrong ones, each after `step_ms`; returns the result."""
    keys = await knower(phone.round)
    receipt: Any = {"result": None}
    while question is not None:
        clock.tick(step_ms)
        know = keys.right if question["slot"] < right else keys.wrong
        receipt = await phone.answer(question, know(question), took_ms=step_ms)
        assert receipt["counts"], receipt
        assert receipt["revealed"] is None
        question = receipt["question"]
    return receipt["result"]


@sync_to_async
def paper_of(token: str, try_no: int = 0) -> list[Item]:
    """The questions of a contestant's paper as a blueprint sees them."""
    who = people.by_token(token)
    assert who is not None
    attempt = Attempt.objects.select_related("round").get(contestant=who, try_no=try_no)
    whole = plan.load(attempt.round.code)
    asked = {a.version for a in whole.paper(who.pk, try_no, attempt.book, attempt.form)}
    return [item for item in papers.pool("440000") if item.version in asked]


def meets(paper: list[Item], blueprint: dict[str, int]) -> bool:
    return not shortages(paper, blueprint)


@sync_to_async
def standing(round_: str) -> ranking.Standing | None:
    """What the boards make of all closed attempts in the journal, of one contestant."""
    form = plan.load(round_).format
    tally = Tally()
    for event in closed_since(None)[0]:
        result = Result(event.try_no, event.score, event.took_ms, event.finished_at)
        tally = ranking.add(form, tally, result)
    return ranking.standing(tally)
