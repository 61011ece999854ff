"""Moments of the server's clock at which somebody has to look."""

import asyncio
from collections.abc import Callable, Iterable

from quiz.rules.units import Millis


class Alarms:
    """Calls `look` at the moments that were set last, each time just after it."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._timers: list[asyncio.TimerHandle] = []

    def set(self, moments: Iterable[Millis], now: Millis) -> None:
        """Look at these moments and at no others; at those that are past, at once."""
        self.clear()
        loop = asyncio.get_running_loop()
        for moment in moments:
            delay = (max(0, moment - now) + 1) / 1000
            self._timers.append(loop.call_later(delay, self._look))

    def clear(self) -> None:
        """Look no more."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
