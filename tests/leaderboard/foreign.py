"""Things of one city's contest, one of each kind that the staff's addresses name, for tests that
send strangers there. Every text of theirs that only its own people may read holds SECRET."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib.auth.models import User

from leaderboard import feed_tokens
from leaderboard.models import BoardDefinition, FeedToken, Selection
from leaderboard.models.raffles import Claim, Raffle, Ticket, Win
from leaderboard.rules.raffle import Rule
from questionbank.models import Question
from quiz.models import Attempt, Contest, Flag, Sitting
from quiz.rules.units import Millis
from quiz.sittings import host
from tests.fakes import MORNING
from tests.leaderboard.cast import Scene
from tests.quiz import hall_world, world

CITY, COUNTY, OTHER, PROVINCE = "44/4403", "44/4403/440305", "44/4401", "44"
SECRET = "不可外传"


def made(stage: Scene) -> dict[str, Any]:
    """What each part of an address may be, by the name of the part."""
    Contest.objects.filter(pk=stage.contest.pk).update(region="4403", title_zh="深圳大赛")
    stage.close(f"人{SECRET}", 80)
    stage.join(f"甲{SECRET}", region="440305")
    stage.close(f"甲{SECRET}", 70)
    attempt = Attempt.objects.get(region_path=COUNTY)
    flag = Flag.objects.create(attempt=attempt, rule="swift", evidence={}, raised_at=MORNING)
    raffle, win = _raffle(stage)
    sitting = _sitting(stage)
    return {
        "contest": "GD26",
        "code": "first",
        "preset": "demo10",
        "region": "4403",
        "week": "2026-09-21",
        "board": _board(stage).pk,
        "selection": _selection(stage).pk,
        "key": _token().pk,
        "attempt": attempt.pk,
        "flag": flag.pk,
        "raffle": raffle.pk,
        "win": win.pk,
        "number": sitting.pk,
        "sitting": sitting.code,
    }


def _board(stage: Scene) -> BoardDefinition:
    return BoardDefinition.objects.create(
        contest=stage.contest,
        code="award",
        title_zh=f"奖{SECRET}",
        region_id="4403",
        who="counties",
        formula="award",
        made_at=MORNING,
    )


def _selection(stage: Scene) -> Selection:
    return Selection.objects.create(
        contest=stage.contest,
        round=stage.ranked,
        scope=CITY,
        title=f"队{SECRET}",
        rule={"seats": {"youth": 1}, "women": 0, "men": 0, "youngest": 0, "oldest": 150}
        | {"year": 2026, "reserves": 1},
        taken_at=MORNING,
        forget_on=date(2027, 1, 1),
        made_at=MORNING,
    )


def _token() -> FeedToken:
    user = User.objects.create_user("maker")
    feed_tokens.make(user, f"屏{SECRET}", CITY, now=Millis(MORNING), days=30)
    return FeedToken.objects.get()


def _raffle(stage: Scene) -> tuple[Raffle, Win]:
    row = Raffle.objects.create(
        contest=stage.contest,
        scope=CITY,
        code="shenzhen",
        title_zh=f"奖券{SECRET}",
        rule=asdict(Rule(("first",))),
        prizes=[["书", 1]],
        beacon_source="双色球",
        closes_at=MORNING + 1,
        delete_at=MORNING + 90 * 86_400_000,
        seed="0" * 64,
        seed_hash="0" * 64,
        salt="0" * 64,
        stage="drawn",
        made_at=MORNING,
    )
    who = stage.people[f"甲{SECRET}"]
    ticket = Ticket.objects.create(raffle=row, contestant=who, number="SZ-1")
    win = Win.objects.create(raffle=row, place=1, ticket=ticket, prize="书", claim_by=MORNING)
    Claim.objects.create(win=win, contact=b"-", claimed_at=MORNING)
    return row, win


def _sitting(stage: Scene) -> Sitting:
    world.make_bank(kinds=["single"])
    Question.objects.update(scope=PROVINCE)
    round_ = world.make_round(hall_world.TWO, stage.contest, code="live")
    made = host.make(round_, f"场{SECRET}", None, rehearsal=True, teams=[], now=Millis(MORNING))
    Sitting.objects.filter(pk=made.pk).update(title=f"场{SECRET}")
    return Sitting.objects.get(pk=made.pk)
