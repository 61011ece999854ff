"""Answers that are encoded once for all who ask."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from leaderboard.public.kept import MOMENT, Encoded, Kept, encoded, named


class Desk:
    """What an answer is made of, with a count of the looks and of the writings."""

    def __init__(self, shown: object) -> None:
        self.shown = shown
        self.looks = self.writings = 0

    def look(self) -> object:
        self.looks += 1
        return self.shown

    def write(self, shown: object) -> Encoded:
        self.writings += 1
        return encoded(f"{shown}, as of {MOMENT}.")


@pytest.fixture
def ask() -> Callable[[Kept, Desk, int], bytes]:
    return lambda kept, desk, tick: kept.get("a", tick, desk.look, desk.write).at(f"{tick}")


def test_within_a_tick_nothing_is_looked_at_again(
    ask: Callable[[Kept, Desk, int], bytes],
) -> None:
    kept, desk = Kept(), Desk("three")
    assert [ask(kept, desk, 1) for _ in range(3)] == [b"three, as of 1."] * 3
    assert (desk.looks, desk.writings) == (1, 1)


def test_what_is_still_the_same_is_not_written_again_but_has_the_new_moment(
    ask: Callable[[Kept, Desk, int], bytes],
) -> None:
    kept, desk = Kept(), Desk("three")
    assert [ask(kept, desk, n) for n in (1, 2)] == [b"three, as of 1.", b"three, as of 2."]
    assert (desk.looks, desk.writings) == (2, 1)
    desk.shown = "four"
    assert ask(kept, desk, 3) == b"four, as of 3."
    assert desk.writings == 2


def test_a_tag_names_what_is_said_but_not_the_moment() -> None:
    one, other = encoded(f"a{MOMENT}b"), encoded("ab")
    assert one.tag == encoded(f"a{MOMENT}b").tag
    assert len({one.tag, other.tag, encoded(f"a{MOMENT}b", "csv").tag}) == 3
    assert named(f'"x", {one.tag}', one.tag)
    assert named(one.tag.removeprefix("W/"), one.tag)
    assert not named("", one.tag)
    assert not named(other.tag, one.tag)


def test_only_the_answers_that_were_asked_for_last_are_kept() -> None:
    kept, desk = Kept(most=3), Desk("x")
    for key in (1, 2, 3, 1, 4, 5):
        kept.get(key, 0, desk.look, desk.write)
    assert (len(kept), desk.looks) == (3, 5)
    kept.get(1, 0, desk.look, desk.write)
    assert desk.looks == 5


def test_of_many_who_ask_at_once_one_looks() -> None:
    kept, desk = Kept(), Desk("x")
    start = Barrier(8)

    def one() -> None:
        start.wait()
        kept.get("a", 1, desk.look, desk.write)

    threads = [Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (desk.looks, desk.writings) == (1, 1)


def test_a_look_that_fails_is_tried_again() -> None:
    kept, desk = Kept(), Desk("x")

    def fail() -> object:
        raise LookupError

    with pytest.raises(LookupError):
        kept.get("a", 1, fail, desk.write)
    assert kept.get("a", 1, desk.look, desk.write).parts == encoded(f"x, as of {MOMENT}.").parts


def test_large_answers_are_let_go_of_before_they_fill_the_memory() -> None:
    kept, desk = Kept(most_bytes=1_000), Desk("x" * 300)
    for key in range(9):
        kept.get(key, 0, desk.look, desk.write)
        kept.get(key, 1, desk.look, desk.write)
    assert len(kept) == 3
    assert kept._bytes <= 1_000
    kept.clear()
    assert (len(kept), kept._bytes) == (0, 0)
