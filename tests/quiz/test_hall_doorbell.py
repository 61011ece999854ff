"""The bell between processes: what one rings the others hear."""

import msgspec
import pytest

from quiz.sittings import doorbell as bells
from quiz.sittings.doorbell import PROCESS, Bell, Doorbell


class Line:
    """Stands in for Redis: what was said on it."""

    def __init__(self) -> None:
        self.said: list[bytes] = []

    async def publish(self, _channel: str, data: bytes) -> None:
        self.said.append(data)


@pytest.mark.parametrize("bell", [Bell(1, version=7), Bell(1, slot=2, waiting=3, connected=4)])
async def test_a_bell_names_the_process_that_rings(bell: Bell) -> None:
    line = Line()
    await Doorbell()._ring(line, bell)  # type: ignore[arg-type]
    assert msgspec.json.decode(line.said[0])["process"] == PROCESS


def test_another_process_hears_it_and_ours_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    door, heard = Doorbell(), list[Bell]()
    door._hear = heard.append
    data = msgspec.json.encode(Bell(1, slot=2, waiting=3))
    door._heard(data)
    assert not heard
    monkeypatch.setattr(bells, "PROCESS", "another")
    door._heard(data)
    assert heard == [Bell(1, PROCESS, slot=2, waiting=3)]
