"""The bodies of leaderboard/api_more.py, as the OpenAPI schema shows them, and their makers."""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import Serializer

from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.defined import Defined
from leaderboard.public.days_page import Day
from leaderboard.public.regions import Reason
from leaderboard.rules import ranking
from leaderboard.rules.definitions import Definition, Who
from leaderboard.shapes import HeadShape, PersonRowShape, RegionRowShape, row, rows
from quiz.extending import Given
from quiz.rules.called import Names


class NamesShape(HeadShape):
    board = serializers.CharField()
    divisor = serializers.IntegerField()
    more = serializers.BooleanField(help_text="others begin like this, too")
    rows = PersonRowShape(many=True)


class NearShape(HeadShape):
    board = serializers.CharField()
    divisor = serializers.IntegerField()
    rank = serializers.IntegerField()
    people = serializers.IntegerField()
    rows = PersonRowShape(many=True)


class DayShape(Serializer[None]):
    day = serializers.DateField(help_text="of the contest's time zone")
    running = serializers.BooleanField(help_text="the day is not over")
    people = serializers.IntegerField()
    attempts = serializers.IntegerField()
    mean_x100 = serializers.IntegerField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True, help_text="among the sister regions")
    score_x100 = serializers.IntegerField(allow_null=True)


class DaysShape(HeadShape):
    board = serializers.CharField()
    kind = serializers.CharField()
    rows = DayShape(many=True)


class WhyShape(HeadShape):
    board = serializers.CharField()
    shrink = serializers.IntegerField(help_text="people with the parent's mean that are mixed in")
    parent_mean_x100 = serializers.IntegerField(allow_null=True)
    row = RegionRowShape()
    above = RegionRowShape(allow_null=True)
    apart_x100 = serializers.IntegerField(allow_null=True)
    needed_mean_x100 = serializers.IntegerField(
        allow_null=True, help_text="the mean that would draw level with the region above"
    )


class CensusRowShape(Serializer[None]):
    id = serializers.CharField(help_text="region path")
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    name_hant = serializers.CharField(help_text="in traditional characters")
    kind = serializers.CharField()
    population = serializers.IntegerField(allow_null=True, help_text="null = unknown, never 0")
    year = serializers.IntegerField(allow_null=True, help_text="of the census")


class CensusShape(HeadShape):
    kind = serializers.CharField()
    rows = CensusRowShape(many=True)


class DefinedShape(HeadShape):
    defined = serializers.CharField(help_text="its code")
    title = serializers.CharField()
    kind = serializers.ChoiceField(["persons", "regions"])
    who = serializers.CharField()
    formula = serializers.CharField()
    region = serializers.CharField()
    cut = serializers.IntegerField(allow_null=True, help_text="counts up to then (ms); null = now")
    v = serializers.IntegerField()
    divisor = serializers.IntegerField()
    people = serializers.IntegerField()
    attempts = serializers.IntegerField()
    mean_x100 = serializers.IntegerField(allow_null=True)
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    rows = serializers.ListField(child=serializers.DictField(), help_text="as of the other boards")


class BoardExtensionShape(Serializer[None]):
    """More time that a round got: when (ms), the end until then and from then on, and why."""

    at = serializers.IntegerField()
    was = serializers.IntegerField()
    closes_at = serializers.IntegerField()
    reason = serializers.CharField()
    reason_en = serializers.CharField()


class BoardRoundShape(Serializer[None]):
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    opens_at = serializers.IntegerField()
    closes_at = serializers.IntegerField(allow_null=True)
    extended = BoardExtensionShape(many=True, help_text="oldest first")
    region = serializers.CharField(help_text="path of the contest's region")
    boards = serializers.ListField(child=serializers.CharField())
    official = serializers.BooleanField()


class BoardCohortShape(Serializer[None]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    name_hant = serializers.CharField(help_text="in traditional characters")


class DefinitionShape(Serializer[None]):
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    region = serializers.CharField()
    who = serializers.CharField()
    formula = serializers.CharField()


class ContestBoardsShape(Serializer[None]):
    contest = serializers.CharField()
    rounds = BoardRoundShape(many=True)
    cohorts = BoardCohortShape(many=True)
    defined = DefinitionShape(many=True)


def day(of: Day) -> dict[str, Any]:
    return {
        "day": of.day.isoformat(),
        "running": of.now,
        "people": of.people,
        "attempts": of.attempts,
        "mean_x100": of.mean_x100,
        "rank": of.rank,
        "score_x100": of.score_x100,
    }


def why(known: Catalogue, of: Reason) -> dict[str, Any]:
    return {
        "shrink": of.shrink,
        "parent_mean_x100": of.parent_mean_x100,
        "row": row(known, of.mine),
        "above": row(known, of.above) if of.above else None,
        "apart_x100": of.apart_x100,
        "needed_mean_x100": of.needed_mean_x100,
    }


def place(of: Place) -> dict[str, Any]:
    return {
        "id": of.path,
        "code": of.code,
        "name": of.name_zh,
        "name_en": of.name_en,
        "kind": of.kind,
        "population": of.population,
        "year": of.population_year,
        "name_hant": of.name_hant or of.name_zh,
    }


def defined(known: Catalogue, of: Defined, page: int, size: int) -> dict[str, Any]:
    definition, found = of.definition, of.board
    return {
        "defined": definition.code,
        "title": definition.title_zh,
        "kind": "persons" if definition.who is Who.PERSONS else "regions",
        "who": str(definition.who),
        "formula": str(definition.formula),
        "region": definition.region,
        "cut": of.cut,
        "v": found.v,
        "divisor": ranking.divisor(of.ranked.form),
        "people": found.people,
        "attempts": found.attempts,
        "mean_x100": found.mean_x100,
        "page": page,
        "pages": max(-(-of.rows // size), 1),
        "rows": rows(known, found.rows),
    }


def round_(of: RankedRound, official: object) -> dict[str, Any]:
    return {
        "code": of.code,
        "title": of.title_zh,
        "title_en": of.title_en,
        "opens_at": of.opens_at,
        "closes_at": of.closes_at,
        "extended": [extension(one) for one in of.extended],
        "region": of.root,
        "boards": list(of.form.boards),
        "official": official,
    }


def extension(of: Given) -> dict[str, Any]:
    return {
        "at": of.at,
        "was": of.was,
        "closes_at": of.closes_at,
        "reason": of.reason_zh,
        "reason_en": of.reason_en,
    }


def cohort(code: str, of: Names) -> dict[str, str]:
    return {
        "code": code,
        "name": of.name_zh,
        "name_en": of.name_en,
        "name_hant": of.name_hant or of.name_zh,
    }


def definition(of: Definition) -> dict[str, str]:
    return {
        "code": of.code,
        "title": of.title_zh,
        "title_en": of.title_en,
        "region": of.region,
        "who": str(of.who),
        "formula": str(of.formula),
    }
