"""What the count table says about one question: how hard, how telling, which options work.

A row counts first meetings of a group of people with the question in papers of `length` questions:
`rest` of the other questions were right, and the answer was `choice`. Everything here follows from
such rows; no formula looks at a single answer. Sources and limits: docs/statistics.md.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

# 95 of 100 intervals made with it hold the true value.
Z95 = 1.96
# The standard deviation of editors' labels around the rates that were measured later.
LABEL_ERROR = 0.12
# Fewer people than this are never shown as a number of their own.
LEAST_SHOWN = 10
# How many first meetings each number wants before it is shown, and before it is acted upon.
ENOUGH_FACILITY = 50
ENOUGH_OPTIONS = 200
ENOUGH_TOP = 50
ENOUGH_BISERIAL = 400
ENOUGH_PAPERS = 500


class Row(NamedTuple):
    """One cell of the count table, of one question; `people` counts first meetings."""

    group: str
    length: int
    rest: int
    choice: str
    right: bool
    people: int


class Share(NamedTuple):
    """A share with the interval that holds the true one 95 times of 100; `n` answers."""

    value: float
    low: float
    high: float
    n: int


class Measure(NamedTuple):
    """A number with its standard error; `n` answers."""

    value: float
    error: float
    n: int


@dataclass(frozen=True, slots=True)
class Third:
    """How often each third of the people, by their other answers, gave one answer.

    `counts` and `sizes` are of the bottom, middle and top third; `pull` is the correlation of this
    answer with the score on the other questions, None where everybody or nobody gave it.
    """

    choice: str
    right: bool
    counts: tuple[int, int, int]
    sizes: tuple[int, int, int]
    pull: float | None

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def share(self) -> float:
        return self.total / max(sum(self.sizes), 1)


def one_length(rows: Iterable[Row]) -> list[Row]:
    """The rows of the commonest length of paper: rest scores of different ones do not compare."""
    by_length: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_length[row.length].append(row)
    return max(by_length.values(), key=answers, default=[])


def answers(rows: Iterable[Row]) -> int:
    return sum(row.people for row in rows)


def rights(rows: Iterable[Row]) -> int:
    return sum(row.people for row in rows if row.right)


def wilson(right: int, n: int) -> Share:
    """The share right with Wilson's interval, which never leaves 0 to 1; of nobody 0 to 1."""
    if not n:
        return Share(0.0, 0.0, 1.0, 0)
    share, zz = right / n, Z95 * Z95
    middle = (share + zz / (2 * n)) / (1 + zz / n)
    half = Z95 * sqrt(share * (1 - share) / n + zz / (4 * n * n)) / (1 + zz / n)
    return Share(share, max(0.0, middle - half), min(1.0, middle + half), n)


def shrunken(right: int, n: int, label: float) -> Measure:
    """The share right drawn toward the label's rate, which counts as many answers as it is worth.

    Good from the first answer on. `label` lies between 0 and 1, both excluded.
    """
    before = worth(label)
    share = (right + before * label) / (n + before)
    return Measure(share, sqrt(share * (1 - share) / (n + before + 1)), n)


def worth(label: float) -> float:
    """How many answers a label's rate is worth: 15.7 in the middle, 5.3 at 0.1 and 0.9."""
    return max(label * (1 - label) / LABEL_ERROR**2 - 1, 1.0)


def point_biserial(rows: Sequence[Row]) -> Measure | None:
    """How the answer goes with the score on the OTHER questions: the own mark is taken out.

    None where nothing varies. The rows must be of one length.
    """
    value = _correlation(rows, lambda row: row.right)
    n = answers(rows)
    return None if value is None else Measure(value, (1 - value * value) / sqrt(max(n - 1, 1)), n)


def _correlation(rows: Sequence[Row], has: Callable[[Row], bool]) -> float | None:
    n = answers(rows)
    ones = sum(row.people for row in rows if has(row))
    total = sum(row.people * row.rest for row in rows)
    squares = sum(row.people * row.rest**2 for row in rows)
    both = sum(row.people * row.rest for row in rows if has(row))
    # Whole numbers until the last step: nothing is lost however many answers there are.
    spread = (n * ones - ones * ones) * (n * squares - total * total)
    return (n * both - ones * total) / sqrt(spread) if spread > 0 else None


def thirds(rows: Sequence[Row]) -> list[Third]:
    """Each answer that was given, with how the three thirds gave it; by choice.

    A rest score is never cut in two: it belongs to the third in which its middle person is. The
    rows must be of one length.
    """
    of = _third_of(rows)
    sizes = [0, 0, 0]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        sizes[of[row.rest]] += row.people
        counts[row.choice][of[row.rest]] += row.people
    return [_third(rows, choice, counts[choice], sizes) for choice in sorted(counts)]


def _third_of(rows: Sequence[Row]) -> dict[int, int]:
    people: Counter[int] = Counter()
    for row in rows:
        people[row.rest] += row.people
    total, below, found = sum(people.values()), 0, {}
    for rest in sorted(people):
        found[rest] = min(2, 3 * (2 * below + people[rest]) // (2 * total))
        below += people[rest]
    return found


def _third(rows: Sequence[Row], choice: str, counts: list[int], sizes: list[int]) -> Third:
    right = any(row.right for row in rows if row.choice == choice)
    pull = _correlation(rows, lambda row: row.choice == choice)
    (low, mid, top), (all_low, all_mid, all_top) = counts, sizes
    return Third(choice, right, (low, mid, top), (all_low, all_mid, all_top), pull)


def reliability(rows: Iterable[tuple[Row, float]]) -> Measure | None:
    """KR-20 for papers whose questions were drawn: K/(K-1) (1 - mean sum pq / var(score - sum p)).

    `rows` are those of all questions, each with its question's share right, of one length K. What
    the paper's own difficulty adds to the variance of scores is its covariance with them, taken
    from the same rows. None for fewer than two questions or where scores do not vary.
    """
    n = length = 0
    score = squares = share = noise = both = 0.0
    for row, p in rows:
        total, length = row.rest + row.right, row.length
        n += row.people
        score += row.people * total
        squares += row.people * total * total
        share += row.people * p
        noise += row.people * p * (1 - p)
        both += row.people * total * p
    if length < 2 or not n:
        return None
    mean = score / n
    variance = squares / n - mean * mean - length * (both / n - mean * share / n)
    if variance <= 0:
        return None
    value = length / (length - 1) * (1 - length * noise / n / variance)
    papers = n // length
    return Measure(value, (1 - value) * sqrt(2 * length / ((length - 1) * max(papers, 1))), papers)


def stepped(value: float, times: float) -> float:
    """The reliability of `times` papers taken together (Spearman and Brown)."""
    return times * value / (1 + (times - 1) * value)
