"""A season as a published result: everybody's rounds, put together by anybody from their files."""

import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leaderboard.models import BoardDefinition, PublishedResult, ResultName
from leaderboard.models.results import State
from leaderboard.publish import archived, joined, official, parts, publishing
from leaderboard.publish.publishing import People
from leaderboard.publish.script import checks, season
from tests.leaderboard.publish import award_cast, season_cast
from tests.leaderboard.publish.cast import LATER, Scene

pytestmark = pytest.mark.slow
Json = dict[str, Any]


@pytest.fixture
def both(played: Scene) -> tuple[Scene, Scene]:
    made = season_cast.second(played)
    season_cast.season(played)
    return played, made


@pytest.fixture
def files(both: tuple[Scene, Scene], tmp_path: Path) -> Json:
    bases = [one.published() for one in both]
    return season_cast.stored(season_cast.published(both[0]), bases, tmp_path)


def persons(result: PublishedResult) -> list[Json]:
    return [json.loads(line) for line in parts.lines(result.publication_id, "persons")]


@pytest.mark.parametrize("best_n", [0, 1])
def test_a_season_is_what_its_rounds_come_to(both: tuple[Scene, Scene], best_n: int) -> None:
    BoardDefinition.objects.update(best_n=best_n)
    bases = [one.published() for one in both]
    result = season_cast.published(both[0])
    body = json.loads(result.body)
    assert [rest["sha256"] for rest in body["rests_on"]] == [base.sha256 for base in bases]
    assert (body["people"], body["subject"]["best_of"]) == (60, best_n)
    rows = persons(result)
    scores = [{row["code"]: row["score"] for row in persons(base)} for base in bases]
    for row in rows:
        each = [of[code] for of, code in zip(scores, row["rounds"], strict=True) if code]
        assert row["score"] == (max(each) if best_n else sum(each))
    assert [line for one in PublishedResult.objects.all() for line in archived.faults(one)] == []


def test_the_script_counts_a_season_away_from_the_project(files: Json) -> None:
    folder = files["result"].parent
    (folder / "verify.py").write_text(joined.script(), "utf-8")
    command = [sys.executable, "-I", "verify.py", "season.json", "--persons", "p.jsonl.gz"]
    command += ["--rests-on", "result0.json", "result1.json"]
    command += ["--answers", "answers0.jsonl.gz", "answers1.jsonl.gz"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "same\n", "")


def test_files_are_named_in_any_order(files: Json) -> None:
    back = {name: files[name][::-1] for name in ("rests_on", "answers")}
    assert list(checks.check({**files, **back})) == []
    assert list(checks.check({**files, "answers": back["answers"]})) == []


def test_answers_that_were_changed_are_still_held_against_their_own_round(files: Json) -> None:
    text = gzip.decompress(files["answers"][0].read_bytes()).replace(b'"try":0', b'"try": 0')
    files["answers"][0].write_bytes(gzip.compress(text))
    back = {name: files[name][::-1] for name in ("rests_on", "answers")}
    for given in (files, {**files, **back}):
        (line,) = checks.check(given)
        assert line.startswith("answers0.jsonl.gz sha256: ")


def _rows(files: Json, change: Callable[[list[Json]], Any]) -> list[str]:
    """What the check says of rows that were changed before they were signed."""
    body = json.loads(files["result"].read_text("utf-8"))["body"]
    bases = [json.loads(path.read_text("utf-8"))["body"] for path in files["rests_on"]]
    first = min(base["round"]["opens_at"] for base in bases)
    rounds = [
        season.parts_of(base["round"], first, checks.read_lines(path))
        for base, path in zip(bases, files["answers"], strict=True)
    ]
    rows = list(checks.read_lines(files["persons"]))
    change(rows)
    return list(season.check_people(body, rounds, rows))


def _swap(rows: list[Json]) -> None:
    rows[0]["rounds"], rows[5]["rounds"] = rows[5]["rounds"], rows[0]["rounds"]


CHANGES: list[tuple[str, Callable[[list[Json]], Any]]] = [
    ("season .*theirs", lambda rows: rows[0].update(score=999)),
    ("season .*theirs", lambda rows: rows[3].update(took_ms=1)),
    ("season .*theirs", lambda rows: rows[3].update(rank=1)),
    ("season .*theirs", lambda rows: rows[3].update(region="440000")),
    ("season .*counted twice", lambda rows: rows.append(rows[0])),
    ("season .*of nobody", lambda rows: rows[0].update(rounds=["f" * 16, ""])),
    ("round .*left out", lambda rows: rows.pop()),
    ("people", lambda rows: rows.pop()),
    ("season .*theirs", _swap),
    ("season .*better than", lambda rows: rows.reverse()),
]


