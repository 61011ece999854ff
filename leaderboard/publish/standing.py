"""Where the journal of a round stands: asked before and after counting, and before publishing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Count, Max, Q

from leaderboard.rules.invariants import State
from questionbank.rulings import last_number
from quiz import appeals, flag_watch, flagging, keys, rulings, swept
from quiz.models import Entry, EntryKind, Round
from quiz.plan import Plan
from quiz.rules.units import Millis


def stand(round_: int, root: str = "") -> dict[str, Any]:
    """How many endings, re-markings and annulments the round has at and below `root`, the last of
    them, and the number of the newest ruling of all.

    Guests from outside are on no board and in no result. "" = theirs, too, as it was told of
    results before, which do not name a root.
    """
    rows = Entry.objects.filter(kind__gte=EntryKind.CLOSED, attempt__round=round_)
    found = rows.filter(inside(root)).aggregate(ended=Count("pk"), last=Max("pk"))
    told = {"ended": found["ended"], "last": found["last"] or 0, "ruled": last_number()}
    return {**told, "root": root} if root else told


def again(round_: int, before: Mapping[str, Any]) -> dict[str, Any]:
    """Where the journal stands now, told as `before` was."""
    return stand(round_, before.get("root", ""))


def inside(root: str) -> Q:
    """Entries of attempts at and below a region; "" = all."""
    below = Q(attempt__region_path__startswith=f"{root}/")
    return Q(attempt__region_path=root) | below if root else Q()


def state(round_: Round, plan: Plan, root: str, now: Millis) -> State:
    """What must be over and done before anything is published. The round's end is asked anew: it
    may have got more time since a long counting began."""
    end = Round.objects.values_list("closes_at", flat=True).get(pk=round_.pk)
    return State(
        closed=end is not None and now > end,
        open_attempts=swept.still_open(round_.pk, plan.length, now).count(),
        flags=flagging.open_flags(round_.pk, root),
        unmarked=unmarked(plan),
        looked=flag_watch.looked(replace(plan, closes_at=None if end is None else Millis(end))),
        appeals=appeals.first_waiting(round_.pk, root),
    )


def unmarked(plan: Plan) -> int:
    """Closed papers that the newest rulings on their questions have not reached yet."""
    keys.refresh()
    held = keys.held()
    found = [held.of(version) for version in plan.questions]
    numbers = sorted(ruling.number for ruling in found if ruling)
    stands = [rulings.progress(number) for number in numbers]
    return sum(one.total - one.done for one in stands)
