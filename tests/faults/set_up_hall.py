"""The sittings of the stage, not open yet: short ones for whole days, long ones to outlast a fault.

set_up.py makes them in the database; one test plays one of them.
"""

import os
from dataclasses import replace
from typing import Any

from quiz import clock, rounds
from quiz.models import Contest, Round
from quiz.rules import formats
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.units import Millis
from quiz.sittings import host
from tests.faults.stage import LASTING, LIVE

QUESTIONS = 4
FORM = Format(
    mode=Mode.LIVE,
    questions=QUESTIONS,
    blueprint={"single": QUESTIONS},
    question_ms=Millis(6_000),
    lead_ms=Millis(700),
    reveal=Reveal.EACH,
    shuffle_questions=False,
    boards=(),
    books=1,
    tries_per_day=0,
)
FORMS = {LIVE: FORM, LASTING: replace(FORM, question_ms=Millis(60_000))}


def make(contest: Contest) -> dict[str, dict[str, Any]]:
    """The codes of each sitting, and the token of its remote."""
    return {name: _make(contest, name, form) for name, form in FORMS.items()}


def _make(contest: Contest, name: str, form: Format) -> dict[str, Any]:
    now = clock.now()
    plain = formats.plain(form)
    round_ = Round.objects.create(
        contest=contest, code=name, title_zh="现场", format=plain, opens_at=now, closes_at=None
    )
    rounds.prepare(round_, seed=os.urandom(32), now=Millis(now - 1))
    made = host.make(round_, "现场", None, rehearsal=False, teams=[], now=now)
    return {"code": made.code, "screen": made.screen_code, "remote": host.new_remote(made)}
