"""A read-only feed of a board's events for other people's programs, say a station's graphics.

Every event is encoded once (leaderboard/feed_events.py) and put on each listener's short queue;
who reads too slowly is sent the whole board instead of what was missed. A line ends by itself after
LONGEST_MS, so that no dead reader is written to for ever; its reader comes back with the last id.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from leaderboard import feed_events, feed_tokens, live
from leaderboard import projector as projectors
from leaderboard.feed_events import Event
from leaderboard.rules.scopes import BoardId
from quiz import clock, threads
from quiz.admission import Allowance
from quiz.rules.units import Millis

BEAT_MS: Final = 10_000
LONGEST_MS: Final = 900_000
RETRY_MS: Final = 1_000
LOOK_MS: Final = 5_000
# Events a listener may be behind; a change of a board is some hundred bytes.
MOST_WAITING: Final = 32
PER_TOKEN: Final = 250
IN_ALL: Final = 1_000


class Listener:
    """One open line. Used on the event loop only."""

    __slots__ = ("_queue", "_wake", "lost", "over", "token")

    def __init__(self, token: int) -> None:
        self.token = token
        self.lost = False
        self.over = False
        self._queue: deque[Event] = deque()
        self._wake = asyncio.Event()

    def hear(self, event: Event) -> None:
        if len(self._queue) >= MOST_WAITING:
            self._queue.clear()
            self.lost = True
        if not self.lost:
            self._queue.append(event)
        self._wake.set()

    def end(self) -> None:
        """Have the line closed as soon as it is looked at."""
        self.over = True
        self._wake.set()

    async def wait(self, ms: int) -> bool:
        """Whether something came within so many milliseconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), ms / 1000)
        came = self._wake.is_set()
        self._wake.clear()
        return came

    def take(self) -> list[Event]:
        events = list(self._queue)
        self._queue.clear()
        return events


class Feeds:
    """The open lines of this process."""

    def __init__(self) -> None:
        self._open: set[Listener] = set()
        self._tokens: Counter[int] = Counter()
        self._looked_at = Millis(0)
        # A server that died brings everybody back at once; a broken program comes back for ever.
        self._knocks = Allowance(burst=300, per_minute=300)

    def wait_ms(self, token: int, now: Millis) -> Millis:
        """Milliseconds until one more line may be opened with this token; 0 = now, and counted."""
        wait = self._knocks.wait(str(token), now)
        if not wait:
            self._knocks.spend(str(token), now)
        full = self._tokens[token] >= PER_TOKEN or len(self._open) >= IN_ALL
        return Millis(max(wait, BEAT_MS if full else 0))

    async def tick(self) -> None:
        """Close the lines whose token was revoked or is over; looked for every LOOK_MS."""
        now = clock.now()
        tokens = [token for token, lines in self._tokens.items() if lines]
        if tokens and now - self._looked_at >= LOOK_MS:
            self._looked_at = now
            self.end(await threads.run(feed_tokens.ended, tokens, now))

    def end(self, tokens: set[int] | None = None) -> None:
        """Close the lines of these tokens, or of all."""
        for listener in list(self._open):
            if tokens is None or listener.token in tokens:
                listener.end()

    async def stream(self, token: int, board: BoardId, mark: str | None) -> AsyncIterator[bytes]:
        """What a listener who was left with `mark` is sent, until the line ends."""
        listener = Listener(token)
        self._open.add(listener)
        self._tokens[token] += 1
        try:
            yield b"retry: %d\n\n" % RETRY_MS
            # Nothing is awaited between the answer and joining: no event falls in between.
            events = await live.live.resume(board, mark)
            live.live.join(board, listener)
            yield _beat() + b"".join(event.data for event in events)
            async for part in self._events(listener, board):
                yield part
        finally:
            live.live.leave(board, listener)
            self._open.discard(listener)
            self._tokens[token] -= 1

    async def _events(self, listener: Listener, board: BoardId) -> AsyncIterator[bytes]:
        ends = clock.now() + LONGEST_MS
        while not listener.over and clock.now() < ends:
            if not await listener.wait(BEAT_MS):
                yield _beat()
                continue
            events = listener.take()
            if listener.lost:
                events = await live.live.resume(board, None)
                listener.lost = False
            if events:
                yield b"".join(event.data for event in events)


def _beat() -> bytes:
    projector = projectors.projector
    return feed_events.beat(as_of=projector.as_of, late=projector.late(clock.now()))


feeds = Feeds()
