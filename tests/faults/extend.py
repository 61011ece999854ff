"""A round that ends soon, and more time for it: in a process of its own, told by lines when."""

import os
import sys

from django.contrib.auth.models import User

from quiz import clock, extending, rounds
from quiz.extending import Wanted
from quiz.models import Contest, Round
from quiz.rules import formats
from quiz.rules.extending import MARGIN_MS
from quiz.rules.units import Millis
from tests.faults import stage

SOON = "soon"
# From the making of the round to its last moment for more time: two phones have to sit by then.
ROOM_MS = 15 * stage.SECONDS
MORE_MS = 10 * 60 * stage.SECONDS
FORM = {"questions": 5, "blueprint": {"single": 5}, "question_ms": 0, "total_ms": 7_200_000}


def story() -> None:
    """Says when it is ready; at a word makes the round and says its end; at another moves that."""
    by, contest = User.objects.create_superuser("lin"), Contest.objects.get()
    _hear("ready")
    round_ = _round(contest)
    _hear(str(round_.closes_at))
    end = Millis(round_.closes_at or 0)
    wanted = Wanted(end, Millis(end + MORE_MS), "机房断网")
    _hear(str(extending.extend(round_, wanted, by, clock.now()).closes_at))


def _hear(said: str) -> None:
    print(said, flush=True)  # noqa: T201
    sys.stdin.readline()


def _round(contest: Contest) -> Round:
    now = clock.now()
    round_ = Round.objects.create(
        contest=contest,
        code=SOON,
        title_zh=SOON,
        format=formats.plain(formats.read(FORM)),
        opens_at=now - stage.SECONDS,
        closes_at=now + MARGIN_MS + ROOM_MS,
    )
    rounds.prepare(round_, seed=os.urandom(32), now=Millis(now - 2 * stage.SECONDS))
    return round_
