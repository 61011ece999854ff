"""A contestant's own tickets and prize, with the phone's token."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.models.raffles import Raffle, Stage
from leaderboard.raffle import claims, holding, words
from leaderboard.raffle.holding import CannotHold
from quiz import clock
from quiz.api import Api, contestant
from quiz.models import Contestant
from quiz.shapes import ErrorShape


class MineShape(serializers.Serializer[None]):
    """`prize` is "" for a reserve, null for who was not drawn; moments in milliseconds."""

    stage = serializers.CharField()
    tickets = serializers.ListField(child=serializers.CharField())
    prize = serializers.CharField(allow_null=True)
    claim_by = serializers.IntegerField(allow_null=True)
    claimed = serializers.BooleanField()


class ContactShape(serializers.Serializer[None]):
    contact = serializers.CharField(max_length=claims.MOST)


ERRORS = {status: OpenApiResponse(ErrorShape) for status in (400, 401, 404, 409)}


class MineView(Api):
    """What the contestant of the token holds and won in a raffle."""

    @extend_schema(responses={200: MineShape, **ERRORS})
    def get(self, request: Request, code: str) -> Response:
        """One's tickets, and the prize once it is drawn."""
        who = contestant(request)
        try:
            return _mine(_raffle(code, who), who)
        except CannotHold as error:
            return _refused(error)

    @extend_schema(request=ContactShape, responses={200: MineShape, **ERRORS})
    def post(self, request: Request, code: str) -> Response:
        """A winner leaves how they can be reached, or mends it."""
        who = contestant(request)
        contact = request.data.get("contact") if isinstance(request.data, dict) else None
        try:
            row = _raffle(code, who)
            claims.claim(row, who, contact if isinstance(contact, str) else "", clock.now())
        except CannotHold as error:
            return _refused(error)
        return _mine(row, who)


def _raffle(code: str, who: Contestant) -> Raffle:
    found = Raffle.objects.filter(code=code, contest=who.contest).first()
    if found is None:
        raise CannotHold("no_such_raffle")
    return found


def _mine(row: Raffle, who: Contestant) -> Response:
    win = claims.win_of(row, who) if row.stage == Stage.DRAWN else None
    body: dict[str, Any] = {
        "stage": row.stage,
        "tickets": [one.number for one in holding.own(row, who)],
        "prize": win.prize if win else None,
        "claim_by": win.claim_by if win else None,
        "claimed": hasattr(win, "claim") if win else False,
    }
    answer = Response(body)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _refused(error: CannotHold) -> Response:
    status, _words = words.REASONS[error.code]
    body = {"code": error.code, "message": words.reason(error.code, error.fields)}
    answer = Response(body | ({"field": error.fields[0]} if error.fields else {}), status=status)
    answer.exception = True
    return answer
