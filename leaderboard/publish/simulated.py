"""Simulated people whose papers count in a result. Source: contest regulations, section 7.1."""

from collections.abc import Iterable

from django.db.models import Max

from leaderboard.models import BoardDefinition
from leaderboard.publish import resting
from quiz.models import Attempt, Contest, Contestant, Round
from quiz.subtree import within


def of_round(round_: Round) -> int:
    """How many there are of the round, on its boards and in its result."""
    return _among([round_.pk], round_.contest)


def of_board(row: BoardDefinition) -> int:
    """The same for all rounds that a board rests on; 0 for one that cannot be published."""
    try:
        rest = resting.find(row.contest.code, row.code)
    except resting.Unfit:
        return 0
    return _among([one.round.pk for one in rest.rounds], row.contest)


def _among(rounds: Iterable[int], contest: Contest) -> int:
    """People with a paper that is not annulled. Guests from outside are in no result."""
    # From these few to their papers: a contest has millions of others.
    bots = Contestant.objects.filter(contest=contest, bot=True).values("pk")
    papers = Attempt.objects.filter(round__in=rounds, contestant__in=bots)
    inside = papers.filter(within([contest.region.path], "region_path"))
    steps = inside.annotate(step=Max("annulments__step")).values_list("contestant", "step")
    # An odd step annuls, an even one restores.
    return len({who for who, step in steps if (step or 0) % 2 == 0})
