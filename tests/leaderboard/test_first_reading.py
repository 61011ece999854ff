"""While a process reads the journal for the first time, which takes minutes where there are
millions of papers, no page waits for it and nobody is shown ranks among some of them."""

import threading

import pytest
from django.db import connection
from django.test import Client

from leaderboard.projector import FIRST_MS, LATE_MS, Projector
from leaderboard.store import NotReady
from leaderboard.store_memory import MemoryShelf
from quiz.events import AttemptClosed
from quiz.journal.follow import Cursor, closed_since
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_projector import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(projector: Projector, fake_clock: FakeClock) -> Projector:
    """As in a process that has begun to read some seconds ago."""
    projector.following, projector.as_of = True, Millis(0)
    projector._began = Millis(fake_clock.now() - FIRST_MS)
    projector._whole.clear()
    return projector


@pytest.mark.parametrize(
    ("address", "status"),
    [
        *((f"/boards/GD26/{part}", 200) for part in ("", "4401/", "4401/why/", "4401/versus/")),
        *((f"/boards/GD26/{part}", 200) for part in ("4401/days/", "4401/near/1/", "census/")),
        ("/api/boards/first/persons", 503),
        ("/api/boards/first/regions", 503),
    ],
)
def test_no_page_waits_for_all_papers(
    client: Client, reading: Projector, address: str, status: int
) -> None:
    answers: list[int] = []

    def ask() -> None:
        answers.append(client.get(address).status_code)
        connection.close()

    with reading._lock:  # whoever reads holds it
        asking = threading.Thread(target=ask)
        asking.start()
        asking.join(20)
    asking.join()
    assert answers == [status]


def test_some_of_the_papers_are_no_board(stage: Scene) -> None:
    stage.close("梅", 80)
    seen: list[bool] = []

    def source(cursor: Cursor | None, limit: int) -> tuple[list[AttemptClosed], Cursor]:
        ranked = reader.catalogue.codes["first"]
        reader.settle(Millis(reader._began + FIRST_MS))  # does not wait
        with pytest.raises(NotReady):
            reader.store(ranked)
        seen.append(True)
        return closed_since(cursor, limit)

    reader = Projector(MemoryShelf(), source)
    reader.following = True
    reader.catch_up(Millis(1))
    assert seen
    assert shown(reader) == [("梅", 80, 1)]


def test_whoever_comes_in_the_first_moment_waits_for_it(stage: Scene) -> None:
    stage.close("梅", 80)
    reader = Projector(MemoryShelf())
    reader.following, reader._began = True, Millis(1)
    asking = threading.Thread(target=reader.settle, args=(Millis(1),))
    asking.start()
    assert asking.is_alive()
    reader.catch_up(Millis(2))
    asking.join(FIRST_MS / 1000)
    assert not asking.is_alive()
    assert shown(reader) == [("梅", 80, 1)]


def test_what_was_counted_before_an_odd_entry_is_shown_as_late(stage: Scene) -> None:
    stage.close("梅", 80)

    def source(cursor: Cursor | None, limit: int) -> tuple[list[AttemptClosed], Cursor]:
        if cursor is not None:
            raise ValueError("an odd entry")
        events, further = closed_since(None, limit)
        return events * limit, further  # a whole page: there is more

    reader = Projector(MemoryShelf(), source)
    reader.following = True
    assert not reader.try_to_catch_up(Millis(1))
    assert shown(reader) == [("梅", 80, 1)]
    assert reader.late(Millis(1 + LATE_MS))
