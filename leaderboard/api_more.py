"""REST of what stands beside a board: names, neighbours, days, reasons, census, defined boards."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard import board, defined, more_shapes, shapes, sheets
from leaderboard.api import COHORT, FORMAT, REGION, BoardApi, answer, board_of, head_of, round_of
from leaderboard.board import Place
from leaderboard.defined import Defined, NoBoard
from leaderboard.projector import projector
from leaderboard.public import answers, finding, regions, standing
from leaderboard.public.asked import Asked
from leaderboard.public.days_page import Day, days_of
from leaderboard.public.defined_page import public
from leaderboard.refusals import Rejected
from leaderboard.rules import ranking
from leaderboard.rules.frames import Board, RegionRow
from leaderboard.rules.scopes import BoardId, Scope
from quiz import clock

MOST_REACH = 20
LARGEST_ID = 2**53


def whole(request: Request, name: str, default: str, most: int) -> int:
    """A whole number from 0 to `most`, in plain digits."""
    text = request.query_params.get(name, default)
    plain = text.isascii() and text.isdecimal() and len(text) <= 16
    if not plain or int(text) > most:
        raise Rejected("bad_parameter", field=name)
    return int(text)


class NamesView(BoardApi):
    """People of a board whose names begin with a text."""

    renderer_classes = (JSONRenderer,)
    allowed: ClassVar[tuple[str, ...]] = ("region", "q")

    @extend_schema(
        parameters=[REGION, OpenApiParameter("q", str, required=True, description="the beginning")],
        responses={200: more_shapes.NamesShape, **shapes.ERRORS},
    )
    def get(self, request: Request, code: str) -> Response:
        ranked = round_of(code)
        wanted = board_of(ranked, "persons", request.query_params)
        text = request.query_params.get("q", "")
        if not finding.folded(text) or len(text) > finding.LONGEST:
            raise Rejected("bad_parameter", field="q")
        finding.finder.settle(clock.now())
        found = finding.finder.find(wanted, text)
        body = {"more": found.more, "rows": shapes.rows(projector.catalogue, found.rows)}
        head = {"board": str(wanted), **head_of(ranked), "as_of": answers.as_of(ranked)}
        return Response({**head, "divisor": ranking.divisor(ranked.form), **body})


class NearView(BoardApi):
    """One person's row with the neighbours."""

    renderer_classes = (JSONRenderer,)
    allowed: ClassVar[tuple[str, ...]] = ("region", "cohort", "id", "reach")

    @extend_schema(
        parameters=[
            REGION,
            COHORT,
            OpenApiParameter("id", int, required=True, description="`id` of a row"),
            OpenApiParameter("reach", int, description="neighbours a side, 0 to 20; default 5"),
        ],
        responses={200: more_shapes.NearShape, **shapes.ERRORS},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        ranked = round_of(code)
        wanted = board_of(ranked, "persons", request.query_params)
        contestant = whole(request, "id", "", LARGEST_ID)
        reach = whole(request, "reach", "5", MOST_REACH)

        def look() -> Place:
            found = board.near(projector, wanted, contestant, reach=reach)
            if found.rank is None:
                raise Rejected("not_on_board", field="id")
            return found

        def body(found: Place) -> dict[str, Any]:
            rows = shapes.rows(projector.catalogue, found.rows)
            told = {"rank": found.rank, "people": found.people, "rows": rows}
            divisor = ranking.divisor(ranked.form)
            return {"board": str(wanted), **head_of(ranked), "divisor": divisor, **told}

        return answer(request, ranked, (wanted, contestant, reach), look, body, "")


class DaysView(BoardApi):
    """A region's board at the end of each day, the running one last."""

    allowed: ClassVar[tuple[str, ...]] = ("region", "format")

    @extend_schema(
        parameters=[REGION, FORMAT], responses={200: more_shapes.DaysShape, **shapes.ERRORS}
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        ranked = round_of(code)
        wanted = board_of(ranked, "persons", request.query_params)
        what = Asked(ranked.code, wanted.scope.path, answers.language(), "")

        def body(found: tuple[Day, ...]) -> dict[str, Any]:
            rows = [more_shapes.day(one) for one in found]
            return {"board": str(wanted), "kind": "days", **head_of(ranked), "rows": rows}

        name = sheets.filename(wanted).replace("_persons_", "_days_")
        return answer(request, ranked, wanted, lambda: days_of(what), body, name)


class WhyView(BoardApi):
    """The figures behind a region's place: its own, those above it, and what would draw level."""

    renderer_classes = (JSONRenderer,)
    allowed: ClassVar[tuple[str, ...]] = ("region",)

    @extend_schema(parameters=[REGION], responses={200: more_shapes.WhyShape, **shapes.ERRORS})
    def get(self, request: Request, code: str) -> HttpResponse:
        ranked = round_of(code)
        path = board_of(ranked, "persons", request.query_params).scope.path
        wanted = BoardId(ranked.code, "regions", Scope(path.rpartition("/")[0]))
        if not projector.catalogue.exists(wanted):
            raise Rejected("no_such_board")

        def body(found: Board[RegionRow]) -> dict[str, Any]:
            told = regions.reason(found, path, ranked)
            if told is None:
                raise Rejected("no_such_board")
            return {
                "board": str(wanted),
                **head_of(ranked),
                **more_shapes.why(projector.catalogue, told),
            }

        return answer(request, ranked, path, lambda: board.regions(projector, wanted), body, "")


class CensusView(BoardApi):
    """The residents behind the rates, of every region of the contest."""

    allowed: ClassVar[tuple[str, ...]] = ("format",)

    @extend_schema(parameters=[FORMAT], responses={200: more_shapes.CensusShape, **shapes.ERRORS})
    def get(self, request: Request, code: str) -> HttpResponse:
        ranked = round_of(code)

        def body(_found: None) -> dict[str, Any]:
            inside = [
                more_shapes.place(one)
                for path, one in projector.catalogue.places.items()
                if Scope(ranked.root).holds(path, "")
            ]
            return {"kind": "census", **head_of(ranked), "rows": inside}

        return answer(request, ranked, (), lambda: None, body, f"{ranked.code}_census.csv")


class DefinedView(BoardApi):
    """A board that organisers defined, from when it is public."""

    allowed: ClassVar[tuple[str, ...]] = ("page", "format")

    @extend_schema(
        parameters=[OpenApiParameter("page", int, description="from 1; 50 rows each"), FORMAT],
        responses={200: more_shapes.DefinedShape, **shapes.ERRORS},
    )
    def get(self, request: Request, contest: str, code: str) -> HttpResponse:
        definition = public(projector.catalogue, contest, code)
        if definition is None:
            raise Rejected("no_such_board")
        page = whole(request, "page", "1", 100_000)
        if page < 1:
            raise Rejected("bad_parameter", field="page")

        def look() -> tuple[bool, Defined]:
            start = (page - 1) * board.SIZE
            try:
                found = defined.defined(projector, definition, start, start + board.SIZE)
            except NoBoard as error:
                raise Rejected("no_such_board") from error
            return standing.of_board(definition).covers, found

        def body(seen: tuple[bool, Defined]) -> dict[str, Any]:
            official, found = seen
            told = {
                **head_of(found.ranked),
                "official": official,
                **more_shapes.defined(projector.catalogue, found, page, board.SIZE),
            }
            still = found.cut is not None and found.cut <= projector.as_of
            return {**told, "as_of": found.cut} if still else told

        ranked = next(
            (r for r in projector.catalogue.rounds.values() if r.contest == contest), None
        )
        if ranked is None:
            raise Rejected("no_such_board")
        name = f"{contest}_{code}.csv"
        return answer(request, ranked, (code, page), look, body, name)


class ContestView(BoardApi):
    """Which boards a contest has: its ranked rounds, and what its organisers defined."""

    renderer_classes = (JSONRenderer,)

    @extend_schema(
        operation_id="defined_list",
        responses={200: more_shapes.ContestBoardsShape, **shapes.ERRORS},
    )
    def get(self, _request: Request, contest: str) -> Response:
        known = projector.catalogue
        rounds = [one for one in known.rounds.values() if one.contest == contest]
        if not rounds:
            raise Rejected("no_such_contest")
        mine = [one for (where, _), one in known.definitions.items() if where == contest]
        return Response(
            {
                "contest": contest,
                "rounds": [more_shapes.round_(one, head_of(one)["official"]) for one in rounds],
                "cohorts": [more_shapes.cohort(*one) for one in known.cohorts.items()],
                "defined": [more_shapes.definition(one) for one in mine if one.public(clock.now())],
            }
        )
