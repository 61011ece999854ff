"""The bodies of the boards' REST interface, as the OpenAPI schema shows them."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.serializers import Serializer

from leaderboard.board import Place
from leaderboard.catalogue import Catalogue
from leaderboard.public import names
from leaderboard.rules.frames import PersonRow, RegionRow, Row
from leaderboard.rules.rollup import Policy
from quiz.rules.formats import Format, Tie
from quiz.shapes import ErrorShape

ERRORS = {
    status: OpenApiResponse(ErrorShape, description=words)
    for status, words in (
        (400, "a parameter that is unknown or out of its bounds"),
        (404, "no such round, region or board"),
        (503, "boards are away for a moment"),
    )
}


class HeadShape(Serializer[None]):
    round = serializers.CharField()
    as_of = serializers.IntegerField(help_text="all results up to this moment (ms) are in")
    late = serializers.BooleanField(help_text="newer results may be missing")
    official = serializers.BooleanField()


class BoardShape(HeadShape):
    board = serializers.CharField()
    kind = serializers.ChoiceField(["persons", "regions"])
    v = serializers.IntegerField(help_text="version: the number of results counted")
    divisor = serializers.IntegerField(help_text="scores are sums, to be divided by it")
    people = serializers.IntegerField(help_text="distinct contestants")
    attempts = serializers.IntegerField(help_text="closed papers")
    mean_x100 = serializers.IntegerField(allow_null=True, help_text="mean score in hundredths")


class RowShape(Serializer[None]):
    rank = serializers.IntegerField(allow_null=True)
    same = serializers.BooleanField(help_text="shares the rank of the row above")
    ranked = serializers.BooleanField()
    name = serializers.CharField()


class PersonRowShape(RowShape):
    id = serializers.IntegerField()
    region = serializers.CharField(help_text="region path")
    place = serializers.CharField(help_text="the region's name in the language of the request")
    score = serializers.IntegerField()
    took_ms = serializers.IntegerField()
    finished_at = serializers.IntegerField()
    tries = serializers.IntegerField()


class RegionRowShape(RowShape):
    name = serializers.CharField(help_text="in the language of the request")
    id = serializers.CharField(help_text="region path")
    few = serializers.BooleanField(help_text="too few people to show figures about")
    people = serializers.IntegerField(allow_null=True)
    attempts = serializers.IntegerField(allow_null=True)
    mean_x100 = serializers.IntegerField(allow_null=True)
    score_x100 = serializers.IntegerField(allow_null=True)


class PersonsShape(BoardShape):
    page = serializers.IntegerField(allow_null=True, help_text="null when read by cursor")
    pages = serializers.IntegerField()
    next = serializers.CharField(allow_null=True, help_text="`cursor` of the next page")
    rows = PersonRowShape(many=True)


class RegionsShape(BoardShape):
    formula = serializers.CharField()
    rows = RegionRowShape(many=True)


class PlaceShape(Serializer[None]):
    board = serializers.CharField()
    level = serializers.ChoiceField(["county", "city", "province", "cohort"])
    rank = serializers.IntegerField(allow_null=True)
    people = serializers.IntegerField()
    rows = PersonRowShape(many=True)


class PlacesShape(HeadShape):
    contestant = serializers.IntegerField(help_text="whose places these are")
    places = PlaceShape(many=True)


def row(known: Catalogue, of: Row) -> dict[str, Any]:
    """The row, with places and groups called by the language of the moment."""
    if isinstance(of, PersonRow):
        return asdict(of) | {"place": names.full_name(known, of.region)}
    return asdict(of) | ({"name": names.group(known, of)} if isinstance(of, RegionRow) else {})


def rows(known: Catalogue, of: Iterable[Row]) -> list[dict[str, Any]]:
    return [row(known, one) for one in of]


def place(known: Catalogue, of: Place) -> dict[str, Any]:
    return {
        "board": str(of.board),
        "level": of.level,
        "rank": of.rank,
        "people": of.people,
        "rows": rows(known, of.rows),
    }


def order(form: Format) -> str:
    """How persons are ordered, in words, as the format's chain of ties has it."""
    words = {
        Tie.TOOK: _("用时少者在前"),
        Tie.FEWER_TRIES: _("次数少者在前"),
        Tie.FINISHED: _("先完成者在前"),
    }
    chain = [words[tie] for tie in form.ties]
    return (
        _("按得分排列；")
        + "".join(_("相同时，%s；") % link for link in chain)
        + _("再相同则名次并列。")
    )


def formula(policy: Policy) -> str:
    """How regions are compared, in words, in the language of the moment."""
    return _(
        "地区得分 =（人数 × 平均分 + %(shrink)d × 上级地区平均分）÷（人数 + %(shrink)d）。"
        "平均分按人计算，每人取其成绩；满 %(least)d 人的地区参加排名；"
        "不足 %(few)d 人的地区不显示数据。"
    ) % {"shrink": policy.shrink, "least": policy.least, "few": policy.few}
