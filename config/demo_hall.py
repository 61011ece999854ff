"""The hall of `make demo`: a live round, and an open rehearsal of it for whoever wants to try one.

The next start finds the rehearsal by one query; one that was ended is followed by another.
"""

import secrets

from django.contrib.auth.models import User

from quiz import plan, presets, rounds
from quiz.models import Contest, Round, Sitting
from quiz.rules.stage import State
from quiz.rules.units import Millis
from quiz.sittings import host, store
from quiz.sittings.protocol import Do

PRESET = "hall20"
TITLE = "演示彩排"


def rehearsal(contest: Contest, by: User, now: Millis) -> Sitting:
    """The rehearsal that phones may come into: the newest, or a new one."""
    found = Sitting.objects.filter(round__contest=contest, round__code=PRESET, rehearsal=True)
    running = found.exclude(state__in=(State.DRAFT, State.CLOSED)).order_by("-pk").first()
    return running or _opened(_round(contest, now), by, now)


def _round(contest: Contest, now: Millis) -> Round:
    """The live round, prepared: a start that was interrupted before that is done again."""
    Round.objects.filter(contest=contest, code=PRESET, prepared=None).delete()
    found = Round.objects.filter(contest=contest, code=PRESET).first()
    if found:
        return found
    made = presets.make_round(
        contest, PRESET, code=PRESET, opens_at=Millis(now + 1), closes_at=None
    )
    rounds.prepare(made, seed=secrets.token_bytes(32), now=now)
    return made


def _opened(round_: Round, by: User, now: Millis) -> Sitting:
    made = host.make(round_, TITLE, by, rehearsal=True, teams=[], now=now)
    row = store.by_id(made.pk)
    opening = Do(id=secrets.token_hex(8), v=row.version, do="open")
    host.give(row, opening, by.get_username(), now, plan.load(round_.code))
    made.refresh_from_db()
    return made
