"""Pictures are drawn once, few at a time, and the folder stays bounded."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from config.pages import POOL_SIZE
from leaderboard.pictures import keeping


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "drawn"


def test_a_picture_is_drawn_once(folder: Path) -> None:
    drawn: list[int] = []

    def draw() -> bytes:
        drawn.append(1)
        return b"picture"

    name = keeping.digest("poster", {"place": "广州"})
    assert [keeping.picture(name, draw) for _ in range(3)] == [b"picture"] * 3
    assert drawn == [1]
    assert [path.name for path in folder.iterdir()] == [f"{name}.png"]


def test_another_word_makes_another_picture() -> None:
    one, other = ({"rank": rank, "name": "a"} for rank in (1, 2))
    assert keeping.digest("poster", one) != keeping.digest("poster", other)
    assert keeping.digest("poster", one) != keeping.digest("card", one)
    assert keeping.digest("poster", one) == keeping.digest("poster", dict(reversed(one.items())))


def test_those_longest_unasked_for_go_when_there_is_no_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_BYTES", 250)
    for n in range(3):
        keeping.picture(f"{n}", lambda: b"x" * 100)
        for age, path in enumerate(sorted(folder.iterdir(), reverse=True)):
            os.utime(path, (1_000 - age, 1_000 - age))
    keeping.picture("0", lambda: b"y" * 100)
    assert len(list(folder.iterdir())) == 2
    assert (folder / "0.png").read_bytes() == b"y" * 100


def test_a_folder_that_cannot_be_written_shows_the_picture_all_the_same(
    folder: Path,
) -> None:
    folder.write_text("a file where the folder should be")
    assert keeping.picture("a", lambda: b"picture") == b"picture"


def test_who_comes_while_others_are_drawn_is_sent_away_to_ask_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeping, "WAIT_S", 0.01)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> bytes:
        begun.set()
        go_on.wait(5)
        return b"slow"

    thread = threading.Thread(target=keeping.picture, args=("slow", slow))
    thread.start()
    begun.wait(5)
    with pytest.raises(keeping.Busy):
        keeping.picture("other", lambda: b"other")
    go_on.set()
    thread.join()
    assert keeping.picture("other", lambda: b"other") == b"other"


def test_no_more_wait_for_their_turn_than_pages_can_spare() -> None:
    held = keeping.AT_ONCE + keeping.MOST_WAITING
    assert held < POOL_SIZE / 2
    for _ in range(held):
        assert keeping._room.acquire(blocking=False)
    with pytest.raises(keeping.Busy):
        keeping.picture("other", lambda: b"other")
    for _ in range(held):
        keeping._room.release()
    assert keeping.picture("other", lambda: b"other") == b"other"
