"""Where the journal of a round stands: asked before and after counting, and before publishing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from leaderboard.rules.invariants import State
from questionbank.rulings import last_number
from quiz import appeals, keys, rulings, swept
from quiz.flags import flagging, watch
from quiz.models import Attempt, Entry, EntryKind, Round
from quiz.plan import Plan
from quiz.rules.units import Millis
from quiz.subtree import within


def stand(round_: int, root: str = "") -> dict[str, Any]:
    """How many endings, re-markings and annulments the round has at and below `root`, the last of
    them, and the number of the newest ruling of all.

    Guests from outside are on no board and in no result. "" = theirs, too, as it was told of
    results before, which do not name a root.
    """
    rows = Entry.objects.filter(kind__gte=EntryKind.CLOSED, attempt__round=round_)
    found = rows.filter(inside(root)).aggregate(ended=Count("pk"), last=Max("pk"))
    told = {"ended": found["ended"], "last": found["last"] or 0, "ruled": last_number()}
    told |= {"steps": _steps(round_, root)}
    return {**told, "root": root} if root else told


def again(round_: int, before: Mapping[str, Any]) -> dict[str, Any]:
    """Where the journal stands now, told as `before` was."""
    return stand(round_, before.get("root", ""))


def moved(round_: Round, before: Mapping[str, Any], now: Millis) -> bool:
    """Whether endings, re-markings or annulments have come since a result was counted at `before`.

    All papers were closed and marked by then, or it would not have been: after that only a later
    ruling, or a step of an annulment, adds any. So millions are counted again only where one did.
    """
    root = before.get("root", "")
    known = (before["ruled"], before.get("steps")) == (last_number(), _steps(round_.pk, root))
    if known and swept.mark(round_.pk, now).whole(round_.closes_at):
        return False
    there = again(round_.pk, before)
    return any(there[name] != before[name] for name in ("ended", "last"))


def _steps(round_: int, root: str) -> int:
    """How many steps of annulments the round's journal has."""
    return voided(round_, root).count()


def voided(round_: int, root: str) -> QuerySet[Entry]:
    """The steps of annulments in the round's journal. From these, by their own small index, to
    their papers: the journal has none by round, and a round has millions of papers."""
    papers = Attempt.objects.filter(pk=OuterRef("attempt"), round=round_)
    if root:
        papers = papers.filter(within([root], "region_path"))
    return Entry.objects.filter(Exists(papers), kind=EntryKind.VOIDED)


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
        looked=watch.looked(replace(plan, closes_at=None if end is None else Millis(end))),
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
