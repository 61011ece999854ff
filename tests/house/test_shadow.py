"""The second count finds what it is there to find: each kind of fault, made on purpose."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.question import Area
from questionbank.rules.spots import inside
from quiz.rules import formats
from quiz.rules.units import Points
from tests.house import shadow
from tests.house.audit import Ledger, audit
from tests.house.shadow import Books, Paper, Row, Verdict

FORM: dict[str, Any] = {
    **formats.plain(formats.Format(questions=2, right=Points(10))),
    "blank": 0,
    "penalty": 3,
    "partial": "half",
}
KEYS: dict[int, dict[str, Any]] = {
    1: {"kind": "single", "places": [2]},
    2: {"kind": "multiple", "places": [0, 3]},
    3: {"kind": "estimate", "places": [], "value": 50, "near": 5, "far": 30},
    4: {"kind": "ordering", "places": [2, 0, 1]},
    5: {"kind": "matching", "places": [1, 0, 3, 2]},
    6: {"kind": "text", "places": [], "accepted": ["光合作用", "DNA"]},
    7: {
        "kind": "hotspot",
        "places": [],
        "size": (800, 400),
        "areas": [["rect", 0, 0, 10, 10], ["circle", 500, 500, 100]],
    },
    8: {"kind": "hotspot", "places": [], "areas": [["poly", 100, 100, 300, 100, 200, 300]]},
}


def books(*rows: Row) -> Books:
    papers = {n: Paper(n, n, 0, "44/4401", "general", (1, 2)) for n in (1, 2, 3)}
    return Books(FORM, 0, list(rows), papers, KEYS)


def attempt(number: int, points: tuple[int, int] = (10, 5), took: int = 1_000) -> list[Row]:
    first, second = points
    choices = {10: "2", 5: "0", -3: "1", 0: ""}
    start = number * 10
    return [
        Row(start, number, 0, 2, 1, choices[first], took, first, 500),
        Row(start + 1, number, 1, 2, 2, choices[second], took, second, 900),
        Row(start + 2, number, 2, 3, 0, "", 2 * took, first + second, 900),
    ]


@pytest.mark.parametrize(
    ("version", "choice", "points"),
    [
        (1, "2", 10), (1, "1", -3), (1, "", 0),
        (2, "0,3", 10), (2, "3", 5), (2, "0,1", -3), (2, "0,1,3", -3),
        (3, "55", 10), (3, "44", 9), (3, "21", -3), (3, "20", -3), (3, "79", -3),
        (4, "2,0,1", 10), (4, "0,1,2", -3),
        (5, "1,0,3,2", 10), (5, "1,0,2,3", 5), (5, "1,1,1,1", -3),
        (6, '"光合作用。', 10), (6, '"dna', 10), (6, '"光合', -3),
        (7, "5,10", 10), (7, "500,700", 10), (7, "500,701", -3), (7, "11,5", -3),
        (8, "200,200", 10), (8, "200,300", 10), (8, "200,100", 10), (8, "110,290", -3),
    ],
)  # fmt: skip
def test_it_marks_by_itself(version: int, choice: str, points: int) -> None:
    assert shadow.worth(FORM, KEYS[version], choice, 1_000) == points


@given(
    st.lists(st.integers(0, 1000), min_size=6, max_size=6),
    st.integers(0, 1000),
    st.integers(0, 1000),
)
def test_both_counts_see_a_triangle_alike(numbers: list[int], x: int, y: int) -> None:
    key = {"kind": "hotspot", "places": [], "areas": [["poly", *numbers]]}
    ours = inside(Area("poly", tuple(numbers)), x, y, width=1, height=1)
    assert (shadow.worth(FORM, key, f"{x},{y}", 1_000) == 10) == ours


def test_a_journal_without_fault_is_clean() -> None:
    assert shadow.faults(books(*attempt(1), *attempt(2, (-3, 0)))) == []


@pytest.mark.parametrize(
    ("at", "change"),
    [(0, {"points": 9}), (2, {"points": 16}), (2, {"took_ms": 1}), (0, {"choice": "1"}),
     (2, {"kind": 2, "slot": 1}), (1, {"attempt": 9})],
)  # fmt: skip
def test_each_change_of_a_row_is_found(at: int, change: dict[str, Any]) -> None:
    rows = attempt(1)
    rows[at] = rows[at]._replace(**change)
    assert shadow.faults(books(*rows)) != []


def ruled(points: int, number: int = 1, kind: int = 4) -> Books:
    """A paper of 10 and 5 points whose first question counts for nobody by ruling 1, marked so."""
    mark = Row(19, 1, number, kind, 0, "", 2_000, points, 900)
    made = books(*attempt(1), mark)
    made.verdicts = [Verdict(1, 1, "void_none", ())]
    return made


def test_a_marking_by_a_ruling_is_counted_again_and_is_the_score_of_the_board() -> None:
    assert shadow.faults(ruled(10)) == []
    assert [line.score for line in shadow.board(ruled(10), "44")] == [10]
    assert shadow.counts(ruled(10), "44") == (1, 1)
    assert shadow.unmarked(ruled(10)) == []


def test_a_marking_that_is_wrong_or_missing_is_found() -> None:
    assert shadow.faults(ruled(5)) != []
    assert shadow.faults(ruled(10, kind=3)) != []
    without = books(*attempt(1))
    without.verdicts = ruled(10).verdicts
    assert shadow.unmarked(without) == [1]


def voided(*steps: int, points: int = 15) -> Books:
    marks = [Row(60 + n, 1, n, 5, 0, "", 2_000, points, 900) for n in steps]
    return books(*attempt(1), *attempt(2), *marks)


def test_an_annulled_attempt_is_on_no_board_and_a_restored_one_is_back() -> None:
    assert shadow.faults(voided(1)) == shadow.faults(voided(2, 1)) == []
    assert [line.contestant for line in shadow.board(voided(1), "44")] == [2]
    assert shadow.counts(voided(1), "44") == (1, 1)
    assert shadow.board(voided(1, 2), "44") == shadow.board(voided(), "44")


def test_steps_with_a_gap_or_another_score_are_found() -> None:
    assert shadow.faults(voided(2)) != []
    assert shadow.faults(voided(1, points=14)) != []


def test_equal_standings_share_a_rank_and_the_next_is_counted_on() -> None:
    counted = shadow.board(books(*attempt(2), *attempt(3, (10, 0)), *attempt(1)), "44")
    assert [(line.rank, line.contestant) for line in counted] == [(1, 1), (1, 2), (3, 3)]


def test_a_region_holds_what_is_below_it_and_nothing_beside_it() -> None:
    counted = books(*attempt(1), *attempt(2))
    assert shadow.counts(counted, "44") == (2, 2)
    assert shadow.counts(counted, "44/440") == (0, 0)
    assert shadow.board(counted, "44", "youth") == []


def test_the_audit_tells_five_kinds_of_lies_apart() -> None:
    rows = attempt(1)
    ledger = Ledger()
    for place, choice in {(1, 0): "2", (1, 1): "0"}.items():
        ledger.sent[place].add(choice)
        ledger.receipts[place].append(choice)
    assert audit(ledger, books(*rows)).clean
    assert audit(ledger, books(*rows[1:])).lost == [(1, 0)]
    assert audit(ledger, books(rows[0]._replace(choice="1"), *rows[1:])).changed == [(1, 0)]
    assert audit(ledger, books(*rows, rows[0])).twice == [(1, 0)]
    assert audit(Ledger(), books(*rows)).invented == [(1, 0), (1, 1)]
    ledger.refused.add((1, 0, 1))
    assert audit(ledger, books(*rows)).stored_though_refused == [(1, 0)]
