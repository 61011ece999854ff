"""Formats: what is refused and by which name, and that settings survive JSON."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz import presets
from quiz.rules import formats
from quiz.rules.formats import (
    BadFormat,
    Bonus,
    Count,
    Format,
    LateJoin,
    Mode,
    Partial,
    Reveal,
    Team,
    Tie,
)
from quiz.rules.units import Millis, Points

HALL = {"mode": "live", "reveal": "each", "shuffle_questions": False, "boards": []}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"no_such": 1}, "no_such"),
        ({3: 1}, "3"),
        ({"questions": 0}, "questions"),
        ({"questions": 101}, "questions"),
        ({"questions": True}, "questions"),
        ({"questions": 10.0}, "questions"),
        ({"questions": "10"}, "questions"),
        ({"questions": None}, "questions"),
        ({"question_ms": -1}, "question_ms"),
        ({"question_ms": 2_999}, "question_ms"),
        ({"question_ms": 600_001}, "question_ms"),
        ({"total_ms": 9_999}, "total_ms"),
        ({"question_ms": 0}, "total_ms"),
        ({"grace_ms": 2_001}, "grace_ms"),
        ({"tries_per_day": 31}, "tries_per_day"),
        ({"tries_total": 1_001}, "tries_total"),
        ({"count": "worst"}, "count"),
        ({"best_n": 3}, "best_n"),
        ({"mode": "duel"}, "mode"),
        ({"blueprint": {"knowledge": 4}}, "blueprint"),
        ({"blueprint": {"knowledge": 11, "method": -1}}, "blueprint"),
        ({"questions": 1, "blueprint": {"knowledge": True}}, "blueprint"),
        ({"blueprint": {"knowledge": "10"}}, "blueprint"),
        ({"blueprint": ["knowledge"]}, "blueprint"),
        ({"pool": "elders"}, "pool"),
        ({"cohorts": "elders"}, "cohorts"),
        ({"cohorts": [1]}, "cohorts"),
        ({"shuffle_options": "no"}, "shuffle_options"),
        ({"shuffle_questions": 1}, "shuffle_questions"),
        ({"right": 0}, "right"),
        ({"penalty": -1}, "penalty"),
        ({"blank": 10}, "blank"),
        ({"partial": "half", "right": 1}, "partial"),
        ({"partial": "per_option", "right": 9}, "partial"),
        ({"bonus_points": 1}, "bonus_points"),
        ({"bonus": "linear", "bonus_points": 1}, "bonus_points"),
        ({"bonus": "steps", "questions": 9, "bonus_points": 1}, "bonus_points"),
        (
            {"bonus": "linear", "bonus_points": 1, "questions": 9, "question_ms": 0}
            | {"total_ms": 60_000},
            "bonus_points",
        ),
        ({"ties": ["took", "took"]}, "ties"),
        ({"ties": ["luck"]}, "ties"),
        ({"boards": ["planet"]}, "boards"),
        ({"mode": "practice"}, "boards"),
        ({"bands": {"high": 101}}, "bands"),
        ({"bands": {"high": "85"}}, "bands"),
        ({"bands": {85: 85}}, "bands"),
        ({"reveal": "each"}, "reveal"),
        ({**HALL, "team": "sum"}, "team"),
        ({**HALL, "late_join": "maybe"}, "late_join"),
        ({**HALL, "lives": True}, "lives"),
        ({**HALL, "lives": 1, "audience": 3}, "audience"),
        ({**HALL, "lives": 1, "audience": "3"}, "audience"),
        ({**HALL, "lives": 1, "audience": [True]}, "audience"),
        ({**HALL, "lives": 1, "audience": [-1]}, "audience"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(BadFormat, match=f"^{named}: "):
        formats.read(settings)


@pytest.mark.parametrize("data", [[], "questions", None, 3])
def test_settings_that_are_no_names_with_values_are_refused(data: Any) -> None:
    with pytest.raises(BadFormat, match=r"^settings: "):
        formats.read(data)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"questions": 1, "question_ms": 3_000, "grace_ms": 0},
        {"questions": 100, "question_ms": 600_000, "total_ms": 7_200_000},
        {"question_ms": 0, "total_ms": 10_000},
        {"count": "mean_best", "best_n": 30},
        {"reveal": "each", "tries_total": 1},
        {"bonus": "steps", "bonus_steps": 4, "questions": 9, "bonus_points": 1},
        {"mode": "practice", "boards": [], "question_ms": 0, "reveal": "each"},
        {**HALL, "lead_ms": 10_000, "full_points_ms": 0, "bonus_quantum_ms": 1},
        {**HALL, "lives": 20, "audience": [0, 9], "late_join": "no", "question_ms": 0},
        {**HALL, "stake_win": 10, "stake_lose": 10, "team": "best_n", "team_best": 50},
    ],
)
def test_settings_at_their_bounds_are_accepted(settings: dict[str, Any]) -> None:
    assert formats.plain(formats.read(settings)).items() >= settings.items()


def test_the_speed_bonuses_of_a_paper_stay_below_one_question() -> None:
    form = Format(bonus=Bonus.LINEAR, bonus_points=Points(1), questions=9)
    assert form.full_score < 9 * 10 + form.right
    with pytest.raises(BadFormat, match="one question's points"):
        Format(bonus=Bonus.LINEAR, bonus_points=Points(1), questions=10)


def millis(least: int, most: int) -> st.SearchStrategy[Millis]:
    return st.integers(least, most).map(Millis)


FORMATS = st.builds(
    Format,
    mode=st.just(Mode.PAPER),
    questions=st.integers(1, 100),
    question_ms=millis(3_000, 600_000),
    total_ms=st.just(Millis(0)) | millis(10_000, 7_200_000),
    tries_per_day=st.integers(0, 30),
    count=st.sampled_from([Count.BEST, Count.SUM, Count.LAST]),
    pool=st.lists(st.sampled_from(["T1", "elders", "single+T4"]), unique=True).map(tuple),
    shuffle_options=st.booleans(),
    reveal=st.sampled_from([Reveal.END, Reveal.CLOSED]),
    right=st.integers(10, 100).map(Points),
    penalty=st.integers(0, 100).map(Points),
    partial=st.sampled_from(Partial),
    ties=st.permutations(list(Tie)).map(tuple),
    bands=st.dictionaries(st.sampled_from(["high", "basic"]), st.integers(0, 100)),
)


HALLS = st.builds(
    Format,
    mode=st.just(Mode.LIVE),
    questions=st.integers(3, 100),
    reveal=st.just(Reveal.EACH),
    shuffle_questions=st.just(value=False),
    boards=st.just(()),
    lead_ms=millis(0, 10_000),
    lives=st.integers(1, 20),
    stake_win=st.integers(0, 10).map(Points),
    stake_lose=st.integers(0, 10).map(Points),
    team=st.sampled_from(Team),
    audience=st.lists(st.integers(0, 2), max_size=2, unique=True).map(tuple),
    late_join=st.sampled_from(LateJoin),
    full_points_ms=millis(0, 5_000),
    bonus_quantum_ms=millis(1, 5_000),
)


@given(FORMATS | HALLS)
def test_a_format_survives_json(form: Format) -> None:
    assert formats.read(json.loads(json.dumps(formats.plain(form)))) == form


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(formats.plain(Format()))), JSON, max_size=4))
def test_whatever_json_says_it_is_a_format_or_a_bad_format(data: dict[str, Any]) -> None:
    with contextlib.suppress(BadFormat):
        form = formats.read(data)
        assert formats.read(formats.plain(form)) == form


@pytest.mark.parametrize("name", presets.presets())
def test_a_preset_survives_json(name: str) -> None:
    form = presets.presets()[name].format
    assert formats.read(json.loads(json.dumps(formats.plain(form)))) == form