def test_each_forged_row_is_found_and_named(files: Json) -> None:
    assert _rows(files, lambda _rows: None) == []
    for what, change in CHANGES:
        start, _, end = what.partition(" .*")
        found = _rows(files, change)
        assert any(line.startswith(start) and end in line for line in found), (what, found)


FORGED: list[tuple[str, Callable[[Json], Any]]] = [
    ("rests_on demo sha256", lambda b: b["rests_on"][0].update(sha256="0")),
    ("rests_on demo2 number", lambda b: b["rests_on"][1].update(number=9)),
    ("rests_on demo3 round", lambda b: b["rests_on"][1].update(round="demo3")),
    ("journal", lambda b: b["journal"][1].update(last=1)),
    ("ties", lambda b: b.update(ties=["finished"])),
    ("rests_on demo divisor", lambda b: b.update(divisor=2)),
    ("season", lambda b: b["subject"].update(best_of=1)),
    ("persons", lambda b: b.update(standings="0" * 64)),
    ("people", lambda b: b.update(people=59)),
]


def test_each_part_that_is_forged_is_found_and_named(files: Json) -> None:
    envelope = json.loads(files["result"].read_text("utf-8"))
    for what, change in FORGED:
        body = json.loads(json.dumps(envelope["body"]))
        change(body)
        found = list(checks.check_resting(body, files))
        assert any(line.startswith(what) for line in found), (what, found)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"formula": "mean", "who": "cities"}, "not_award"),
        ({"starts_at": 1}, "window"),
        ({"rounds": ["demo"]}, "one_round"),
        ({"cohort_id": "youth"}, "part"),
        ({"region_id": "440100"}, "part"),
    ],
)
def test_what_no_season_can_be_made_of_is_told(
    both: tuple[Scene, Scene], change: Json, code: str
) -> None:
    for one in both:
        one.published()
    BoardDefinition.objects.update(**change)
    with pytest.raises(publishing.Refusal) as found:
        season_cast.begin(both[0])
    assert found.value.code == code


def test_every_round_must_be_published_and_unchanged(both: tuple[Scene, Scene]) -> None:
    both[0].published()
    with pytest.raises(publishing.Refusal) as found:
        season_cast.begin(both[0])
    assert found.value.code == "no_base"
    both[1].published()
    row = award_cast.counted(season_cast.begin(both[0]))
    award_cast.annul_of(both[1], 20)
    with pytest.raises(publishing.Refusal):
        publishing.publish_as(row, People("lin", "chen"), LATER)
    publishing.drop(row)
    refused = award_cast.counted(season_cast.begin(both[0]))
    assert refused.state == State.REFUSED
    assert {fault["code"] for fault in refused.faults} == {"base_old"}


def test_a_correction_keeps_the_pseudonyms_and_says_who_moved(both: tuple[Scene, Scene]) -> None:
    for one in both:
        one.published()
    before = season_cast.published(both[0])
    award_cast.annul_of(both[1], 20)
    both[1].published("代答")
    after = season_cast.published(both[0], "初赛第二轮已更正")
    assert {row["code"] for row in persons(before)} == {row["code"] for row in persons(after)}
    body = json.loads(after.body)
    assert body["corrects"]["number"] == before.number
    assert body["difference"]["changed"] == 1
    official.refresh(LATER)
    assert all(official.of(one.round.pk) for one in both)


def test_the_first_rows_have_names(both: tuple[Scene, Scene]) -> None:
    for one in both:
        one.published()
    result = season_cast.published(both[0])
    named = ResultName.objects.filter(publication=result.publication_id)
    assert named.count() == 60
    there = {who.pk: who.region.path for who in both[0].people}
    assert {row.contestant_id: row.region for row in named} == there
    assert all(row["name"] for row in persons(result))


def test_no_name_of_one_part_of_the_script_hides_another_s() -> None:
    names = re.findall(r"^(?:def|class) (\w+)|^(\w+) = ", joined.script(), re.MULTILINE)
    found = Counter("".join(both) for both in names)
    assert [name for name, many in found.items() if many > 1] == []
