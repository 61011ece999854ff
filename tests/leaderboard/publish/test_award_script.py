"""The stand-alone check of an award: run as people run it, and every part of it forged."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.publish import joined
from leaderboard.publish.script import award, checks
from leaderboard.rules.award import Basis, Facts, Weights, rows
from leaderboard.rules.balance import balance
from leaderboard.rules.rollup import Policy, Totals
from tests.leaderboard.publish import award_cast
from tests.leaderboard.publish.cast import Scene

Json = dict[str, Any]
counts = st.lists(st.integers(0, 2_000), min_size=2, max_size=6)


@given(counts)
def test_balance_is_found_twice_alike(people: list[int]) -> None:
    assert award.evenness(people) == (balance(people) or 0)


@given(counts, st.lists(st.integers(0, 30), min_size=6, max_size=6))
def test_whatever_cohort_the_unstated_are_of_the_balance_is_in_its_range(
    people: list[int], hidden: list[int]
) -> None:
    more = hidden[: len(people)]
    low, high = award.evenness_range(people, sum(more))
    true = [one + other for one, other in zip(people, more, strict=True)]
    assert low <= award.evenness(true) <= high
    if not sum(more):
        assert low == high


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.integers(10, 3_000), st.integers(0, 90), st.integers(0, 9), counts),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 100),
)
def test_scores_ranks_and_caps_are_found_twice_alike(
    said: list[tuple[int, int, int, list[int]]], reach: int
) -> None:
    weights = Weights(reach, 100 - reach, 0, 0)
    regions = [
        Facts(
            f"4/{n:02}", f"{n}", 4_000 * 9**n % 1_700_000 + 3_000, Totals(p, p, p * s), (*c,), a, 9
        )
        for n, (p, s, a, c) in enumerate(said)
    ]
    whole = Totals(*(sum(f.totals[k] for f in regions) for k in range(3)))
    found = rows(regions, Basis(whole, 100, policy=Policy(least=100)), weights)
    assert list(award.check_scores(_told(found, whole, weights))) == []


def _told(found: Any, whole: Totals, weights: Weights) -> Json:
    bands = [{"code": c, "most": m} for c, m in (("small", 299_999), ("middle", 10**6))]
    return {
        "subject": {"weights": {name: getattr(weights, name) for name in award.MEASURES}},
        "policy": {
            "shrink": 200,
            "least": 100,
            "few": 10,
            "per_cent": 90,
            "bands": [*bands, {"code": "large", "most": None}],
        },
        "full": 100,
        "divisor": 1,
        "days": list(range(10)),
        "whole": {"people": whole.people, "attempts": whole.attempts, "points": whole.points},
        "regions": [_row(row) for row in found],
    }


def _row(row: Any) -> Json:
    of = row.facts
    said = {"path": of.path, "few": False, "population": of.population, "below": []}
    said |= {"people": of.totals.people, "attempts": of.totals.attempts}
    said |= {"points": of.totals.points, "cohorts": list(of.cohorts), "unstated": 0}
    said |= {"active": of.active, "rank": row.rank, "score_x100": row.score}
    if row.rank is None:
        return said
    said |= {"band": row.band, "rate_x100": row.rate, "cap_x100": row.cap, "mean_x100": row.mean}
    return said | {
        "parts": list(row.parts),
        "gains": list(row.gains),
        "rank_in_band": row.rank_in_band,
    }


@pytest.fixture
def files(played: Scene, settings: Any, tmp_path: Path) -> dict[str, Path]:
    settings.BOARD_LEAST_PEOPLE = 10
    award_cast.award(played)
    award_cast.mixed(played)
    base = played.published()
    return award_cast.stored(award_cast.published(played), base, tmp_path)


def run(files: dict[str, Path], *more: str) -> tuple[int, str]:
    """Run the script as it is downloaded, away from the project."""
    folder = files["result"].parent
    (folder / "verify.py").write_text(joined.script(), "utf-8")
    command = [sys.executable, "-I", "verify.py", "award.json", *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.returncode, done.stdout


ALL = ("--rests-on=result.json", "--answers=answers.jsonl.gz")


@pytest.mark.slow
def test_the_script_counts_an_award_away_from_the_project(files: dict[str, Path]) -> None:
    assert run(files, *ALL) == (0, "same\n")
    status, said = run(files)
    assert (status, said[:18]) == (1, "✗ rests_on: not ch")


@pytest.mark.slow
def test_another_result_than_the_one_it_rests_on_is_named(files: dict[str, Path]) -> None:
    text = files["rests_on"].read_text("utf-8").replace('"people":90', '"people":91', 1)
    files["rests_on"].write_text(text, "utf-8")
    status, said = run(files, *ALL)
    assert status == 1
    assert "✗ rests_on sha256" in said
    assert "✗ rests_on signature" in said


CHANGES: list[tuple[str, Callable[[Json], Any]]] = [
    ("weights", lambda b: b["subject"]["weights"].update(reach=41)),
    ("region", lambda b: b["subject"]["weights"].update(reach=30, mean=30)),
    ("region .* score_x100", lambda b: b["regions"][0].update(score_x100=9_999)),
    ("region .* rank", lambda b: b["regions"][0].update(rank=2)),
    ("region .* rank_in_band", lambda b: b["regions"][1].update(rank_in_band=3)),
    ("region .* gains", lambda b: b["regions"][0]["gains"].__setitem__(1, 1)),
    ("region .* balance", lambda b: b["regions"][0]["parts"].__setitem__(1, 9_999)),
    ("region .* parts", lambda b: b["regions"][0]["parts"].__setitem__(2, 9_999)),
    ("region .* rate_x100", lambda b: b["regions"][0].update(population=39_999)),
    ("region .* cap_x100", lambda b: b["policy"].update(per_cent=40)),
    ("region .* band", lambda b: b["policy"]["bands"][0].update(most=1)),
    ("region .* people", lambda b: b["regions"][0].update(people=38)),
    ("region .* points", lambda b: b["regions"][0].update(points=1)),
    ("region .* cohorts", lambda b: b["regions"][0]["cohorts"].reverse()),
    ("region .* cohorts", lambda b: b["regions"][0].update(unstated=-1)),
    ("region .* unstated", lambda b: b["regions"][0].update(unstated=1)),
    ("region .* active", lambda b: b["regions"][0].update(active=0)),
    ("region .* below", lambda b: b["regions"][0].update(below=["1"])),
    ("whole", lambda b: b["whole"].update(points=1)),
    ("full", lambda b: b.update(full=100)),
    ("divisor", lambda b: b.update(divisor=3)),
    ("days", lambda b: b["days"].append(b["days"][-1] + 86_400_000)),
    ("days", lambda b: b["days"].__setitem__(0, b["days"][0] - 3_600_001)),
    ("journal", lambda b: b["journal"][0].update(last=1)),
    ("rests_on number", lambda b: b["rests_on"][0].update(number=7)),
    ("rests_on sha256", lambda b: b["rests_on"][0].update(sha256="0" * 64)),
    ("contest", lambda b: b["contest"].update(code="other")),
]


@pytest.mark.slow
def test_each_part_that_is_forged_is_found_and_named(files: dict[str, Path]) -> None:
    """Also when whoever forged it could sign: hash and signature are left aside here."""
    envelope = json.loads(files["result"].read_text("utf-8"))
    for what, change in CHANGES:
        body = json.loads(json.dumps(envelope["body"]))
        change(body)
        found = list(checks.check_resting(body, dict(files)))
        assert any(_named(what, line) for line in found), (what, found)


def _named(what: str, line: str) -> bool:
    start, _, end = what.partition(" .* ")
    return line.startswith(start) and (not end or f" {end}: " in line or f" {end}:" in line)
