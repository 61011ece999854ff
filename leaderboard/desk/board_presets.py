"""Boards that nearly every contest has, as data: a form filled in, to be changed at will."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from leaderboard.catalogue import RankedRound
from leaderboard.rules.definitions import Definition, Formula, Who

WEEK_MS: Final = 7 * 86_400_000


@dataclass(frozen=True, slots=True)
class Preset:
    """`given` are a definition's values; `one_round`: of the round of the moment; `week`: of its
    first week."""

    code: str
    title: Any
    about: Any
    title_en: str
    given: Mapping[str, Any] = field(default_factory=dict)
    one_round: bool = True
    week: bool = False


PRESETS: Final = (
    Preset("top100", _("百强榜"), _("个人前 100 名"), "Top 100", {"top": 100}),
    Preset("top500", _("五百强榜"), _("个人前 500 名"), "Top 500", {"top": 500}),
    Preset(
        "counties",
        _("县（市、区）榜"),
        _("各县（市、区）按地区得分"),
        "Counties",
        {"who": Who.COUNTIES, "formula": Formula.MEAN, "top": 200},
    ),
    Preset(
        "reach",
        _("参与面榜"),
        _("各县（市、区）按每万常住人口参加人数"),
        "People per 10,000 residents",
        {"who": Who.COUNTIES, "formula": Formula.RATE, "top": 200},
    ),
    Preset(
        "cohorts",
        _("人群榜"),
        _("各类重点人群按平均分"),
        "Cohorts",
        {"who": Who.COHORTS, "formula": Formula.MEAN},
    ),
    Preset("week", _("第 1 周榜"), _("一周内交卷的成绩"), "Week 1", {"top": 100}, week=True),
    Preset(
        "season",
        _("总榜"),
        _("各轮中最好的 3 轮之和"),
        "Season",
        {"best_n": 3, "top": 100},
        one_round=False,
    ),
    Preset(
        "units",
        _("单位榜"),
        _("已同意上榜的单位按平均分"),
        "Units",
        {"who": Who.UNITS, "formula": Formula.MEAN, "top": 200},
    ),
    Preset(
        "award",
        _("优秀组织奖"),
        _("四项综合，权重可调"),
        "Award for organising well",
        {"who": Who.COUNTIES, "formula": Formula.AWARD, "top": 200},
    ),
)


def filled(preset: Preset, contest: str, region: str, ranked: RankedRound | None) -> Definition:
    """The preset as a definition for a region; `ranked` is the contest's round of the moment."""
    rounds = (ranked.code,) if ranked and preset.one_round else ()
    starts_at = ranked.opens_at if ranked and preset.week else None
    return Definition(
        contest=contest,
        code=preset.code,
        title_zh=str(preset.title),
        title_en=preset.title_en,
        region=region,
        rounds=rounds,
        starts_at=starts_at,
        ends_at=starts_at + WEEK_MS if starts_at is not None else None,
        **preset.given,
    )
