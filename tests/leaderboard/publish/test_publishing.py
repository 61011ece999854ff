"""From a closed round to a result that anybody can check."""

import json
from pathlib import Path

from leaderboard.models import PublishedResult
from leaderboard.models.results import State
from leaderboard.publish import parts, publishing
from leaderboard.publish.script import checks
from tests.leaderboard.publish.cast import WHERE, Scene


def stored(result: PublishedResult, folder: Path) -> dict[str, Path]:
    """The three files as somebody downloads them."""
    files = {"result": folder / "result.json"}
    files["result"].write_bytes(publishing.envelope(result))
    for name in ("answers", "persons"):
        files[name] = folder / f"{name}.jsonl.gz"
        files[name].write_bytes(b"".join(parts.pieces(result.publication_id, name)))
    return files


def test_a_result_is_what_anybody_counts_from_its_answers(played: Scene, tmp_path: Path) -> None:
    result = played.published()
    body = json.loads(result.body)
    assert (body["people"], body["attempts"]) == (60, 60)
    assert list(checks.check(stored(result, tmp_path))) == []


def test_what_is_ready_has_no_fault(played: Scene) -> None:
    row = played.publication()
    assert (row.faults, row.state) == ([], State.READY)


def test_somebody_who_moved_counts_in_both_regions(played: Scene, tmp_path: Path) -> None:
    for n in range(12):
        played.play(played.people[n], skill=9, where=WHERE[2], try_no=1)
    result = played.published()
    body = json.loads(result.body)
    regions = {row["path"]: row for row in body["regions"]}
    assert body["people"] == 60
    assert regions["440000/440100"]["people"] == 45
    assert regions["440000/440300"]["people"] == 27
    assert list(checks.check(stored(result, tmp_path))) == []
