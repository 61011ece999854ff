"""The signed example that browsers and Python both check (tests/js/results.test.js)."""

import json
from pathlib import Path

from leaderboard.publish.script import checks
from leaderboard.rules import canonical
from tests.house.tree import ROOT

EXAMPLE = ROOT / "tests/protocol/result-envelope.json"


def test_the_example_is_signed() -> None:
    envelope = json.loads(Path(EXAMPLE).read_text("utf-8"))
    assert checks.signed(envelope) == []
    assert checks.canonical(envelope["body"]) == canonical.encode(envelope["body"])
    envelope["body"]["people"] += 1
    assert len(checks.signed(envelope)) == 2
