"""The signed examples that browsers and Python both check (tests/js/results.test.js and
award-result.test.js)."""

import json
from pathlib import Path

from leaderboard.publish.script import award, checks
from leaderboard.rules import canonical
from tests.house.tree import ROOT

EXAMPLE = ROOT / "tests/protocol/result-envelope.json"


def test_the_example_is_signed() -> None:
    envelope = json.loads(Path(EXAMPLE).read_text("utf-8"))
    assert checks.signed(envelope) == []
    assert checks.canonical(envelope["body"]) == canonical.encode(envelope["body"])
    envelope["body"]["people"] += 1
    assert len(checks.signed(envelope)) == 2


def test_the_example_of_an_award_is_signed_and_right() -> None:
    path = ROOT / "tests/protocol/award-envelope.json"
    envelope = json.loads(path.read_text("utf-8"))
    assert checks.signed(envelope) == []
    assert list(award.check_scores(envelope["body"])) == []
