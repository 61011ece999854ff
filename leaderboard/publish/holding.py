"""Which result of a round, or of a defined board, holds; and which is under way."""

from django.db.models import Q, QuerySet

from leaderboard.models import Publication, PublishedResult
from leaderboard.models.results import State
from quiz.models import Round


def latest(round_: Round, board: str = "") -> PublishedResult | None:
    """The newest result of the round, or of the contest's board of that code: the one that
    holds."""
    rows = PublishedResult.objects.filter(contest=round_.contest, board=board)
    return (rows if board else rows.filter(round=round_)).order_by("number").last()


def of_board(contest: str, board: str) -> PublishedResult | None:
    """The newest result of the board of that code, by the codes of contest and board."""
    rows = PublishedResult.objects.filter(contest__code=contest, board=board)
    return rows.exclude(board="").order_by("number").last()


def under_way(round_: Round, board: str = "") -> Publication | None:
    """The publication that is being counted or waits for a second person."""
    return publications(round_, board).filter(Q(state__in=(State.WORKING, State.READY))).first()


def newest(round_: Round, board: str = "") -> Publication | None:
    """The newest publication that was not given up."""
    return publications(round_, board).exclude(state=State.DROPPED).first()


def publications(round_: Round, board: str) -> QuerySet[Publication]:
    rows = Publication.objects.filter(round__contest=round_.contest_id, board=board)
    return rows if board else rows.filter(round=round_)
