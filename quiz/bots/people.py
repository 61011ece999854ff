"""Who the bots are: where they live, how able and how quick they are. A function of the seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import sqrt
from random import Random

from quiz import loading
from quiz.bots import names
from quiz.models import Region

# As many as one process plays at their own pace.
MOST = 5_000
# Out of a hundred contestants; a made-up mix, so that each board has somebody on it.
COHORTS = {"general": 34, "youth": 24, "workers": 14, "elders": 11, "farmers": 10, "officials": 7}
# Mean and spread on the scale on which a question is 0 when half know it: about 65 points of 100.
ABILITY = (-0.5, 0.8)
# Guests have no population of ours: those of each place come like a small city's.
GUEST_WEIGHT = 300


@dataclass(frozen=True, slots=True)
class Persona:
    """`once` makes a second joining find the same contestant; `pace` multiplies every delay."""

    number: int
    nickname: str
    region: str
    cohort: str
    ability: float
    pace: float
    once: str


def personas(seed: str, count: int, home: str) -> list[Persona]:
    """The first `count` people of `seed`, living below the region `home`. More people do not change
    who the first ones are.
    """
    weights = dwellings(home)
    return [_persona(seed, number, weights) for number in range(count)]


def _persona(seed: str, number: int, weights: Mapping[str, float]) -> Persona:
    rng = Random(f"{seed}|{number}")
    return Persona(
        number,
        names.nickname(rng),
        rng.choices(list(weights), list(weights.values()))[0],
        rng.choices(list(COHORTS), list(COHORTS.values()))[0],
        rng.gauss(*ABILITY),
        rng.lognormvariate(0.0, 0.25),
        sha256(f"bot|{seed}|{number}".encode()).hexdigest()[:40],
    )


@cache
def dwellings(home: str) -> Mapping[str, float]:
    """Where one can live below `home`: leaf regions with their weight, and the guests' regions.

    A city weighs the root of its population, and a part of it its share of that: in a crowd of some
    hundred also small cities are enough people for a place on the boards.
    """
    regions = loading.read_regions(loading.DATA / "regions.csv")
    parents = {region.parent_id for region in regions}
    leaves = [region for region in regions if region.code not in parents]
    inside = [leaf for leaf in leaves if home in leaf.path.split("/")]
    weights = {leaf.code: _weight(leaf, regions) for leaf in inside}
    guests = [leaf.code for leaf in leaves if leaf.kind in ("guest", "other")]
    return weights | {code: GUEST_WEIGHT for code in guests if code not in weights}


def _weight(leaf: Region, regions: Sequence[Region]) -> float:
    """A town of unknown population has an equal share of its city's."""
    city = next((r for r in regions if r.code == leaf.parent_id), None)
    if city is None or not city.population:
        return GUEST_WEIGHT
    siblings = sum(region.parent_id == leaf.parent_id for region in regions)
    share = leaf.population / city.population if leaf.population else 1 / siblings
    return share * sqrt(city.population)
