"""REST of one's own attempts in a round: which of them count, and the way to each of them."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from leaderboard import own_attempts, shapes
from quiz import clock, readable
from quiz.api import MINE, Api, contestant
from quiz.models import Contestant, Round
from quiz.plan import Plan
from quiz.refusals import Refused
from quiz.rules.formats import Mode


class OwnAttemptShape(Serializer[None]):
    """A closed attempt; times in milliseconds."""

    attempt = serializers.IntegerField()
    try_no = serializers.IntegerField(help_text="from 0")
    score = serializers.IntegerField()
    took_ms = serializers.IntegerField()
    counts = serializers.BooleanField(help_text="the standing comes from it, alone or with others")
    answered = serializers.BooleanField(help_text="its review holds an answer or a ruling")
    void = serializers.BooleanField(
        required=False, help_text="true: annulled, false: annulled once and restored"
    )


class OwnAttemptsShape(Serializer[None]):
    counted = serializers.CharField(allow_blank=True, help_text="what counts, in words")
    attempts = OwnAttemptShape(many=True)


class OwnAttemptsView(Api):
    """The closed attempts of the contestant of the token in a round, the newest first."""

    @extend_schema(
        parameters=[OpenApiParameter("code", str, "path", description="of the round")],
        responses={200: OwnAttemptsShape, **shapes.ERRORS, **MINE},
    )
    def get(self, request: Request, code: str) -> Response:
        now, who = clock.now(), contestant(request)
        response = Response(own_attempts.told(who, plan_of(who, code), now))
        response["Cache-Control"] = "private, no-store"
        return response


def plan_of(who: Contestant, code: str) -> Plan:
    """A round of the contestant's contest that is played alone. Raises Refused."""
    mine = Round.objects.filter(code=code, contest=who.contest_id).exists()
    plan = readable.plan(code) if mine else None
    if plan is None or plan.format.mode is Mode.LIVE:
        raise Refused("no_such_round")
    return plan
