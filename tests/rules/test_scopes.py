import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.scopes import BoardId, Scope, level, parse, scopes


def test_one_result_counts_on_three_levels_for_all_and_for_its_cohort() -> None:
    assert [str(scope) for scope in scopes("44/4401/440106", "youth", "44")] == [
        "44",
        "44:youth",
        "44/4401",
        "44/4401:youth",
        "44/4401/440106",
        "44/4401/440106:youth",
    ]


def test_nothing_counts_above_the_contests_own_region_or_outside_it() -> None:
    assert [str(s) for s in scopes("44/4401/440106", "", "44/4401")] == [
        "44/4401",
        "44/4401/440106",
    ]
    assert scopes("810000", "youth", "44") == (Scope("810000"),)


def test_a_path_holds_what_lies_below_it_and_not_what_starts_alike() -> None:
    assert Scope("44/4401").holds("44/4401/440106", "youth")
    assert Scope("44/4401").holds("44/4401", "youth")
    assert not Scope("44/4401").holds("44/44011", "youth")
    assert not Scope("44/4401", "farmers").holds("44/4401", "youth")


@pytest.mark.parametrize(
    "text",
    [
        *("", "r", "r:persons", "r:persons:", "r:teams:44", "r:persons:44:", "r:regions:44:youth"),
        *("r:persons:44/", "r:persons:/44", "r:persons:44//4401", "r:persons:44\n"),
        *("r:persons:" + "4" * 13, "r" * 25 + ":persons:44", "r:persons:４４"),
        *("r:persons:44:y:z", "r:persons:44:A B"),
    ],
)
def test_what_is_no_boards_name_is_nothing(text: str) -> None:
    assert parse(text) is None


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    parsed = parse(text)
    assert parsed is None or str(parsed) == text


@pytest.mark.parametrize("text", ["gd-2026:persons:44/4401:youth", "r:regions:44", "r:persons:44"])
def test_a_name_is_read_back_as_written(text: str) -> None:
    assert isinstance(parse(text), BoardId)
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        *(("44", "province"), ("44/4401", "city"), ("44/4401/440106", "county")),
        *(("44/4419/441900003/1", "county"), ("45", None), ("4", None)),
    ],
)
def test_the_level_of_a_region(path: str, expected: str | None) -> None:
    assert level(path, "44") == expected
