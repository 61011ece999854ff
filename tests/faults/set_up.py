"""Sets the stage up in the database of DATABASE_URL, which must be just migrated.

house.elsewhere runs it in a process of its own: the tests' own Django has another database.
"""

import os
from typing import Any

from django.core.management import call_command

from quiz import clock, rounds, seats
from quiz.models import Cohort, Contest, Contestant, Region, Round
from quiz.rules import formats
from quiz.rules.units import Millis
from tests.faults import set_up_hall, stage
from tests.quiz import world


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def set_up() -> dict[str, dict[str, Any]]:
    """Returns the codes of the sittings."""
    world.make_bank(each=24)
    contest = _contest()
    for code, form in stage.FORMS.items():
        _round(contest, code, form)
    _people(contest)
    return set_up_hall.make(contest)


def _contest() -> Contest:
    for code, (path, kind) in stage.REGIONS.items():
        parent = path.split("/")[-2] if "/" in path else None
        Region.objects.create(
            code=code, path=path, kind=kind, parent_id=parent, name_zh=code, name_en=code
        )
    for place, code in enumerate(stage.COHORTS):
        Cohort.objects.create(code=code, name_zh=code, name_en=code, place=place)
    return Contest.objects.create(code="2026", title_zh="大赛", region_id="440000")


def _round(contest: Contest, code: str, form: dict[str, Any]) -> None:
    now = clock.now()
    round_ = Round.objects.create(
        contest=contest,
        code=code,
        title_zh=code,
        format=formats.plain(formats.read(form)),
        opens_at=now - stage.SECONDS,
        closes_at=now + stage.HOUR,
    )
    before = Millis(now - 2 * stage.SECONDS)
    rounds.prepare(round_, seed=os.urandom(32), now=before)


def _people(contest: Contest) -> None:
    Contestant.objects.bulk_create(
        Contestant(
            contest=contest,
            nickname=f"person {person}",
            region_id=stage.home(person),
            cohort_id=stage.cohort(person),
            token_hash=seats.token_hash(stage.token(person)),
            joined_at=clock.now(),
        )
        for person in range(stage.EVERYBODY)
    )
