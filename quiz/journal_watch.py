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
    """One thread that looks at one line, twice a second, as long as somebody waits on it.

    A timer for each batch would start a thread each time, which beside a busy event loop may take
    longer than the batch.
    """

    def __init__(self, patience: int = PATIENCE_MS) -> None:
        self._patience = patience
        self._thread: Thread | None = None
        self._lock = Lock()
        self._due: tuple[Millis, int] | None = None

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
        with self._lock:
            self._due = Millis(clock.now() + self._patience), line.connection.fileno()
        try:
            yield
        finally:
            with self._lock:  # before the line may be closed and its number be another's
                self._due = None

    def _look(self) -> None:
        never = Event()
        while not never.wait(LOOK_S):
            with self._lock:
                if self._due is not None and clock.now() > self._due[0]:
                    _cut(self._due[1])
                    self._due = None


def _cut(number: int) -> None:
    with socket.socket(fileno=os.dup(number)) as line:
        line.shutdown(socket.SHUT_RDWR)
