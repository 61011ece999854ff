"""The text of an award's result: the definition, what was counted, and what comes of it.

Source: contest regulations, sections 8.7 and 12.8.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from leaderboard import derived
from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.publish import resting
from leaderboard.publish.resting import Rest
from leaderboard.publish.script.award import Tally
from leaderboard.publish.telling import FORMAT
from leaderboard.rules import ranking
from leaderboard.rules.award import Out, Row
from leaderboard.rules.bands import BANDS
from leaderboard.rules.rollup import Policy
from leaderboard.rules.seasons import full_score

Json = dict[str, Any]
VERSION = 2
PER_CENT = 90
FORMULA = (
    "sum of weight * part / 100; reach: people per 10000 residents / cap of the band; "
    "balance: entropy of cohorts; mean: score of the region / full score; "
    "activity: (day, region below) pairs with attempts / all"
)


def heading(rest: Rest, base: Json, policy: Policy) -> Json:
    """What is awarded by which rules, and the result that it rests on."""
    ranked, divisor = rest.ranked, ranking.divisor(rest.ranked.form)
    bands = [{"code": band.code, "most": band.most} for band in BANDS]
    limits = {"shrink": policy.shrink, "least": policy.least, "few": policy.few}
    return {
        "format": FORMAT,
        "v": VERSION,
        "contest": base["contest"],
        "region": rest.definition.region,
        "region_name": rest.known.name(rest.definition.region),
        "subject": resting.subject(rest.definition),
        "formula": FORMULA,
        "policy": {**limits, "bands": bands, "per_cent": PER_CENT},
        "full": full_score(ranked.form) // divisor,
        "divisor": divisor,
        "days": days(ranked),
        "cohorts": list(rest.known.cohorts),
        "cohort_names": [names.name_zh for names in rest.known.cohorts.values()],
        "rests_on": resting.told(rest),
        "journal": [{"round": ranked.code, **base["journal"]}],
        "files": {},
    }


def days(ranked: RankedRound) -> list[int]:
    """The midnights of the round's days, with the one behind the last (milliseconds)."""
    ends = max(ranked.closes_at or 0, ranked.opens_at + 1)
    numbers = [int(name[1:]) for name in derived.days(ranked.opens_at, ends)]
    return [_midnight(number) for number in (*numbers, numbers[-1] + 1)]


def _midnight(ordinal: int) -> int:
    zone = ZoneInfo(settings.TIME_ZONE)
    moment = datetime.combine(date.fromordinal(ordinal), time(), zone)
    return int(moment.timestamp()) * 1_000


def whole(base: Json, region: str) -> Json:
    """The region that all are parts of, as its round's result has it."""
    said = {row["path"]: row for row in base["regions"]} | {base["region"]: base}
    return {name: said[region][name] for name in ("people", "attempts", "points")}


def regions(known: Catalogue, ranked: RankedRound, rows: Sequence[Row]) -> list[Json]:
    """The regions, best first; those that are ranked say what was counted, but for what only
    published answers tell (`stated`)."""
    return [{**_region(known, row), **_counted(known, ranked, row)} for row in rows]


def _region(known: Catalogue, row: Row) -> Json:
    of, few = row.facts, row.out is Out.FEW
    figures = dict.fromkeys(("people", "attempts", "points"))
    if not few:
        totals = of.totals
        figures = {"people": totals.people, "attempts": totals.attempts, "points": totals.points}
    return {
        "path": of.path,
        "name": known.name(of.path),
        "few": few,
        "out": row.out.value,
        "population": of.population,
        **figures,
        "rank": row.rank,
        "score_x100": row.score,
    }


def _counted(known: Catalogue, ranked: RankedRound, row: Row) -> Json:
    if row.out is not Out.NO:
        return {}
    below = known.children.get(row.facts.path, ())
    return {
        "below": [place.code for place in below if ranked.lists(place)],
        "active": row.facts.active,
        "band": row.band,
        "rate_x100": row.rate,
        "cap_x100": row.cap,
        "mean_x100": row.mean,
        "parts": list(row.parts),
        "gains": list(row.gains),
        "rank_in_band": row.rank_in_band,
    }


def stated(rows: Sequence[Json], cohorts: Sequence[str], of: Mapping[str, Tally]) -> list[Json]:
    """The rows with people by cohort as published answers state them, and how many attempts do
    not: a cohort of a few people in a region stays hidden here, too."""
    return [
        {**row, **_stated(row, cohorts, of[row["path"]])} if row["path"] in of else row
        for row in rows
    ]


def _stated(row: Json, cohorts: Sequence[str], of: Tally) -> Json:
    people = [of.people[cohort] for cohort in cohorts]
    return {"cohorts": people, "unstated": row["attempts"] - of.stated}
