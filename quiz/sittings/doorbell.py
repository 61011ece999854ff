"""A bell between processes: "this sitting has changed", "so many here have not answered yet".

It only ever makes things quicker. One subscription a process; ringing is done aside, bounded, and a
bell that nobody heard is healed by the look at the rows (quiz/sittings/rooms.py).
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from typing import Any

import msgspec
from django.conf import settings
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from quiz import background

log = logging.getLogger(__name__)
CHANNEL = "sittings"
# Publishing never holds anybody up; Redis that is away is asked again after a while.
RING_S = 0.2
AGAIN_S = 1.0
# Rings that wait for a Redis that is away are worthless by the time it is back.
MOST_WAITING = 50
PROCESS = secrets.token_hex(6)


class Bell(Struct, frozen=True):
    """`version`: the row of the sitting is at least there. `waiting` of `connected` phones of this
    process have not answered slot `slot` yet, and `screens` hang on it. `recount`: an answer came
    after the count.

    Written whole: with its default left out, `process` would be read as the one that reads."""

    sitting: int
    process: str = PROCESS
    version: int = 0
    slot: int = -1
    waiting: int = 0
    connected: int = 0
    screens: int = 0
    recount: bool = False


_decoder = msgspec.json.Decoder(Bell)


class Doorbell:
    """Rings and hears the bells of one process; silent where there is no Redis."""

    def __init__(self) -> None:
        self._hear: Callable[[Bell], None] = lambda _bell: None
        self._client: Redis[bytes] | None = None
        self._ringing = 0

    async def listen_for_ever(self, hear: Callable[[Bell], None]) -> None:
        """Call `hear` for every bell of another process, for ever; without Redis return at once."""
        if not settings.REDIS_URL:
            return
        self._hear = hear
        while True:
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await self._listen()
            await asyncio.sleep(AGAIN_S)

    async def _listen(self) -> None:
        self._client = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=RING_S)
        async with self._client.pubsub() as line:
            await line.subscribe(CHANNEL)
            async for said in line.listen():
                if said["type"] == "message":
                    self._heard(said["data"])

    def _heard(self, data: Any) -> None:
        try:
            bell = _decoder.decode(data)
        except msgspec.MsgspecError:
            log.warning("doorbell: what was rung is not ours")
            return
        if bell.process != PROCESS:
            self._hear(bell)

    @property
    def alone(self) -> bool:
        """Whether this process can hear no other one."""
        return self._client is None

    def ring(self, bell: Bell) -> None:
        """Tell the other processes, aside; lost when Redis is away."""
        if self._client is not None and self._ringing < MOST_WAITING:
            self._ringing += 1
            background.spawn(self._ring(self._client, bell))

    async def _ring(self, client: "Redis[bytes]", bell: Bell) -> None:
        try:
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await asyncio.wait_for(client.publish(CHANNEL, msgspec.json.encode(bell)), RING_S)
        finally:
            self._ringing -= 1


doorbell = Doorbell()
