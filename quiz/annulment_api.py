"""REST of annulments: what a contestant hears of one's own, and what one says against it."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from quiz import appeals, clock, reporting, review, shapes
from quiz.admission import address
from quiz.api import ERRORS, MINE, Api, contestant
from quiz.refusals import Refused


class AnnulmentView(Api):
    """Whether one's own attempt was annulled, why, and what one says against it."""

    @extend_schema(responses={200: shapes.AnnulmentShape, **ERRORS, **MINE})
    def get(self, request: Request, attempt: int) -> Response:
        return Response(appeals.told(_mine(request, attempt)))

    @extend_schema(
        request=shapes.AppealShape,
        responses={
            201: shapes.AnnulmentShape,
            **ERRORS,
            **MINE,
            409: OpenApiResponse(shapes.ErrorShape, description="not annulled, or one waits"),
        },
    )
    def post(self, request: Request, attempt: int) -> Response:
        now, number = clock.now(), _mine(request, attempt)
        form = shapes.AppealShape(data=request.data)
        form.is_valid(raise_exception=True)
        reporting.slow_down(str(contestant(request).pk), address(request), now)
        try:
            appeals.file(number, form.validated_data["text"], now)
        except appeals.NotNow as refused:
            raise Refused(refused.code) from refused
        return Response(appeals.told(number), status=201)


def _mine(request: Request, attempt: int) -> int:
    """The attempt, if it is the token's own. Raises Refused `no_token`, `no_such_attempt`."""
    return review.own(contestant(request), attempt).attempt
