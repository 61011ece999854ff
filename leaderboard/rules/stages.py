"""Whether a contest runs: what an organiser sees first is what goes on today."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

# Flags, appeals, publishing: for so long after the last closing organisers are still at it.
AFTERWARDS_MS: Final = 14 * 86_400_000
Window = tuple[int, int | None]
"""When a round opens and closes (None = never), in milliseconds."""


class Stage(IntEnum):
    """In the order in which contests are shown."""

    RUNNING = 0
    OVER = 1
    AHEAD = 2


def stage(windows: Iterable[Window], now: int) -> Stage:
    """The stage of a contest by the windows of its rounds: it runs from the first opening to the
    last closing and two weeks more, also on days between two rounds. One without rounds is
    ahead."""
    found = list(windows)
    if not found or now < min(opens for opens, _closes in found):
        return Stage.AHEAD
    over = all(closes is not None and closes + AFTERWARDS_MS <= now for _opens, closes in found)
    return Stage.OVER if over else Stage.RUNNING
