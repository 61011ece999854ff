"""Scores of a hall, counted from answers, windows, stopped times and verdicts. Source: contest
regulations, section 11.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from quiz.rules import rulings
from quiz.rules.formats import Format
from quiz.rules.marking import Key
from quiz.rules.rulings import Ruling
from quiz.rules.stage import Stage
from quiz.rules.units import Millis, Points


class Given(NamedTuple):
    """One stored answer; `took` counts from the opening, stopped time included."""

    choice: tuple[int, ...]
    took: Millis
    received_at: Millis
    sure: bool


class Marked(NamedTuple):
    """What an answer comes to; of who did not answer, that of a blank."""

    points: Points
    right: bool
    took: Millis


class Standing(NamedTuple):
    """How somebody stands; `out_at` = the slot that took the last life."""

    score: int
    right: int
    took: int
    lives: int
    out_at: int | None
    ranked: bool


class RegionStanding(NamedTuple):
    """A region among others; mean and rank None = too few people."""

    path: str
    people: int
    mean_x100: int | None
    rank: int | None


BLANK = Given((), Millis(0), Millis(0), sure=False)


def mark(
    form: Format, key: Key, ruling: Ruling | None, given: Given | None, stage: Stage, slot: int
) -> Marked:
    """What an answer comes to; one that came too late is a blank."""
    asked = stage.asking(slot)
    ends = asked.closes_at if asked else None
    late = given is not None and ends is not None and given.received_at > ends + form.grace_ms
    said = BLANK if given is None or late else given
    points = rulings.mark(form, key, ruling, said.choice, said.took)
    return Marked(points, rulings.right(form, key, ruling, said.choice), said.took)


def ruling_of(stage: Stage, slot: int, key: Key) -> Ruling | None:
    """The verdict of this sitting's host as a ruling; None without one."""
    found = next((one for one in stage.verdicts if one.slot == slot), None)
    if found is None:
        return None
    return Ruling(0, found.kind, tuple(replace(key, places=places) for places in found.keys))


def newcomer(form: Format) -> Standing:
    """How somebody stands before the first reveal."""
    return Standing(0, 0, 0, form.lives, None, ranked=True)


def follow(
    form: Format, stage: Stage, marks: Mapping[int, Marked], came_in: int, slots: Sequence[int]
) -> Standing:
    """How somebody stands after these slots."""
    found = [marks[slot] for slot in slots]
    return Standing(
        sum(one.points for one in found),
        sum(one.right for one in found),
        sum(one.took for one in found),
        form.lives,
        None,
        ranked=True,
    )


def may_answer(form: Format, stage: Stage, slot: int, standing: Standing) -> str:
    """Why somebody who stands so may not answer; "" = they may."""
    return ""


def ranks(standings: Mapping[int, Standing]) -> dict[int, int]:
    """1 + the number strictly better, of those who are ranked."""
    order = sorted(_key(one) for one in standings.values() if one.ranked)
    first: dict[tuple[int, int], int] = {}
    for place, key in enumerate(order, 1):
        first.setdefault(key, place)
    return {who: first[_key(one)] for who, one in standings.items() if one.ranked}


def _key(one: Standing) -> tuple[int, int]:
    return -one.score, one.took


def team_scores(form: Format, by_team: Mapping[int, Sequence[Standing]]) -> dict[int, int]:
    """Scores of teams in hundredths."""
    return {
        team: sum(one.score for one in members) * 100 // max(1, len(members))
        for team, members in by_team.items()
    }


def team_ranks(scores: Mapping[int, int]) -> dict[int, int]:
    """1 + the number strictly better."""
    return {
        team: 1 + sum(other > score for other in scores.values()) for team, score in scores.items()
    }


def regions(by_region: Mapping[str, Sequence[Standing]], least: int) -> list[RegionStanding]:
    """Regions by the mean score of their people, best first, those with too few people last."""
    means = {
        path: sum(one.score for one in people) * 100 // len(people)
        for path, people in by_region.items()
        if len(people) >= least
    }
    order = sorted(means.values(), reverse=True)
    rows = [
        RegionStanding(
            path,
            len(people),
            means.get(path),
            1 + order.index(means[path]) if path in means else None,
        )
        for path, people in by_region.items()
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.path))


def unfreezing(frozen: Sequence[RegionStanding], now: Sequence[RegionStanding]) -> list[str]:
    """The order in which regions are opened: from the last place up."""
    return [row.path for row in reversed(frozen)]
