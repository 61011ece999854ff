"""Phones of the load client: thin picows listeners, so that the client is never what is measured.

They know what frames look like but do not parse them, except once for the attempt's number.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, TypeVar

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.frames import ROUND, token

P = TypeVar("P", bound="Phone")
AT_ONCE = 64
OPENING_S = 90


class Phone(WSListener):
    """A connection; `gone` once it is not any more."""

    transport: WSTransport
    gone = False

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.gone = True

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self.heard(frame)

    def heard(self, frame: WSFrame) -> None:
        """A text frame came."""

    def say(self, text: bytes | str) -> None:
        self.transport.send(WSMsgType.TEXT, text.encode() if isinstance(text, str) else text)


class Asker(Phone):
    """The control connection: asks, and may wait for an answer."""

    def __init__(self) -> None:
        self._answer: asyncio.Future[Any] | None = None

    def heard(self, frame: WSFrame) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(json.loads(frame.get_payload_as_bytes()))

    async def ask(self, text: str) -> Any:
        self._answer = asyncio.get_running_loop().create_future()
        self.say(text)
        return await asyncio.wait_for(self._answer, 30)


class Gathering:
    """Counts frames of a crowd; `last` is when the newest came."""

    def __init__(self) -> None:
        self.seen = 0
        self.last = 0.0
        self._wanted = 0
        self._all = asyncio.Event()

    def expect(self, count: int) -> None:
        self.seen, self._wanted = 0, count
        self._all.clear()

    def one(self) -> None:
        self.seen += 1
        if self.seen == self._wanted:
            self.last = perf_counter()
            self._all.set()

    async def all(self, limit_s: float) -> bool:
        """Whether as many came as expected, in time."""
        try:
            await asyncio.wait_for(self._all.wait(), limit_s)
        except TimeoutError:
            return False
        return True


class Hearer(Phone):
    """Only counts what it hears."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering

    def heard(self, frame: WSFrame) -> None:
        self._gathering.one()


class Answerer(Phone):
    """Plays one attempt: each receipt is followed by the next answer while `on` says so."""

    def __init__(self, number: int, questions: int, ready: Gathering, *, joins: bool) -> None:
        self._number = number
        self._questions = questions
        self._ready = ready
        self._joins = joins
        self._attempt = 10**9 + number
        self._slot = -1
        self._sent_at = 0.0
        self.on = False
        self.waits: list[float] = []
        self.bytes_in = 0
        self.refused = ""

    def on_ws_connected(self, transport: WSTransport) -> None:
        super().on_ws_connected(transport)
        if self._joins:
            self.say(json.dumps({"t": "hello", "token": token(self._number), "round": ROUND}))
        else:
            self._ready.one()

    def heard(self, frame: WSFrame) -> None:
        data = frame.get_payload_as_bytes()
        if b'"t":"receipt"' in data or b'"t": "receipt"' in data:
            self._receipted(data)
        elif data.startswith(b'{"t":"welcome"'):
            self.say('{"t":"open","try_no":0}')
        elif data.startswith(b'{"t":"opened"'):
            self._attempt = json.loads(data)["attempt"]["attempt"]
            self._ready.one()
        else:
            self.refused = data.decode()[:200]

    def _receipted(self, data: bytes) -> None:
        self.waits.append(perf_counter() - self._sent_at)
        self.bytes_in += len(data)
        if b'"counts":true' not in data and b'"counts": true' not in data:
            self.refused = data.decode()[:200]
        if self.on:
            self.answer()

    def answer(self) -> None:
        """Answer the next question, if there is one."""
        self._slot += 1
        if self._slot == self._questions:
            return
        self._sent_at = perf_counter()
        self.say(
            f'{{"t":"answer","attempt":{self._attempt},"slot":{self._slot},"seq":{self._slot},'
            '"choice":[0],"took_ms":900}'
        )


async def crowd(make: Callable[[int], P], url: str, numbers: Sequence[int]) -> list[P]:
    """Phones that are connected, a few handshakes at a time."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> P:
        async with turn:
            phone = make(number)
            await ws_connect(lambda: phone, url, websocket_handshake_timeout=OPENING_S)
            return phone

    return list(await asyncio.gather(*(one(number) for number in numbers)))


async def leave(phones: Sequence[Phone]) -> None:
    """Hang up and wait until all are gone."""
    for phone in phones:
        if not phone.gone:
            phone.transport.send_close()
            phone.transport.disconnect()
    await asyncio.gather(*(phone.transport.wait_disconnected() for phone in phones))
