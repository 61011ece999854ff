"""REST of the boards: read-only, public, without a database query but for whose token it is."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard import board, shapes, sheets
from leaderboard.catalogue import RankedRound
from leaderboard.projector import projector
from leaderboard.refusals import Rejected
from leaderboard.rules import ranking
from leaderboard.rules.frames import Board
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import StoreAway
from quiz import clock
from quiz.api import Api, contestant
from quiz.shapes import ErrorShape

SIZES = (20, 50, 100, 1_000)
MAX_PAGE = 100_000


class Csv(BaseRenderer):
    """A table for a spreadsheet: UTF-8 with its mark, no cell a formula."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> str:
        return sheets.table(data) if data else ""


class BoardApi(Api):
    """The base of our endpoints: errors are {code, message, field?}; unknown parameters are one."""

    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer, Csv)
    allowed: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        for name, values in request.query_params.lists():
            if name not in self.allowed or len(values) > 1:
                raise Rejected("bad_parameter", field=name[:40])
        projector.settle(clock.now())

    def handle_exception(self, exc: Exception) -> Response:
        if hasattr(self.request, "accepted_renderer"):  # errors are JSON, also of a table
            self.request.accepted_renderer = JSONRenderer()
            self.request.accepted_media_type = JSONRenderer.media_type
        if isinstance(exc, Http404):  # an unknown ?format=
            exc = Rejected("bad_parameter", field="format")
        if isinstance(exc, StoreAway):
            exc = Rejected("busy")
        if not isinstance(exc, Rejected):
            return super().handle_exception(exc)
        response = Response(exc.body(), status=exc.status)
        response.exception = True
        if exc.code == "busy":
            response["Retry-After"] = "1"
        return response


class PersonsView(BoardApi):
    """A board of persons, page by page."""

    allowed = ("region", "cohort", "page", "size", "format")

    @extend_schema(
        parameters=[
            OpenApiParameter("region", str, description="region code or path; default: all"),
            OpenApiParameter("cohort", str, description="cohort code; default: everybody"),
            OpenApiParameter("page", int, description="from 1"),
            OpenApiParameter("size", int, enum=list(SIZES), description="rows a page"),
            OpenApiParameter("format", str, enum=["json", "csv"]),
        ],
        responses={200: shapes.PersonsShape, **shapes.ERRORS},
    )
    def get(self, request: Request, code: str) -> Response:
        ranked = _round(code)
        wanted = _board(ranked, "persons", request.query_params)
        page, size = _number(request, "page", 1), _number(request, "size", 50)
        found = board.persons(projector, wanted, (page - 1) * size, page * size)
        pages = max(-(-found.people // size), 1)
        return _answer(request, ranked, wanted, found, page=page, pages=pages)


class RegionsView(BoardApi):
    """The regions directly below one, compared by the formula that the answer states."""

    allowed = ("region", "format")

    @extend_schema(
        parameters=[
            OpenApiParameter("region", str, description="region code or path; default: all"),
            OpenApiParameter("format", str, enum=["json", "csv"]),
        ],
        responses={200: shapes.RegionsShape, **shapes.ERRORS},
    )
    def get(self, request: Request, code: str) -> Response:
        ranked = _round(code)
        wanted = _board(ranked, "regions", request.query_params)
        found = board.regions(projector, wanted)
        return _answer(request, ranked, wanted, found, formula=shapes.formula(board.policy()))


class MeView(BoardApi):
    """Where the contestant of the token stands, with a neighbour on each side."""

    renderer_classes = (JSONRenderer,)

    @extend_schema(
        responses={
            200: shapes.PlacesShape,
            **shapes.ERRORS,
            401: OpenApiResponse(ErrorShape),
        }
    )
    def get(self, request: Request, code: str) -> Response:
        who = contestant(request)
        ranked = _round(code)
        if who.contest.code != ranked.contest:
            raise Rejected("no_such_board")
        home = Scope(who.region.path, who.cohort_id)
        places = board.places(projector, ranked, who.pk, home)
        response = Response({**_head(ranked), "places": [shapes.place(one) for one in places]})
        response["Cache-Control"] = "private, no-store"
        return response


def _round(code: str) -> RankedRound:
    ranked = projector.catalogue.codes.get(code)
    if ranked is None:
        raise Rejected("no_such_round")
    return ranked


def _board(ranked: RankedRound, kind: str, query: Mapping[str, str]) -> BoardId:
    place = projector.catalogue.at(query.get("region") or ranked.root)
    if place is None:
        raise Rejected("no_such_region", field="region")
    wanted = BoardId(ranked.code, kind, Scope(place.path, query.get("cohort", "")))
    if not projector.catalogue.exists(wanted):
        raise Rejected("no_such_board")
    return wanted


def _number(request: Request, name: str, default: int) -> int:
    """A page or size from its allowed values, in plain digits."""
    text = request.query_params.get(name, str(default))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0
    if number not in (range(1, MAX_PAGE + 1) if name == "page" else SIZES):
        raise Rejected("bad_parameter", field=name)
    return number


def _head(ranked: RankedRound) -> dict[str, Any]:
    return {
        "round": ranked.code,
        "as_of": projector.as_of,
        "late": projector.late(clock.now()),
        "official": False,
    }


def _answer(
    request: Request, ranked: RankedRound, wanted: BoardId, found: Board[Any], **more: Any
) -> Response:
    body = {
        "board": str(wanted),
        **_head(ranked),
        "v": found.v,
        "divisor": ranking.divisor(ranked.form),
        "people": found.people,
        "attempts": found.attempts,
        "mean_x100": found.mean_x100,
        **more,
        "rows": [shapes.row(one) for one in found.rows],
    }
    tag = _tag(body, request.accepted_renderer.format)
    same = tag in _tags(request.headers.get("If-None-Match", ""))
    response = Response(status=304) if same else Response(body)
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    if request.accepted_renderer.format == "csv" and not same:
        response["Content-Disposition"] = f'attachment; filename="{sheets.filename(wanted)}"'
    return response


def _tag(body: Mapping[str, Any], kind: str) -> str:
    """Names what the answer says, but for the moment it was said."""
    said = {name: value for name, value in body.items() if name != "as_of"}
    digest = hashlib.sha256(json.dumps([kind, said]).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def _tags(header: str) -> Sequence[str]:
    return [
        tag if tag.startswith("W/") else f"W/{tag}" for tag in map(str.strip, header.split(","))
    ]
