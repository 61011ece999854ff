"""A hall for socket tests: a live round, a sitting, and people on the real consumers.

The clock is told the time; `hall.at(ms)` moves it there and has the room do what is due.
"""

import asyncio
import base64
import contextlib
import itertools
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from django.contrib.auth.models import User
from django.test import Client

from quiz.hub import hub
from quiz.models import Contest, Sitting
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.units import Millis
from quiz.sittings import closing, host, rooms
from quiz.sittings.consumers import HostSocket, PhoneSocket, ScreenSocket
from tests.fakes import MORNING, FakeClock
from tests.quiz import world

# Two questions of 20 s, announced for 3 s.
TWO = Format(
    mode=Mode.LIVE,
    questions=2,
    blueprint={"single": 2},
    question_ms=Millis(20_000),
    reveal=Reveal.EACH,
    shuffle_questions=False,
    boards=(),
    books=1,
    tries_per_day=0,
)
SOCKETS: dict[str, Any] = {"phone": PhoneSocket, "host": HostSocket, "screen": ScreenSocket}
_ids = itertools.count(1)


@dataclass
class Line:
    """One socket. Frames that nobody asked for wait in `heard`, newest last; those that came before
    a command was answered in `passed`, for who waits for one of them next."""

    socket: WebsocketCommunicator
    heard: list[dict[str, Any]] = field(default_factory=list)
    passed: deque[dict[str, Any]] = field(default_factory=deque)

    async def send(self, **frame: Any) -> None:
        await self.socket.send_to(text_data=msgspec.json.encode(frame).decode())

    async def raw(self, text: str) -> None:
        await self.socket.send_to(text_data=text)

    async def hear(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next frame of this kind with these fields; what comes before it is kept."""
        while True:
            frame = await self.next()
            if frame["t"] == kind and all(frame.get(name) == v for name, v in fields.items()):
                return frame

    async def hear_any(self, *kinds: str) -> dict[str, Any]:
        """The next frame of one of these kinds."""
        while True:
            frame = await self.next()
            if frame["t"] in kinds:
                return frame

    async def next(self) -> dict[str, Any]:
        """The next frame, whatever it is."""
        if self.passed:
            return self.passed.popleft()
        frame: dict[str, Any] = json.loads(await self.socket.receive_from(timeout=5))
        self.heard.append(frame)
        return frame

    async def until(self, kind: str, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The newest frame of this kind, once it fits: heard already, or waited for."""
        while not (found := [frame for frame in self.heard if frame["t"] == kind]) or not fits(
            found[-1]
        ):
            await self.hear(kind)
        return found[-1]

    async def quiet(self) -> list[dict[str, Any]]:
        """Everything that is on its way now."""
        found = []
        while not await self.socket.receive_nothing(timeout=0.05, interval=0.01):
            found.append(json.loads(await self.socket.receive_from(timeout=1)))
        self.heard += found
        return found

    async def closed_with(self) -> int:
        """The code the server closed with; what it said before is passed over."""
        while True:
            event = await self.socket.receive_output(timeout=5)
            if event["type"] == "websocket.close":
                return int(event["code"])

    async def hang_up(self) -> None:
        # A line that waited in vain was given up by then.
        with contextlib.suppress(asyncio.CancelledError):
            await self.socket.disconnect()


@dataclass
class Hall:
    """A sitting with its people."""

    sitting: Sitting
    clock: FakeClock
    lead_ms: int = 3_000
    lines: list[Line] = field(default_factory=list)

    async def connect(self, role: str, headers: list[tuple[bytes, bytes]] | None = None) -> Line:
        """A socket of a role that has said nothing yet."""
        app = SOCKETS[role].as_asgi()
        socket = WebsocketCommunicator(app, f"/ws/{role}/")
        socket.scope["headers"] = [(b"host", b"testserver"), *(headers or [])]
        socket.scope["client"] = ("10.0.0.1", 1234)
        connected, _ = await socket.connect()
        assert connected
        self.lines.append(Line(socket))
        return self.lines[-1]

    async def phone(self, token: str, **more: Any) -> tuple[Line, dict[str, Any]]:
        """Somebody who has entered, and what they were told."""
        line = await self.connect("phone")
        await line.send(t="enter", token=token, sitting=self.sitting.code, **more)
        return line, await line.hear("entered")

    async def host(self, cookie: str, **more: Any) -> Line:
        """A signed-in console."""
        line = await self.connect("host", [(b"cookie", cookie.encode())])
        await line.send(t="host", sitting=self.sitting.code, **more)
        await line.hear("hosting")
        return line

    async def screen(self, **more: Any) -> Line:
        line = await self.connect("screen")
        await line.send(t="screen", screen=self.sitting.screen_code, **more)
        await line.hear("showing")
        return line

    async def do(self, line: Line, do: str, **more: Any) -> dict[str, Any]:
        """A command at the version the sitting is at; the answer, done or error."""
        version = (await sync_to_async(Sitting.objects.get)(pk=self.sitting.pk)).version
        given = f"command-{next(_ids):06d}"
        await line.send(**{"t": "do", "id": given, "v": version, "do": do, **more})
        while True:
            frame: dict[str, Any] = json.loads(await line.socket.receive_from(timeout=5))
            line.heard.append(frame)
            if frame["t"] in ("done", "error") and frame.get("id") == given:
                return frame
            line.passed.append(frame)

    async def later(self, ms: int) -> None:
        """Time passes, and the room does what is due."""
        self.clock.tick(ms)
        await rooms.look(self.clock.now())

    async def close(self) -> None:
        for line in self.lines:
            await line.hang_up()
        rooms.forget_all()
        closing.forget()
        hub.forget()


def make_hall(contest: Contest, clock: FakeClock, form: Format = TWO, **more: Any) -> Hall:
    """A live round of this contest and a sitting of it, not open yet."""
    round_ = world.make_round(form, contest, code="live")
    kept = {"rehearsal": False, "teams": [], **more}
    made = host.make(round_, "决赛", None, now=Millis(MORNING), **kept)
    return Hall(made, clock, form.lead_ms)


def organiser(name: str = "lin") -> str:
    """The cookie of a signed-in host of the province."""
    user = User.objects.create_superuser(name, password="a long enough word")
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def unsealed(stage: dict[str, Any], key: str) -> dict[str, Any]:
    """The question in the box of a stage, opened with a key as any client would."""
    cipher = Cipher(ChaCha20(base64.b64decode(key), bytes(16)), mode=None).decryptor()
    opened: dict[str, Any] = json.loads(cipher.update(base64.b64decode(stage["box"])))
    return opened
