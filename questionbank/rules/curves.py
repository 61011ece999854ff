"""How often people of each ability answer a question right, from its rows of the count table.

The other answers of one paper say little about a person, so a third of people is no ability. Here
ability given a rest score is a normal distribution around the standard score times the root of the
score's reliability, which is its correlation with ability (Kelley). Over a grid of curves
P = 1 / (1 + exp(-(slope x ability + place))) each is weighed by how well it explains the rows and
by what is believed before: the label's rate at ability 0, worth as many answers as editors are
exact, and a slope near 1. The mean over the grid is the rate. So without answers the rate at
ability 0 is the label's, and every answer counts from the first on.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi, sqrt

import numpy as np
import numpy.typing as npt

from questionbank.rules.items import Row, stepped, worth
from questionbank.rules.rates import ABILITIES, ONE, Rates

# One paper of ten questions has a reliability of 0.5 (docs/statistics.md); more add by Spearman and
# Brown.
HALF_AT = 10
# Slopes differ by a factor of about 1.4 from question to question.
SLOPE_ERROR = 0.35
# The grid: so many lines each way, at first so many logits to each side, drawn in so often.
STEPS = 41
WIDEST = 8.0
ZOOMS = 4
# No rate is surer than one in a thousand: a book must not count on anybody.
LEAST, MOST = 1_000, ONE - 1_000

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """Rates in millionths at the four abilities of the books, with their standard errors."""

    rates: Rates
    errors: Rates
    n: int


@dataclass(frozen=True, slots=True)
class _Evidence:
    ability: Numbers
    spread: float
    people: Numbers
    right: Numbers


def fitted(rows: Sequence[Row], label: Rates, reliability: float | None = None) -> Curve:
    """The curve of a question whose label stands for `label`. The rows must be of one length.

    `reliability` is that of a whole paper of this length, where it was measured.
    """
    seen = _evidence(rows, reliability)
    middle = min(max(label[1], LEAST), MOST) / ONE
    centre, half = np.array([log(middle / (1 - middle)), 0.0]), np.array([WIDEST, 4 * SLOPE_ERROR])
    for _zoom in range(ZOOMS):
        places, slopes, weights = _weighed(seen, centre, half, middle)
        centre, half = _narrowed(places, slopes, weights, half)
    return _rates(places, slopes, weights, sum(row.people for row in rows))


def _evidence(rows: Sequence[Row], reliability: float | None) -> _Evidence:
    people: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for row in rows:
        people[row.rest] += row.people
        right[row.rest] += row.people if row.right else 0
    rests = sorted(people)
    n = np.array([people[rest] for rest in rests], dtype=np.float64)
    k = np.array([right[rest] for rest in rests], dtype=np.float64)
    known = _known(rows[0].length, reliability) if rows else 0.0
    return _Evidence(sqrt(known) * _standard(rests, n), 1 - known, n, k)


def _known(length: int, reliability: float | None) -> float:
    """The reliability of the score on the other questions."""
    whole = length / (length + HALF_AT) if reliability is None else reliability
    return stepped(min(max(whole, 0.01), 0.99), (length - 1) / length)


def _standard(rests: Sequence[int], people: Numbers) -> Numbers:
    scores = np.array(rests, dtype=np.float64)
    if not len(scores):
        return scores
    mean = np.average(scores, weights=people)
    sd = sqrt(float(np.average((scores - mean) ** 2, weights=people)))
    return (scores - mean) / sd if sd else np.zeros_like(scores)


def _weighed(
    seen: _Evidence, centre: Numbers, half: Numbers, label: float
) -> tuple[Numbers, Numbers, Numbers]:
    steps = np.linspace(-1, 1, STEPS)
    places = (centre[0] + half[0] * steps)[:, None]
    logs = (centre[1] + half[1] * steps)[None, :]
    slopes = np.exp(logs)
    believed = np.log(_curve(places)) * label + np.log(_curve(-places)) * (1 - label)
    weight = worth(label) * believed - (logs / SLOPE_ERROR) ** 2 / 2
    for ability, people, right in zip(seen.ability, seen.people, seen.right, strict=True):
        # The mean of the curve over a normal distribution, to 0.01 (MacKay 1992).
        flat = np.sqrt(1 + pi / 8 * seen.spread * slopes**2)
        share = np.clip(_curve((slopes * ability + places) / flat), 1e-9, 1 - 1e-9)
        weight = weight + right * np.log(share) + (people - right) * np.log(1 - share)
    weight = np.exp(weight - weight.max())
    return places, logs, weight / weight.sum()


def _narrowed(
    places: Numbers, logs: Numbers, weights: Numbers, half: Numbers
) -> tuple[Numbers, Numbers]:
    """Where the weight is, five standard deviations to each side, never finer than needed."""
    centre, spread = [], []
    for at, grid in enumerate((places, logs)):
        mean = float((weights * grid).sum())
        sd = sqrt(float((weights * (grid - mean) ** 2).sum()))
        centre.append(mean)
        spread.append(max(5 * sd, 2 * half[at] / STEPS))
    return np.array(centre), np.minimum(np.array(spread), half)


def _rates(places: Numbers, logs: Numbers, weights: Numbers, n: int) -> Curve:
    rates, errors = [], []
    for ability in ABILITIES:
        share = _curve(np.exp(logs) * ability + places)
        mean = float((weights * share).sum())
        error = sqrt(float((weights * (share - mean) ** 2).sum()))
        rates.append(min(max(round(mean * ONE), LEAST), MOST))
        errors.append(round(error * ONE))
    (r0, r1, r2, r3), (e0, e1, e2, e3) = rates, errors
    return Curve((r0, r1, r2, r3), (e0, e1, e2, e3), n)


def _curve(logits: Numbers) -> Numbers:
    shares: Numbers = 1 / (1 + np.exp(-logits))
    return shares


@dataclass(frozen=True, slots=True)
class Band:
    """People of alike rest scores: their mean ability, how many, how many of them were right."""

    ability: float
    people: int
    right: int


def bands(rows: Sequence[Row], reliability: float | None = None, parts: int = 4) -> list[Band]:
    """The people in up to `parts` bands of about equal size by their other answers, what was seen
    itself beside the curve. A rest score is never cut in two. The rows must be of one length."""
    seen = _evidence(rows, reliability)
    total, below = float(seen.people.sum()), 0.0
    found = [[0.0, 0.0, 0.0] for _part in range(parts)]
    for ability, people, right in zip(seen.ability, seen.people, seen.right, strict=True):
        band = found[min(int(parts * (below + people / 2) / total), parts - 1)]
        for at, more in enumerate((ability * people, people, right)):
            band[at] += float(more)
        below += float(people)
    return [Band(sums / n, round(n), round(right)) for sums, n, right in found if n]
