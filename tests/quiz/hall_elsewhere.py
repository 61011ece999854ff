"""Another process that seats people of a hall: a room of its own, which hears no doorbell."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import sync_to_async

from quiz.journal.queue import Writer
from quiz.journal.record import Outcome, Record
from quiz.rules.units import Millis
from quiz.sittings import answering, entrance, rooms, store
from quiz.sittings.frames import Error, Mine, Receipt
from quiz.sittings.hall_seat import HallSeat
from quiz.sittings.protocol import Answer
from quiz.sittings.room import Room
from tests.quiz.hall_world import Hall


@dataclass(eq=False)
class Device:
    """A phone there, and what it was told."""

    lang: str = "zh-hans"
    round_trip: Millis | None = None
    said: asyncio.Queue[Mine | Receipt | Error] = field(default_factory=asyncio.Queue)

    def send(self, frame: Mine | Receipt | Error) -> None:
        self.said.put_nowait(frame)

    async def receipt(self) -> Receipt:
        """The next receipt."""
        async with asyncio.timeout(5):
            while not isinstance(frame := await self.said.get(), Receipt):
                pass
        return frame

    async def close(self, code: int) -> None:
        """Nothing here waits for it."""


@dataclass
class Elsewhere:
    """The other process of a hall, as of the row it read when it was made."""

    hall: Hall
    room: Room

    async def sit(self, token: str) -> tuple[HallSeat, Device]:
        """Somebody's phone there."""
        now = self.hall.clock.now()
        row, plan = self.room.row, self.room.plan
        found = await sync_to_async(entrance.enter)(row, plan, token, None, now)
        device = Device()
        return self.room.sit(found, device), device

    def answer(self, seat: HallSeat, device: Device, choice: int, **more: Any) -> None:
        """Their answer to the question the hall is at."""
        frame = {"seq": 2, "took_ms": 900, **more}
        answer = Answer(self.room.row.stage.slot, choice=[choice], **frame)
        answering.submit(self.room, seat, answer, self.hall.clock.now(), device)


async def elsewhere(hall: Hall) -> Elsewhere:
    row = await sync_to_async(store.by_id)(hall.sitting.pk)
    return Elsewhere(hall, await rooms._made(row))


def right(room: Room, slot: int = 0) -> int:
    """The option number that is right."""
    asked = room.paper[slot]
    return asked.offer.public.index(asked.key.places[0])


class Held:
    """A writer whose disk is slow: batches wait until it is let go on."""

    def __init__(self, writer: Writer) -> None:
        self.go_on = asyncio.Event()
        self.restarts = 0
        self._writer = writer

    def begin(self, records: Sequence[Record], stamp: Millis) -> asyncio.Future[list[Outcome]]:
        return asyncio.ensure_future(self._later(records, stamp))

    async def _later(self, records: Sequence[Record], stamp: Millis) -> list[Outcome]:
        await self.go_on.wait()
        return await self._writer.begin(records, stamp)

    async def ready(self) -> None:
        """It always is."""

    async def end(self) -> None:
        """There is nothing to let go of."""
