"""The line to a server's writer: one process of its own, from its start to its end."""

import asyncio
import contextlib
from collections import deque
from typing import Any, Final

from msgspec import Struct

from quiz.journal import wire
from quiz.journal.record import Outcome, Unavailable
from quiz.journal.wire import HEAD, Batch

# A batch gives up by itself before: 5 s for a lock or a silent line, 3 s for dialling again.
PATIENCE_S: Final = 20.0
# An idle writer ends as soon as it hears that its server does.
GOODBYE_S: Final = 2.0


class Asked(Struct, frozen=True):
    """A batch that was sent, and who waits for its outcomes."""

    batch: Batch
    answer: asyncio.Future[list[Outcome]]
    patience: asyncio.TimerHandle


class Line(asyncio.SubprocessProtocol):
    """What is said to one writer, and what it answers."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.gone: asyncio.Future[None] = loop.create_future()
        self._loop = loop
        self._asked: deque[Asked] = deque()
        self._said = bytearray()
        self._process: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._process = transport

    @property
    def pid(self) -> int:
        return int(self._process.get_pid())

    def commit(self, batch: Batch) -> asyncio.Future[list[Outcome]]:
        """Send a batch now; outcomes come in the order of the batches. Raises OverflowError or
        ValueError for numbers and texts that cannot be said."""
        said = wire.write(batch)
        answer = self._loop.create_future()
        patience = self._loop.call_later(PATIENCE_S, self.kill)
        self._asked.append(Asked(batch, answer, patience))
        with contextlib.suppress(RuntimeError):  # it has just ended: `connection_lost` comes next
            self._process.get_pipe_transport(0).write(said)
        return answer

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self._said += data
        while len(self._said) >= HEAD:
            end = HEAD + int.from_bytes(self._said[:HEAD], "big")
            if len(self._said) < end:
                return
            self._heard(self._said[HEAD:end])
            del self._said[:end]

    def _heard(self, body: bytearray) -> None:
        asked = self._asked.popleft()
        asked.patience.cancel()
        if asked.answer.done():  # whoever waited was stopped
            return
        try:
            asked.answer.set_result(wire.outcomes(asked.batch, body))
        except (Unavailable, RuntimeError) as error:
            asked.answer.set_exception(error)

    def connection_lost(self, _error: Exception | None) -> None:
        """The process has ended and all that it said was heard: what is open is sent again."""
        self.gone.set_result(None)
        self._process.close()
        for asked in self._asked:
            asked.patience.cancel()
            if not asked.answer.done():
                asked.answer.set_exception(Unavailable("the writer's process ended"))
        self._asked.clear()

    def kill(self) -> None:
        """End it at once, also in the middle of a batch: a transaction is whole or not at all."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """Let an idle writer put its things away, but wait for nothing longer."""
        if self._asked:
            self.kill()
        self._process.get_pipe_transport(0).close()
        await asyncio.wait([self.gone], timeout=GOODBYE_S)
        self.kill()
