"""Entries that were counted a moment ago and come again: a follower reads an overlap."""

from collections.abc import Iterable, Sequence
from typing import Final

from quiz.events import AttemptClosed

# Forgetting one of them only costs a look at the store.
REMEMBERED: Final = 20_000


class Recent:
    """The newest entries that were counted, oldest first."""

    def __init__(self) -> None:
        self._entries: dict[int, None] = {}

    def new(self, events: Sequence[AttemptClosed]) -> Sequence[AttemptClosed]:
        """Those of the events that are not among them."""
        return [event for event in events if event.entry not in self._entries]

    def add(self, events: Iterable[AttemptClosed]) -> None:
        self._entries.update(dict.fromkeys(event.entry for event in events))
        for entry in list(self._entries)[: max(len(self._entries) - REMEMBERED, 0)]:
            del self._entries[entry]

    def clear(self) -> None:
        self._entries.clear()
