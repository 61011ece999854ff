"""Makes a sitting in a database with the stage in it; house.elsewhere runs it."""

import os
from dataclasses import replace
from typing import Any

from quiz import clock, rounds, seats
from quiz.models import Contest, Contestant, Entrant, Entry, EntryKind, HostLine, Round, Sitting
from quiz.rules import formats
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.units import Millis
from quiz.sittings import host
from tests.faults import stage

QUESTIONS = 4
FULL, CROWDED = 100, 220
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


def make(form: Format = FORM) -> dict[str, Any]:
    """A sitting that is not open yet: its codes and the token of its remote."""
    now = clock.now()
    contest = Contest.objects.get()
    plain = formats.plain(form)
    round_ = Round.objects.create(
        contest=contest, code="live", title_zh="现场", format=plain, opens_at=now, closes_at=None
    )
    rounds.prepare(round_, seed=os.urandom(32), now=Millis(now - 1))
    made = host.make(round_, "现场", None, rehearsal=False, teams=[], now=now)
    return {"code": made.code, "screen": made.screen_code, "remote": host.new_remote(made)}


def make_long() -> dict[str, Any]:
    """The same with questions that outlast a fault."""
    return make(replace(FORM, question_ms=Millis(60_000)))


def make_full() -> dict[str, Any]:
    """A long one, and so many people that a hall is full."""
    _people(FULL)
    return make_long()


def make_crowded() -> dict[str, Any]:
    """The usual one, with many more people."""
    _people(CROWDED)
    return make()


def _people(count: int) -> None:
    """As many as that in all."""
    contest, now = Contest.objects.get(), clock.now()
    Contestant.objects.bulk_create(
        Contestant(
            contest=contest,
            nickname=f"person {person}",
            region_id=stage.home(person),
            cohort_id=stage.cohort(person),
            token_hash=seats.token_hash(stage.token(person)),
            joined_at=now,
        )
        for person in range(stage.PEOPLE, count)
    )


def books() -> dict[str, Any]:
    """What the database holds of the sitting."""
    rows = Entry.objects.filter(attempt__entrant__isnull=False, kind=EntryKind.ANSWER)
    tokens = Entrant.objects.values_list("attempt_id", "contestant__nickname")
    return {
        "rows": list(rows.values_list("attempt_id", "slot", "choice")),
        "people": list(tokens),
        "lines": list(HostLine.objects.values_list("version", "do")),
        "stage": Sitting.objects.get().stage,
    }
