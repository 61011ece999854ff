"""REST of the front door: contests, joining, oneself, one's reviewed papers (docs/protocol.md)."""

import logging
import re
import secrets
from typing import IO, Any

import msgspec
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from quiz import (
    clock,
    contests,
    handover,
    join_address,
    people,
    relocating,
    reporting,
    review,
    shapes,
)
from quiz.admission import address, door
from quiz.models import Contest, Contestant
from quiz.refusals import Refused
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
# The longest honest form is far below; nothing above is read, let alone parsed.
MAX_BODY_BYTES = 16_384
UNAVAILABLE_MS = 2_000
DEVICE_COOKIE = "device"
YEAR_S = 365 * 24 * 3600
SAFE = ("GET", "HEAD", "OPTIONS")

_CODES: list[tuple[type[Exception], str]] = [
    (exceptions.ParseError, "malformed"),
    (exceptions.UnsupportedMediaType, "wrong_type"),
    (exceptions.MethodNotAllowed, "not_allowed"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.NotFound, "not_found"),
]


class SmallJson(BaseParser):
    """JSON of bounded size and depth: what is none is refused, never a server error."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], *_args: Any, **_kwargs: Any) -> Any:
        data = stream.read(MAX_BODY_BYTES + 1)
        if len(data) > MAX_BODY_BYTES:
            raise Refused("too_large")
        try:
            return msgspec.json.decode(data)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise exceptions.ParseError from error


class Api(APIView):
    """The base of our endpoints: every error is {code, message, field?} in the user's language."""

    parser_classes = (SmallJson,)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """What was said to whoever showed a token, or is given one, is kept nowhere on the way, nor
        on a shared computer's disk: it holds names, answers and keys."""
        made: Response = super().finalize_response(request, response, *args, **kwargs)
        theirs = "Authorization" in request.headers or request.method not in SAFE
        if theirs and not made.has_header("Cache-Control"):
            made["Cache-Control"] = "private, no-store"
        return made

    def handle_exception(self, exc: Exception) -> Response:
        refused = exc if isinstance(exc, Refused) else _why(exc)
        if refused.code == "server_error":
            log.error("unexpected", exc_info=exc)
        response = Response(refused.body(), status=refused.status)
        if refused.status == 401:
            response["WWW-Authenticate"] = "Bearer"
        if wait := refused.detail.get("retry_ms"):
            response["Retry-After"] = str(-(-int(str(wait)) // 1000))
        response.exception = True
        return response


def _why(error: Exception) -> Refused:
    if isinstance(error, (OperationalError, InterfaceError)):  # locked, full or away
        log.warning("the database did not answer: %s", error)
        return Refused("unavailable", retry_ms=UNAVAILABLE_MS)
    if isinstance(error, exceptions.ValidationError):
        fields = error.detail if isinstance(error.detail, dict) else {}
        name = next(iter(fields), "")
        wrong = name not in ("", "non_field_errors")
        return Refused("bad_field", name) if wrong else Refused("malformed")
    return Refused(next((code for kind, code in _CODES if isinstance(error, kind)), "server_error"))


def find_contest(request: HttpRequest | Request, typed: str, now: Millis) -> Contest:
    """The contest of a code. Raises Refused; each miss brings a guesser nearer to `slow_down`."""
    source = address(request)
    if wait := door.wrong.wait(source, now):
        raise Refused("slow_down", retry_ms=wait)
    try:
        return people.find_contest(typed)
    except Refused:
        door.wrong.spend(source, now)
        raise


def _device(request: Request) -> str:
    kept = str(request.COOKIES.get(DEVICE_COOKIE, ""))
    return kept if re.fullmatch(r"[A-Za-z0-9_-]{16}", kept) else ""


def contestant(request: Request) -> Contestant:
    """Whose token it is. Raises Refused: no_token, moved."""
    scheme, _, token = str(request.headers.get("Authorization", "")).partition(" ")
    said = token.strip() if scheme.lower() == "bearer" else ""
    found = people.by_token(said)
    if found is None:
        raise Refused("moved" if people.gave_up(said) else "no_token")
    return found


ERRORS = {
    status: OpenApiResponse(shapes.ErrorShape, description=words)
    for status, words in ((400, "what to mend"), (404, "no such thing"), (429, "slow down"))
}
MINE = {401: OpenApiResponse(shapes.ErrorShape, description="no valid token")}


class ContestView(Api):
    """A contest and its rounds."""

    @extend_schema(responses={200: shapes.ContestShape, **ERRORS})
    def get(self, request: Request, code: str) -> Response:
        contest = find_contest(request, code, clock.now())
        return Response(contests.view(contest, english=get_language() == "en"))


class JoinView(Api):
    """Enter a contest with a nickname, a region and a cohort."""

    @extend_schema(request=shapes.JoinShape, responses={201: shapes.JoinedShape, **ERRORS})
    def post(self, request: Request) -> Response:
        now = clock.now()
        device = _device(request)
        form = shapes.JoinShape(data=request.data)
        form.is_valid(raise_exception=True)
        fields = dict(form.validated_data)
        contest = find_contest(request, fields.pop("contest"), now)
        door.knock(device, address(request), now)
        made, token = people.join(contest, people.Form(**fields), now)
        response = Response({"token": token, **_me(made)}, status=201)
        if not device:
            secure = request.is_secure()
            response.set_cookie(
                *(DEVICE_COOKIE, secrets.token_urlsafe(12)),
                max_age=YEAR_S,
                httponly=True,
                samesite="Lax",
                secure=secure,
            )
        return response


class MeView(Api):
    """The contestant of the token: read, or forget for good."""

    @extend_schema(responses={200: shapes.MeShape, **MINE})
    def get(self, request: Request) -> Response:
        return Response(_me(contestant(request)))

    @extend_schema(responses={204: None, **MINE})
    def delete(self, request: Request) -> Response:
        people.erase(contestant(request), clock.now())
        return Response(status=204)


class HomeView(Api):
    """Live in another region or belong to another cohort from now on: once a contest."""

    @extend_schema(
        request=shapes.HomeShape,
        responses={
            200: shapes.MeShape,
            **ERRORS,
            **MINE,
            409: OpenApiResponse(shapes.ErrorShape, description="moved already"),
        },
    )
    def put(self, request: Request) -> Response:
        now, who = clock.now(), contestant(request)
        form = shapes.HomeShape(data=request.data)
        form.is_valid(raise_exception=True)
        home = relocating.Home(**form.validated_data)
        return Response(_me(relocating.relocate(who, home, now)))


class MoveView(Api):
    """Go on with another phone: make a ticket with the old one, redeem it with the new one."""

    @extend_schema(
        request=shapes.TicketShape,
        responses={
            201: shapes.MoveShape,
            **ERRORS,
            **MINE,
        },
    )
    def post(self, request: Request) -> Response:
        form = shapes.TicketShape(data=request.data)
        form.is_valid(raise_exception=True)
        base, _reachable = join_address.base(request)
        who = contestant(request)
        page = handover.page(who, form.validated_data.get("sitting", ""))
        url = f"{base}{page}#move={handover.ticket(who)}"
        return Response({"url": url, "qr": handover.drawn(url)}, status=201)

    @extend_schema(
        request=shapes.RedeemShape,
        responses={
            200: shapes.MovedShape,
            400: ERRORS[400],
            403: OpenApiResponse(shapes.ErrorShape, description="used, too old, or no ticket"),
            429: ERRORS[429],
        },
    )
    def put(self, request: Request) -> Response:
        now, source = clock.now(), address(request)
        if wait := door.wrong.wait(source, now):
            raise Refused("slow_down", retry_ms=wait)
        form = shapes.RedeemShape(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            who = handover.redeem(**form.validated_data, now=now)
            return Response({**_me(who), "round": handover.open_round(who, now)})
        except Refused:
            door.wrong.spend(source, now)
            raise


class ReviewView(Api):
    """Each question of a closed attempt with key, explanation, source and one's own choice."""

    @extend_schema(
        responses={
            200: shapes.ReviewShape,
            **MINE,
            403: OpenApiResponse(shapes.ErrorShape, description="the format keeps the keys back"),
            404: OpenApiResponse(shapes.ErrorShape, description="no such attempt of yours"),
        }
    )
    def get(self, request: Request, attempt: int) -> Response:
        who = contestant(request)
        lang = get_language() or settings.LANGUAGE_CODE
        return Response(review.review(who, attempt, clock.now(), lang=lang))


class ReportView(Api):
    """Say that a question of a paper that may be reviewed has something wrong."""

    @extend_schema(
        request=shapes.ReportShape,
        responses={
            201: shapes.ReportedShape,
            **ERRORS,
            **MINE,
            403: OpenApiResponse(shapes.ErrorShape, description="the format keeps the keys back"),
        },
    )
    def post(self, request: Request) -> Response:
        now = clock.now()
        who = contestant(request)
        form = shapes.ReportShape(data=request.data)
        form.is_valid(raise_exception=True)
        said = reporting.report(who, dict(form.validated_data), address(request), now)
        return Response(said, status=201)


def _me(who: Contestant) -> dict[str, Any]:
    return {
        "nickname": who.nickname,
        "contest": who.contest.code,
        "region": who.region_id,
        "cohort": who.cohort_id,
        "unit": who.unit,
    }
