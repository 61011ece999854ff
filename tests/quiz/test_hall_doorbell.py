"""The bell between processes: what one rings the others hear."""

import msgspec
import pytest

from quiz.rules.units import Millis
from quiz.sittings import doorbell as bells
from quiz.sittings.doorbell import PROCESS, Bell, Doorbell
from quiz.sittings.presence import BELIEVED_MS, Presence


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


@pytest.mark.parametrize(("at", "phones", "screens"), [(0, 8, 3), (BELIEVED_MS, 3, 1)])
def test_phones_and_screens_of_all_processes_are_counted_while_they_say_so(
    at: int, phones: int, screens: int
) -> None:
    here = Presence(7, connected=3, screens=1)
    here.heard(Bell(7, process="another", connected=5, screens=2), Millis(0))
    assert here.everywhere(Millis(at)) == phones
    assert here.screens_everywhere(Millis(at)) == screens
