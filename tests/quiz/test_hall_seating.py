"""Lines that come and go: whoever is back within a while was never away."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from quiz.sittings.hall_seat import HallSeat
from quiz.sittings.presence import Presence
from quiz.sittings.seating import PATIENCE_S, Seating
from tests.quiz.hall_elsewhere import Device

ATTEMPT = 7


@dataclass
class Timer:
    due: float
    act: Callable[[], None]
    off: bool = False

    def cancel(self) -> None:
        self.off = True


@dataclass
class Loop:
    """Stands in for the event loop: time passes when told."""

    now: float = 0.0
    timers: list[Timer] = field(default_factory=list)

    def call_later(self, delay: float, act: Callable[..., None], *args: Any) -> Timer:
        self.timers.append(Timer(self.now + delay, lambda: act(*args)))
        return self.timers[-1]

    def passes(self, seconds: float) -> None:
        self.now += seconds
        due = [one for one in self.timers if one.due <= self.now]
        self.timers = [one for one in self.timers if one.due > self.now]
        for one in due:
            if not one.off:
                one.act()


@dataclass
class Place:
    """A room of one person, and who was missed."""

    loop: Loop
    presence: Presence = field(default_factory=lambda: Presence(1))
    missed: list[HallSeat] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seating = Seating(self.presence, self.missed.append)

    def comes(self) -> tuple[HallSeat, Device]:
        phone = Device()
        return self.seating.sit(HallSeat(1, ATTEMPT, 1, "Mei", "440000", 0), phone), phone


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Place:
    loop = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: loop)
    return Place(loop)


def test_whoever_stays_away_is_missed_after_a_while_and_their_seat_is_let_go(place: Place) -> None:
    place.seating.leave(*place.comes())
    place.loop.passes(PATIENCE_S - 0.1)
    assert (len(place.missed), len(place.seating.seats)) == (0, 1)
    place.loop.passes(0.1)
    assert (len(place.missed), len(place.seating.seats)) == (1, 0)


def test_patience_begins_anew_each_time_a_line_drops(place: Place) -> None:
    place.seating.leave(*place.comes())
    place.loop.passes(PATIENCE_S - 1)
    place.seating.leave(*place.comes())
    place.loop.passes(PATIENCE_S - 0.1)
    assert not place.missed
    place.loop.passes(0.1)
    assert len(place.missed) == 1


def test_whoever_is_connected_has_the_seat_that_is_in_the_room(place: Place) -> None:
    """Away twice, then back for good on a seat that the second absence is not about."""
    place.seating.leave(*place.comes())
    place.loop.passes(PATIENCE_S - 1)
    place.seating.leave(*place.comes())
    place.loop.passes(2)
    seat, _ = place.comes()
    place.loop.passes(2 * PATIENCE_S)
    assert place.seating.seats[ATTEMPT] is seat
    assert (place.missed, place.presence.connected) == ([], 1)


def test_a_seat_of_a_cleared_room_takes_nobody_out_of_the_new_one(place: Place) -> None:
    place.seating.leave(*place.comes())
    place.seating.clear()
    place.loop.passes(1)
    seat, _ = place.comes()
    place.loop.passes(PATIENCE_S)
    assert (place.seating.seats, place.missed) == ({ATTEMPT: seat}, [])


def test_an_answer_on_its_way_keeps_the_seat_until_somebody_is_back(place: Place) -> None:
    seat, phone = place.comes()
    seat.writing = 0
    place.seating.leave(seat, phone)
    place.loop.passes(PATIENCE_S)
    again, _ = place.comes()
    assert again is seat
