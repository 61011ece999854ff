"""Cuts the writer's line to PostgreSQL when nothing comes back on it.

A driver waits for a reply for ever. The kernel's own timeouts end it only when the other side's
kernel is gone: behind a proxy, or with PostgreSQL stopped, one batch would hold up all that follow
and no phone would hear `busy`. A cut line fails at once, and the same batch is sent again.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from quiz import clock
from quiz.rules.units import Millis

# The slowest honest batch of 4,000 rows took well under a second.
PATIENCE_MS: Final = 5_000
LOOK_S: Final = 0.5


class Watch:
    """One thread that looks at a process's lines, twice a second, as long as somebody waits on one.

    A timer for each batch would start a thread each time, which beside a busy event loop may take
    longer than the batch.
    """

    def __init__(self, patience: int = PATIENCE_MS) -> None:
        self._patience = patience
        self._thread: Thread | None = None
        self._lock = Lock()
        # When each line on which somebody waits is cut.
        self._due: dict[int, Millis] = {}

    @contextmanager
    def over(self, line: BaseDatabaseWrapper) -> Iterator[None]:
        """Cut `line` if what is inside takes longer than the patience. SQLite has none to cut."""
        if line.vendor != "postgresql":
            yield
            return
        line.ensure_connection()
        if self._thread is None:
            self._thread = Thread(target=self._look, name="journal-watch", daemon=True)
            self._thread.start()
        number = line.connection.fileno()
        with self._lock:
            self._due[number] = Millis(clock.now() + self._patience)
        try:
            yield
        finally:
            with self._lock:  # before the line may be closed and its number be another's
                self._due.pop(number, None)

    def _look(self) -> None:
        never = Event()
        while not never.wait(LOOK_S):
            self.look(clock.now())

    def look(self, now: Millis) -> None:
        """Cut every line that has been waited on for longer than the patience."""
        with self._lock:
            for number in [number for number, due in self._due.items() if now > due]:
                del self._due[number]
                _cut(number)


def _cut(number: int) -> None:
    with socket.socket(fileno=os.dup(number)) as line:
        line.shutdown(socket.SHUT_RDWR)
