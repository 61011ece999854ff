"""The first look at a request for a public board: what Django answered in this tick is sent again
from the event loop, without a thread, a middleware or a view.

Only answers that everybody may have are kept, by all that they depend on: the address, the host,
the language and the wanted form. They are let go of when the boards have been looked at again. Of
many who ask for the same at once one goes on to Django, the others are sent its answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

from leaderboard import projector as projectors
from leaderboard.public.kept import named
from quiz import clock, languages

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

PATHS: Final = ("/boards/", "/api/boards/", "/api/defined/")
CHOOSE: Final = (b"accept", b"accept-language", b"cookie")
# In one tick, a quarter of a second.
MOST: Final = 1_000
MOST_BYTES: Final = 16_000_000
LARGEST: Final = 300_000


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> bytes:
        return next((value for one, value in self.headers if one.lower() == name), b"")

    @property
    def public(self) -> bool:
        """Whether anybody who asks the same may have it."""
        control = self.header(b"cache-control")
        return (
            self.status == 200 and control.startswith(b"public") and not self.header(b"set-cookie")
        )


class Front:
    """An ASGI application before another one. Used on the event loop only."""

    def __init__(self, pages: App) -> None:
        self._pages = pages
        self._tick: Hashable = None
        self._kept: dict[Hashable, Answer] = {}
        self._coming: dict[Hashable, asyncio.Future[Answer | None]] = {}
        self._bytes = 0

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        key = _key(scope, headers)
        if key is None:
            await self._pages(scope, receive, send)
            return
        self._turn()
        answer = self._kept.get(key) or await self._together(key, scope, receive)
        await _send(answer, headers.get(b"if-none-match", b"").decode("latin-1"), send)

    def _turn(self) -> None:
        """Let go of everything when the boards have been looked at again, or have grown late."""
        projector = projectors.projector
        tick = (projector.as_of, projector.late(clock.now()), projector.following)
        if tick != self._tick:
            self._tick, self._bytes = tick, 0
            self._kept.clear()

    async def _together(self, key: Hashable, scope: Any, receive: Receive) -> Answer:
        """Django's answer, asked for once by all who come meanwhile."""
        if (coming := self._coming.get(key)) is not None:
            found = await asyncio.shield(coming)
            return found or await self._ask(scope, receive)
        future = self._coming[key] = asyncio.get_running_loop().create_future()
        found, tick = None, self._tick
        try:
            answer = await self._ask(scope, receive)
            found = answer if answer.public else None
        finally:
            del self._coming[key]
            future.set_result(found)
        if found is not None and tick == self._tick:
            self._keep(key, found)
        return answer

    def _keep(self, key: Hashable, answer: Answer) -> None:
        size = len(answer.body)
        room = len(self._kept) < MOST and self._bytes + size <= MOST_BYTES
        if room and size <= LARGEST and projectors.projector.following:
            self._kept[key] = answer
            self._bytes += size

    async def _ask(self, scope: Any, receive: Receive) -> Answer:
        """The whole answer, also for those who have it already: others may not."""
        bare = [(name, value) for name, value in scope["headers"] if name != b"if-none-match"]
        parts: list[bytes] = []
        start: Message = {}

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self._pages({**scope, "headers": bare}, receive, take)
        if not start:  # who asked has gone meanwhile
            return Answer(503, [], b"")
        return Answer(start["status"], [(a, b) for a, b in start["headers"]], b"".join(parts))


def _key(scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> Hashable | None:
    """All that a public answer depends on; None for a request that may have one of its own."""
    plain = scope["method"] == "GET" and scope["path"].startswith(PATHS)
    if not plain or b"authorization" in headers or not projectors.projector.following:
        return None
    if _twice(scope):
        return None
    wanted = [headers.get(name, b"") for name in (b"host", b"x-forwarded-proto", b"accept")]
    asked = (scope["path"], scope.get("query_string", b""), scope.get("scheme"))
    return (*asked, languages.of(scope), *wanted)


def _twice(scope: Mapping[str, Any]) -> bool:
    """Whether a header by which the answer is chosen came more than once: Django reads all of them
    and the key the last, so that others would be sent a page in the asker's language."""
    names = [name for name, _value in scope["headers"] if name in CHOOSE]
    return len({*names}) < len(names)


async def _send(answer: Answer, had: str, send: Send) -> None:
    same = answer.public and named(had, answer.header(b"etag").decode("latin-1"))
    headers = answer.headers
    if same:
        headers = [(a, b) for a, b in headers if a.lower() != b"content-length"]
    status = 304 if same else answer.status
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if same else answer.body})
