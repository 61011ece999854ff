"""What can be published on the desk: a ranked round, or a board that rests on rounds' results."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from leaderboard.models import BoardDefinition, Publication, PublishedResult
from leaderboard.publish import holding, simulated
from leaderboard.publish.publishing import Refusal
from leaderboard.rules.definitions import Formula
from leaderboard.templatetags.titles import titled
from questionbank import grants
from quiz import readable
from quiz.models import Contest, Round


@dataclass(frozen=True, slots=True)
class Subject:
    """A round, or (with `board`) a defined board; `round` is None while a board has none."""

    contest: Contest
    title: str
    code: str
    at: str
    round: Round | None = None
    board: BoardDefinition | None = None

    @property
    def latest(self) -> PublishedResult | None:
        """The result of it that holds."""
        if self.board is not None:
            rows = PublishedResult.objects.filter(contest=self.contest, board=self.code)
            return rows.order_by("number").last()
        return holding.latest(self.round) if self.round else None

    @property
    def newest(self) -> Publication | None:
        """The newest publication of it that was not given up."""
        rows = Publication.objects.filter(round__contest=self.contest)
        rows = rows.filter(board=self.code) if self.board else rows.filter(board="")
        return (
            (rows if self.board else rows.filter(round=self.round)).exclude(state="dropped").first()
        )

    @property
    def simulated(self) -> int:
        """How many simulated people count in it."""
        if self.board is not None:
            return simulated.of_board(self.board)
        return simulated.of_round(self.round) if self.round else 0

    def sent(self, number: str) -> Publication:
        """The one that a form was about. Raises Refusal when another one is under way by now."""
        row = self.newest
        if row is None or str(row.pk) != number:
            raise Refusal("not_ready")
        return row


def rounds(request: HttpRequest) -> list[Round]:
    """The ranked rounds of contests in one's own regions, the newest first."""
    rows = Round.objects.select_related("contest__region").order_by("-opens_at", "-pk")
    return [
        round_
        for round_ in rows
        if grants.may(request.user, "publish", round_.contest.region.path)
        and (form := readable.form(round_))
        and form.ranked
    ]


def boards(request: HttpRequest) -> list[Subject]:
    """The awards and season boards of one's own regions."""
    return [
        of_board(row)
        for row in _boards().order_by("-contest", "code")
        if grants.may(request.user, "publish", row.region.path) and _publishes(row)
    ]


def _boards() -> QuerySet[BoardDefinition]:
    rows = BoardDefinition.objects.filter(formula__in=(Formula.AWARD, Formula.STANDING))
    return rows.select_related("contest__region", "region")


def _publishes(row: BoardDefinition) -> bool:
    """Awards, and boards of persons over several rounds (none named = all of the contest); of one
    that cannot be read the rounds may be no list."""
    one = isinstance(row.rounds, list) and len(row.rounds) == 1
    return row.formula == Formula.AWARD or not one


def find(request: HttpRequest, code: str, board: int) -> Subject:
    """Raises Http404 for what is not there, and for what is not one's own."""
    if code:
        round_ = Round.objects.select_related("contest__region").filter(code=code).first()
        where = round_.contest.region.path if round_ else ""
        found = of_round(round_) if round_ else None
    else:
        row = _boards().filter(pk=board).first()
        row = row if row and _publishes(row) else None
        where, found = row.region.path if row else "", of_board(row) if row else None
    if found is None or not grants.may(request.user, "publish", where):
        raise Http404
    return found


def of_round(round_: Round) -> Subject:
    at = reverse("desk-publish-round", args=[round_.code])
    return Subject(round_.contest, titled(round_), round_.code, at, round_)


def of_board(row: BoardDefinition) -> Subject:
    at = reverse("desk-publish-board", args=[row.pk])
    return Subject(row.contest, titled(row), row.code, at, board=row)
