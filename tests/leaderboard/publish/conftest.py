"""A closed round to publish, in a folder of its own with a key of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leaderboard.publish import signing
from quiz import keys
from tests.fakes import FakeClock
from tests.leaderboard.publish import cast
from tests.leaderboard.publish.cast import LATER, Scene


@pytest.fixture
def signing_key(settings: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the key of these tests will be."""
    path = tmp_path / "signing.pem"
    settings.SIGNING_KEY_FILE = path  # type: ignore[attr-defined]
    return path


@pytest.fixture
def played(db: None, signing_key: Path, fake_clock: FakeClock) -> Iterator[Scene]:
    """Sixty people in two counties of one city and one of another."""
    fake_clock.time = LATER
    signing.make(signing_key)
    made = cast.scene()
    made.crowd(25, where=cast.WHERE[0])
    made.crowd(20, where=cast.WHERE[1], cohort="youth")
    made.crowd(15, where=cast.WHERE[2])
    yield made
    keys.refresh()
