"""Answers counted for item statistics, beside numpy counting bare numbers; and one report."""

from collections.abc import Iterator
from datetime import date
from time import perf_counter

import numpy as np

from bench.sizes import Sizes
from bench.table import Row
from questionbank.rules import curves, flags, functioning, items
from questionbank.rules.rates import UNLABELLED
from questionbank.rules.tally import Meeting, Tally

QUESTIONS, LENGTH, CHOICES = 2_000, 10, 5
GROUPS = ("general/d", "youth/d", "general/e", "rural/w", "youth/n", "other")
PAGE = 2_000 * LENGTH
DAY = date(2026, 11, 20)


def measure(sizes: Sizes) -> Iterator[Row]:
    tally, ours, floor = Tally(), 0.0, 0.0
    cells = QUESTIONS * len(GROUPS) * LENGTH * CHOICES
    whole = np.zeros(cells, dtype=np.int64)
    chance = np.random.default_rng(1)
    for start in range(0, sizes.counted, PAGE):
        codes = chance.integers(0, cells, min(PAGE, sizes.counted - start))
        began = perf_counter()
        whole += np.bincount(codes, minlength=cells)
        floor += perf_counter() - began
        meetings = [_meeting(int(code)) for code in codes]
        began = perf_counter()
        tally.add(meetings)
        ours += perf_counter() - began
    where = f"{sizes.counted:,} answers; floor: numpy bincount"
    million = sizes.counted / 1_000_000
    yield Row("answers counted", where, "s per million", ours / million, floor / million)
    yield from _report(tally)


def _meeting(code: int) -> Meeting:
    rest, choice = code // CHOICES % LENGTH, code % CHOICES
    group = GROUPS[code // (CHOICES * LENGTH) % len(GROUPS)]
    version = code // (CHOICES * LENGTH * len(GROUPS))
    took = 1_000 + code % 30_000
    return Meeting(version, group, LENGTH, rest, str(choice), choice == 0, took, DAY)


def _report(tally: Tally) -> Iterator[Row]:
    """Everything that is computed of one question, its cells being read already."""
    rows = [items.Row(*key[1:], n) for key, n in tally.counts.items() if key[0] == 1]
    began = perf_counter()
    items.point_biserial(rows)
    flags.flags(flags.Seen(rows, tuple("01234")))
    curves.fitted(rows, UNLABELLED)
    functioning.differences(rows)
    took = (perf_counter() - began) * 1_000
    yield Row("one question's statistics", f"{len(rows)} cells", "ms", took)
