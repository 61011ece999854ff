"""REST of the boards: read-only, public, without a database query but for whose token it is, and
where a paper counts of somebody who is not on the boards of where they live."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard import board, cursors, shapes, sheets
from leaderboard.catalogue import RankedRound
from leaderboard.projector import projector
from leaderboard.public import answers, standing, tables
from leaderboard.public.kept import MOMENT, Encoded, encoded, kept
from leaderboard.refusals import Rejected
from leaderboard.rules import ranking
from leaderboard.rules.frames import Board
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import StoreAway
from quiz import clock
from quiz.api import Api, contestant
from quiz.models import Attempt, Contestant, EntryKind
from quiz.shapes import ErrorShape

SIZES = (20, 50, 100, 1_000)
MAX_PAGE = 100_000
REGION = OpenApiParameter("region", str, description="region code or path; default: all")
COHORT = OpenApiParameter("cohort", str, description="cohort code; default: everybody")
FORMAT = OpenApiParameter("format", str, enum=["json", "csv"])


class Csv(BaseRenderer):
    """A table for a spreadsheet: UTF-8 with its mark, no cell a formula."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> str:
        return sheets.table(data) if data else ""


class ByFormat(DefaultContentNegotiation):
    """What `?format=` asks for, else what the Accept header does."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        asked = format_suffix or request.query_params.get("format")
        renderer, media_type = super().select_renderer(request, renderers, asked)
        return renderer, str(media_type)


class BoardApi(Api):
    """The base of our endpoints: errors are {code, message, field?}; unknown parameters are one."""

    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer, Csv)
    content_negotiation_class = ByFormat
    allowed: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        for name, values in request.query_params.lists():
            if name not in self.allowed or len(values) > 1:
                raise Rejected("bad_parameter", field=name[:40])
        projector.settle(clock.now())

    def handle_exception(self, exc: Exception) -> Response:
        self.request.accepted_renderer = JSONRenderer()  # errors are JSON, also of a table
        self.request.accepted_media_type = JSONRenderer.media_type
        if isinstance(exc, Http404):  # an unknown ?format=
            exc = Rejected("bad_parameter", field="format")
        if isinstance(exc, StoreAway):
            exc = Rejected("busy", retry_ms=1_000)
        return _refusal(exc) if isinstance(exc, Rejected) else super().handle_exception(exc)


def _refusal(exc: Rejected) -> Response:
    response = Response(exc.body(), status=exc.status)
    response.exception = True
    if exc.retry_ms:
        response["Retry-After"] = str(-(-exc.retry_ms // 1000))
    if exc.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


class PersonsView(BoardApi):
    """A board of persons, page by page."""

    allowed = ("region", "cohort", "page", "cursor", "size", "format")

    @extend_schema(
        parameters=[
            REGION,
            COHORT,
            OpenApiParameter("page", int, description="from 1; not with `cursor`"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
            OpenApiParameter("size", int, enum=list(SIZES), description="rows a page"),
            FORMAT,
        ],
        responses={200: shapes.PersonsShape, **shapes.ERRORS},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        ranked = round_of(code)
        wanted = board_of(ranked, "persons", request.query_params)
        size = _number(request, "size", 50)
        page, cursor = _number(request, "page", 1), _cursor(request)

        def look() -> tuple[Board[Any], dict[str, Any]]:
            start = cursors.place_after(projector, wanted, cursor) if cursor else (page - 1) * size
            found = board.persons(projector, wanted, start, start + size)
            more = {
                "page": None if cursor else page,
                "pages": max(-(-found.people // size), 1),
                "next": cursors.following(found, start),
            }
            return found, more

        return _answer(request, ranked, wanted, (size, page, cursor), look)


class RegionsView(BoardApi):
    """The regions directly below one, compared by the formula that the answer states."""

    allowed = ("region", "format")

    @extend_schema(
        parameters=[REGION, FORMAT],
        responses={200: shapes.RegionsShape, **shapes.ERRORS},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        ranked = round_of(code)
        wanted = board_of(ranked, "regions", request.query_params)

        def look() -> tuple[Board[Any], dict[str, Any]]:
            formula = shapes.formula(board.policy())
            return board.regions(projector, wanted), {"formula": formula}

        return _answer(request, ranked, wanted, (), look)


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
        ranked = round_of(code)
        if who.contest.code != ranked.contest:
            raise Rejected("no_such_board")
        places = _places(who, ranked)
        shown = [shapes.place(projector.catalogue, one) for one in places]
        head = {**head_of(ranked), "as_of": answers.as_of(ranked)}
        response = Response({**head, "contestant": who.pk, "places": shown})
        response["Cache-Control"] = "private, no-store"
        return response


def _places(who: Contestant, ranked: RankedRound) -> list[board.Place]:
    """Where somebody stands at home; who has moved stands where their newest result counts."""
    found = board.places(projector, ranked, who.pk, Scope(who.region.path, who.cohort_id))
    if not all(place.rank for place in found) and (home := _home(who, ranked)):
        return board.places(projector, ranked, who.pk, home)
    return found


def _home(who: Contestant, ranked: RankedRound) -> Scope | None:
    """Region and cohort that the newest result of somebody counts for; None without a result."""
    closed = Attempt.objects.filter(round__code=ranked.code, entries__kind=EntryKind.CLOSED)
    newest = closed.filter(contestant=who).order_by("-try_no")
    found = newest.values_list("region_path", "cohort").first()
    return Scope(*found) if found else None


def round_of(code: str) -> RankedRound:
    ranked = projector.catalogue.codes.get(code)
    if ranked is None:
        raise Rejected("no_such_round")
    return ranked


def board_of(ranked: RankedRound, kind: str, query: Mapping[str, str]) -> BoardId:
    """The board of `?region=` and `?cohort=`."""
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


def _cursor(request: Request) -> cursors.Cursor | None:
    text = request.query_params.get("cursor")
    if text is None:
        return None
    cursor = cursors.parse(text)
    if cursor is None or "page" in request.query_params:
        raise Rejected("bad_parameter", field="cursor")
    return cursor


def head_of(ranked: RankedRound) -> dict[str, Any]:
    """What every answer begins with; MOMENT stands for the moment it is true for."""
    return {
        "round": ranked.code,
        "as_of": MOMENT,
        "late": projector.late(clock.now()),
        "official": standing.official(ranked),
    }


def _answer(
    request: Request,
    ranked: RankedRound,
    wanted: BoardId,
    key: Sequence[Hashable],
    look: Callable[[], tuple[Board[Any], dict[str, Any]]],
) -> HttpResponse:
    def body(seen: tuple[Board[Any], dict[str, Any]]) -> dict[str, Any]:
        found, more = seen
        return {
            "board": str(wanted),
            "kind": wanted.kind,
            **head_of(ranked),
            "v": found.v,
            "divisor": ranking.divisor(ranked.form),
            "people": found.people,
            "attempts": found.attempts,
            "mean_x100": found.mean_x100,
            **more,
            "rows": shapes.rows(projector.catalogue, found.rows),
        }

    return answer(request, ranked, (wanted, *key), look, body, sheets.filename(wanted))


def answer(
    request: Request,
    ranked: RankedRound,
    key: Hashable,
    look: Callable[[], Any],
    body: Callable[[Any], dict[str, Any]],
    filename: str,
) -> HttpResponse:
    """The answer about a round, kept encoded by `key`: `body` of what `look` finds, as JSON or as
    a table."""
    renderer = request.accepted_renderer
    asked: HttpRequest = request._request  # noqa: SLF001 (DRF's own way to the request it wraps)
    lang = answers.language()

    def write(seen: tuple[Any, ...]) -> Encoded:
        return encoded(_rendered(renderer, body(seen[0])), renderer.format, lang)

    full = ("api", request.path, renderer.format, lang, key)
    found = kept.get(full, answers.tick(), lambda: (look(), *answers.state(ranked)), write)
    kind = (
        f"{renderer.media_type}; charset=utf-8" if renderer.format == "csv" else "application/json"
    )
    response = answers.sent(asked, found, str(answers.as_of(ranked)), kind)
    if renderer.format == "csv" and response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _rendered(renderer: BaseRenderer, told: Mapping[str, Any]) -> bytes:
    """JSON, or a table with its places named."""
    if renderer.format == "csv":
        told = tables.worded(projector.catalogue, told)
    text = renderer.render(told, renderer.media_type, {})
    plain = text if isinstance(text, bytes) else text.encode()
    return plain.replace(b'"%b"' % MOMENT.encode(), MOMENT.encode())  # a number, not a text
