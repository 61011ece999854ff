"""The stand-alone check: as people run it, and against every way to cheat that we thought of."""

import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leaderboard.publish import joined
from leaderboard.publish.script import checks
from tests.leaderboard.publish.cast import Scene
from tests.leaderboard.publish.test_publishing import stored

pytestmark = pytest.mark.slow

Json = dict[str, Any]


@pytest.fixture
def files(played: Scene, tmp_path: Path) -> dict[str, Path]:
    return stored(played.published(), tmp_path)


def run(files: dict[str, Path], *more: str) -> tuple[int, str]:
    """Run the script as it is downloaded, away from the project."""
    folder = files["result"].parent
    (folder / "verify.py").write_text(joined.script(), "utf-8")
    there = [f"--answers={files['answers']}", f"--persons={files['persons']}"]
    command = [sys.executable, "-I", "verify.py", "result.json", *there, *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.returncode, done.stdout


def test_the_script_runs_away_from_the_project_and_says_same(files: dict[str, Path]) -> None:
    assert "leaderboard." not in joined.script()
    assert run(files) == (0, "same\n")


def test_the_script_says_what_it_wants(files: dict[str, Path]) -> None:
    status, said = run(files, "--help")
    told = " ".join(said.split())
    assert status == 0
    assert "result result.json, award.json or season.json" in told
    for option, words in {
        "--answers": "answers.jsonl.gz;",
        "--persons": "persons.jsonl.gz",
        "--rests-on": "the results that",
        "--key": "the public key you trust",
    }.items():
        assert re.search(rf"{option}\b[^-]* {words}", told.partition("options:")[2])


def test_the_script_says_when_the_key_is_not_the_trusted_one(files: dict[str, Path]) -> None:
    status, said = run(files, "--key", "b" * 43 + "=")
    assert status == 1
    assert said.startswith("✗ key: ")


def test_the_script_says_what_cannot_be_read(files: dict[str, Path]) -> None:
    files["result"].write_text("{}")
    status, said = run(files)
    assert (status, said[:14]) == (2, "cannot be read")


def test_one_changed_byte_breaks_hash_and_signature(files: dict[str, Path]) -> None:
    text = files["result"].read_text("utf-8")
    files["result"].write_text(text.replace('"people":60', '"people":61', 1), "utf-8")
    said = list(checks.check(dict(files)))
    assert any(line.startswith("sha256: ") for line in said)
    assert any(line.startswith("signature: ") for line in said)


def forged(files: dict[str, Path], change: Callable[[Json], None]) -> list[str]:
    """What the check says of a result whose text was changed before it was signed."""
    envelope = json.loads(files["result"].read_text("utf-8"))
    change(envelope["body"])
    body = envelope["body"]
    lines = checks.read_lines(files["answers"])
    return [*checks.check_answers(body, lines)]


CHANGES: list[tuple[str, Callable[[Json], None]]] = [
    ("whole contest", lambda body: body.update(people=61)),
    ("whole contest", lambda body: body.update(points=body["points"] + 1)),
    ("annulled", lambda body: body.update(annulled=1)),
    ("region 440000/440100", lambda body: body["regions"][0].update(attempts=1)),
    ("region", lambda body: body["regions"][0].update(score_x100=9_999)),
    ("region", lambda body: body["regions"][0].update(rank=1)),
    ("cohort", lambda body: body["cohorts"][0].update(stated=[1, 1, 1])),
    ("answers", lambda body: body["round"]["format"].update(right=11)),
    ("standings", lambda body: body["round"]["format"].update(ties=["finished"])),
]


@pytest.mark.parametrize(("what", "change"), CHANGES)
def test_each_changed_number_is_named(
    files: dict[str, Path], what: str, change: Callable[[Json], None]
) -> None:
    assert any(line.startswith(what) for line in forged(files, change))


def test_a_changed_answer_is_named_with_its_author(files: dict[str, Path]) -> None:
    lines = list(checks.read_lines(files["answers"]))
    blank = next(line for line in lines if any(choice for _q, choice, _t in line["answers"]))
    blank["answers"] = [[q, [], took] for q, _choice, took in blank["answers"]]
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    files["answers"].write_bytes(gzip.compress(text.encode()))
    said = list(checks.check(dict(files)))
    assert any("sha256" in line for line in said)
    assert any(line.startswith(f"answers {blank['code']} try 0: score") for line in said)


def test_changed_persons_are_found(files: dict[str, Path]) -> None:
    lines = list(checks.read_lines(files["persons"]))
    lines[0]["score"] += 1
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    files["persons"].write_bytes(gzip.compress(text.encode()))
    assert any(line.startswith("persons: ") for line in checks.check(dict(files)))


def test_the_files_hashes_are_those_of_common_tools(files: dict[str, Path]) -> None:
    body = json.loads(files["result"].read_text("utf-8"))["body"]
    for name, told in body["files"].items():
        data = files[name].read_bytes()
        assert told["sha256"] == hashlib.sha256(data).hexdigest()
        assert told["bytes"] == len(data)
        assert told["rows"] == len(gzip.decompress(data).splitlines())
