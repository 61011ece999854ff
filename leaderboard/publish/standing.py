"""Where the journal of a round stands: asked before and after counting, and before publishing."""

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef

from leaderboard.rules.invariants import State
from questionbank.rulings import last_number
from quiz import flagging, keys, rulings
from quiz.models import Attempt, Entry, EntryKind, Round
from quiz.plan import Plan
from quiz.rules.units import Millis


def stand(round_: int) -> dict[str, Any]:
    """How many endings, re-markings and annulments the round has, the last of them, and the number
    of the newest ruling of all."""
    rows = Entry.objects.filter(kind__gte=EntryKind.CLOSED, attempt__round=round_)
    found = rows.aggregate(ended=Count("pk"), last=Max("pk"))
    return {"ended": found["ended"], "last": found["last"] or 0, "ruled": last_number()}


def state(round_: Round, plan: Plan, root: str, now: Millis) -> State:
    """What must be over and done before anything is published."""
    closing = Entry.objects.filter(attempt=OuterRef("pk"), kind=EntryKind.CLOSED)
    still = Attempt.objects.filter(~Exists(closing), round=round_)
    return State(
        closed=round_.closes_at is not None and now > round_.closes_at,
        open_attempts=still.count(),
        flags=flagging.open_flags(round_.pk, root),
        unmarked=unmarked(plan),
    )


def unmarked(plan: Plan) -> int:
    """Closed papers that the newest rulings on their questions have not reached yet."""
    keys.refresh()
    held = keys.held()
    found = [held.of(version) for version in plan.questions]
    numbers = sorted(ruling.number for ruling in found if ruling)
    stands = [rulings.progress(number) for number in numbers]
    return sum(one.total - one.done for one in stands)
