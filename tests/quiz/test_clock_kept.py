"""A process that follows another goes on with its clock, for a minute and on this boot only."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quiz import clock

HOUR_NS = 3_600_000_000_000


@pytest.fixture(autouse=True)
def _own_clock() -> Iterator[None]:
    """The clock of the tests stays what it is."""
    anchor = clock._clock.anchor_ns
    yield
    clock._clock.anchor_ns = anchor


def written(folder: Path, **changed: Any) -> Path:
    """What a process left whose wall clock was an hour ahead."""
    kept = folder / "clock.json"
    clock.keep(kept)
    told = json.loads(kept.read_text())
    told["anchor"] += HOUR_NS
    kept.write_text(json.dumps({**told, **changed}))
    return kept


def test_whoever_follows_at_once_goes_on(tmp_path: Path) -> None:
    before, kept = clock.now(), written(tmp_path)
    clock.go_on(kept)
    assert 0 <= clock.now() - before - HOUR_NS // 1_000_000 < 10_000


@pytest.mark.parametrize(
    "changed", [{"boot": "another"}, {"beat": 0}, {"beat": 2**63}, {"beat": "x"}]
)
def test_another_boot_or_a_long_pause_takes_the_machines_clock(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    before = clock.now()
    clock.go_on(written(tmp_path, **changed))
    assert 0 <= clock.now() - before < 10_000


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"beat": 1'])
def test_what_cannot_be_read_changes_nothing(tmp_path: Path, text: str) -> None:
    kept = tmp_path / "clock.json"
    kept.write_text(text)
    before = clock.now()
    clock.go_on(kept)
    clock.go_on(tmp_path / "missing.json")
    clock.keep(tmp_path / "no" / "folder.json")
    assert 0 <= clock.now() - before < 10_000
