"""Rates that move from day to day, and questions harder for one group than its score says."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.drift import Day, drift
from questionbank.rules.functioning import area_of, differences, discoveries, group_of
from questionbank.rules.items import Row


def day(right: int, *, count: int = 1_000, log_time: int = 9_000) -> Day:
    # Times spread with a standard deviation of 0.5 in logarithms.
    square = (log_time * log_time + 250_000) // 1_000
    return Day(count, right, log_time * count, square * count)


def test_days_like_the_first_never_alarm() -> None:
    found = drift([day(600)] * 60)
    assert not found.alarm
    assert found.easier == 0


def test_a_leak_shows_in_rates_and_times_together() -> None:
    found = drift([day(600)] + [day(680, log_time=8_900)] * 3)
    assert found.alarm
    assert found.easier > 5
    assert found.faster > 5


def test_a_few_more_right_answers_alone_are_no_alarm() -> None:
    assert not drift([day(600)] + [day(650)] * 3).alarm
    assert drift([day(600)] + [day(750)] * 3).alarm


def test_a_question_that_grew_harder_alarms_too() -> None:
    assert drift([day(600)] + [day(450)] * 3).alarm


def test_small_days_and_the_time_before_a_base_say_nothing() -> None:
    assert drift([day(600)] + [day(199, count=199)] * 90).easier == 0
    assert drift([day(60, count=100), day(100, count=100)]).easier == 0
    assert drift([]).easier == 0


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), max_size=20))
def test_the_sums_never_fall_below_nothing(days: list[tuple[int, int]]) -> None:
    found = drift([day(min(pair), count=max(pair)) for pair in days])
    assert min(found.easier, found.harder, found.faster) >= 0


def cells(group: str, rest: int, right: int, wrong: int) -> list[Row]:
    """One whole score, rest + 1, of one group."""
    blank = Row(group, 10, rest + 1, "1", right=False, people=wrong)
    return [blank._replace(rest=rest, choice="0", right=True, people=right), blank]


def test_the_common_odds_ratio_is_mantels_and_haenszels() -> None:
    # Both scores hold others 300 / 100 and group 200 / 200: the odds ratio is 3 in each.
    rows = [
        *(cell for rest in (3, 6) for cell in cells("general", rest, 300, 100)),
        *(cell for rest in (3, 6) for cell in cells("youth", rest, 200, 200)),
    ]
    by_group = {one.group: one for one in differences(rows)}
    youth, general = by_group["youth"], by_group["general"]
    assert youth.delta == pytest.approx(-2.35 * log(3))
    assert general.delta == pytest.approx(-youth.delta)
    assert (youth.focal, youth.grade) == (800, "C")
    # (1600 cells of ln OR) 2.35 x sqrt(sum of 1/cell) of each score, halved by two scores.
    assert youth.error == pytest.approx(
        2.35 * ((1 / 300 + 1 / 100 + 1 / 200 + 1 / 200) / 2) ** 0.5, rel=0.05
    )


def test_no_difference_is_grade_a_and_a_few_people_are_not_judged() -> None:
    same = [*cells("general", 4, 300, 100), *cells("youth", 4, 300, 100)]
    assert [one.grade for one in differences(same)] == ["A", "A"]
    few = [*cells("general", 4, 300, 100), *cells("youth", 4, 99, 100)]
    assert differences(few) == []


def test_groups_that_only_know_more_are_not_a_difference() -> None:
    chance = np.random.default_rng(5)
    rows = []
    for group, shift in (("general", 0.5), ("youth", 0.0)):
        ability = chance.normal(shift, 1, 4_000)
        share = 1 / (1 + np.exp(-ability))
        others = (chance.random((4_000, 9)) < share[:, None]).sum(axis=1)
        marks = chance.random(4_000) < share
        rows += [
            Row(group, 10, int(rest), "0" if mark else "1", bool(mark), 1)
            for rest, mark in zip(others, marks, strict=True)
        ]
    assert {one.grade for one in differences(rows)} == {"A"}


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("440000/440100/440106", "youth/d"),
        ("440000/445100", "youth/e"),
        ("440000/440800", "youth/w"),
        ("440000/441400", "youth/n"),
        ("440000", "youth"),
        ("990000", "youth"),
    ],
)
def test_a_group_is_a_cohort_and_a_part_of_the_province(path: str, group: str) -> None:
    assert group_of("youth", path) == group
    assert area_of(group) == group[5:]


def test_of_many_tests_only_surely_small_p_values_are_discoveries() -> None:
    assert discoveries([0.00001, 0.0001, 0.04], 100) == 0.0001
    assert discoveries([0.00001], 100_000) == 0
    assert discoveries([], 100) == 0
