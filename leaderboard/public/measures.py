"""What the map of a region's parts is shaded by: a figure of each part, and in words what it is.

A part whose figure is not known, or is about too few people to be shown, has none; that is never
taken for 0.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from leaderboard import board
from leaderboard.catalogue import Place
from leaderboard.public import names
from leaderboard.public.asked import Asked
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.scores import per_10k


class Measure(StrEnum):
    """The first is shown when none is asked for."""

    SCORE = "score"
    RATE = "rate"
    PEOPLE = "people"


def measure_of(query: Mapping[str, str]) -> Measure:
    """`?map=`; 404 for another word."""
    try:
        return Measure(query.get("map", Measure.SCORE))
    except ValueError as error:
        raise Http404 from error


def figure(measure: Measure, row: RegionRow, place: Place) -> int | None:
    """The part's figure: people, or hundredths of a point or of a person; None = not shown."""
    if row.few or row.people is None:
        return None
    if measure is Measure.PEOPLE:
        return row.people
    if measure is Measure.RATE:
        return per_10k(row.people, place.population).x100
    return row.score_x100 if row.ranked else None


def written(measure: Measure, value: int | None) -> str:
    """The figure as a tile and the legend have it."""
    if value is None:
        return "–"
    return str(value) if measure is Measure.PEOPLE else names.hundredths(value)


def told(measure: Measure, what: Asked) -> dict[str, Any]:
    """The measures to choose from, and about the chosen one: its title, what it is, the section of
    the regulations, and what a hatched tile means."""
    title, about, section, unknown = _words(measure, what)
    here = names.link(what.ranked, what.place) + "&tab=regions"
    return {
        "measure": measure.value,
        "title": title,
        "about": about,
        "rules": names.rules(what.ranked, section),
        "section": section,
        "unknown": unknown,
        "source": reverse("boards-census", args=[what.ranked.contest])
        if measure is Measure.RATE
        else "",
        "measures": [
            (f"{here}&map={one.value}", _words(one, what)[0], one is measure) for one in Measure
        ],
    }


def _words(measure: Measure, what: Asked) -> tuple[str, str, str, str]:
    few = {"few": board.policy().few, "year": what.place.population_year or ""}
    if measure is Measure.RATE:
        about = _("人数 × 10,000 ÷ 常住人口，常住人口为 %(year)s 年全国人口普查数。") % few
        unknown = _("不足 %(few)d 人、人口未知，或人数多于人口：不显示，不以 0 计") % few
        return _("每万人参加人数"), about, "8.3", unknown
    if measure is Measure.PEOPLE:
        about = _("至少交了一份有效答卷的人，每人只计一次。人口多的地区自然多。")
        return _("参加人数"), about, "8.2", _("不足 %(few)d 人：不显示，不以 0 计") % few
    about = _("由人数、平均分和上级平均分算出，格中上方为名次。")
    return _("地区得分"), about, "8.1", _("未参加排名")
