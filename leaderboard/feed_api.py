"""The feed's address: `text/event-stream`, for those who show a token of the board's region."""

from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from leaderboard import feed_events, feed_tokens, shapes
from leaderboard.api import BoardApi, board_of, round_of
from leaderboard.feed import feeds
from leaderboard.refusals import Rejected
from quiz import clock
from quiz.shapes import ErrorShape

KINDS = ("persons", "regions")
REGION = OpenApiParameter("region", str, description="region code or path; default: all")
LAST = OpenApiParameter(
    "Last-Event-ID", str, OpenApiParameter.HEADER, description="the id of the last event you have"
)


class EventStream(BaseRenderer):
    """Named so that a client may ask for it; what is sent is not rendered."""

    media_type = "text/event-stream"
    format = "sse"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        return b""


class FeedView(BoardApi):
    """A board's events as they come: `board` (whole), `frame` (a change), `beat`."""

    renderer_classes = (EventStream,)
    allowed: ClassVar[tuple[str, ...]] = ("region", "cohort")

    @extend_schema(
        parameters=[
            REGION,
            OpenApiParameter(
                "cohort", str, description="cohort code, of persons only; default: everybody"
            ),
            LAST,
        ],
        responses={
            (200, "text/event-stream"): OpenApiResponse(str, description="server-sent events"),
            **shapes.ERRORS,
            401: OpenApiResponse(ErrorShape, description="no living token"),
            403: OpenApiResponse(ErrorShape, description="a board outside the token's region"),
            429: OpenApiResponse(ErrorShape, description="too many lines; see Retry-After"),
        },
    )
    def get(self, request: Request, code: str, kind: str) -> HttpResponseBase:
        now = clock.now()
        token = feed_tokens.holder(_secret(request), now)
        if token is None:
            raise Rejected("no_feed_token")
        if kind not in KINDS:
            raise Rejected("no_such_board")
        if kind == "regions" and "cohort" in request.query_params:
            raise Rejected("bad_parameter", field="cohort")
        board = board_of(round_of(code), kind, request.query_params)
        if not feed_tokens.covers(token, board.scope.path):
            raise Rejected("outside", field="region")
        if wait := feeds.wait_ms(token.pk, now):
            raise Rejected("too_many_lines", retry_ms=wait)
        mark = feed_events.parse(request.headers.get("Last-Event-ID", ""))
        response = StreamingHttpResponse(
            feeds.stream(token.pk, board, mark), content_type="text/event-stream; charset=utf-8"
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Accel-Buffering"] = "no"  # a proxy that gathered events would hold them back
        return response


def _secret(request: Request) -> str:
    scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
