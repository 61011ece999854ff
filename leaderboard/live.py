"""Boards that somebody watches: one look a tick, one encoding, the same bytes to every watcher."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, TypeVar

from msgspec import Raw

from leaderboard import board as boards
from leaderboard import projector as projectors
from leaderboard import protocol
from leaderboard.board import AnyBoard
from leaderboard.projector import Projector
from leaderboard.rules import frames, ranking
from leaderboard.rules.scopes import BoardId
from leaderboard.store import StoreAway
from quiz import clock
from quiz.hub import Hub, hub

T = TypeVar("T")
RING: Final = 20
AGAIN_MS: Final = 1_000


@dataclass(slots=True)
class Live:
    """A board as its watchers have it now; `ring` holds the last changes, oldest first.

    `renamed`: rows changed within a version, so having seen it is not enough.
    """

    id: BoardId
    seen: AnyBoard | None = None
    rows: Raw = field(default_factory=lambda: protocol.NO_ROWS)
    late: bool = False
    renamed: bool = False
    ring: deque[tuple[int, int, bytes]] = field(default_factory=lambda: deque(maxlen=RING))


class LiveBoards:
    """All watched boards of this process. Used on its event loop only."""

    def __init__(self, projector: Projector, listeners: Hub) -> None:
        self._projector = projector
        self._hub = listeners
        self._live: dict[str, Live] = {}
        self._thread: ThreadPoolExecutor | None = None

    @property
    def ready(self) -> bool:
        """Whether this process knows by now which boards there are."""
        return bool(self._projector.catalogue.places)

    def find(self, name: str) -> BoardId | None:
        return self._projector.catalogue.find(name)

    async def watch(self, board: BoardId, seen: int | None) -> list[bytes]:
        """What a page that shows version `seen` (None = nothing yet) must be sent now.

        The changes it missed when they are still known, else the whole board; nothing when nothing
        can be shown yet (ask again after AGAIN_MS). Nothing is awaited after the answer is made:
        whoever joins the topic at once misses no change.
        """
        live = self._live.get(str(board))
        if live is None or live.seen is None:
            live = await self._first(board)
        return self._answer(live, seen)

    async def _first(self, board: BoardId) -> Live:
        try:
            newest = await self._call(lambda: boards.look(self._projector, board))
        except StoreAway:
            newest = None
        live = self._live.setdefault(str(board), Live(board))
        if live.seen is None and newest is not None:
            live.seen, live.rows = newest, protocol.rows(newest.rows)
            live.late = self._projector.late(clock.now())
        return live

    def _answer(self, live: Live, seen: int | None) -> list[bytes]:
        if live.seen is None:
            return []
        missed = [data for since, _v, data in live.ring if seen is not None and since >= seen]
        if seen is not None and seen == live.seen.v and not live.renamed:
            return [self._change(live, frames.difference(live.seen, live.seen))]
        if missed and any(since == seen for since, _v, _data in live.ring):
            return missed
        return [self._whole(live)]

    async def tick(self) -> None:
        """Send each watched board's change since the last tick; forget those nobody watches."""
        watched = [live for name, live in self._live.items() if self._hub.count(topic(name))]
        for name in [n for n, live in self._live.items() if live not in watched]:
            del self._live[name]
        if not watched:
            return
        try:
            looks = await self._call(lambda: [self._look(live) for live in watched])
        except StoreAway:
            looks = [live.seen for live in watched]
        for live, newest in zip(watched, looks, strict=True):
            self._send(live, newest)

    def _look(self, live: Live) -> AnyBoard | None:
        known = self._projector.catalogue.exists(live.id)
        return boards.look(self._projector, live.id) if known else live.seen

    def _send(self, live: Live, newest: AnyBoard | None) -> None:
        late = self._projector.late(clock.now())
        old = live.seen
        if newest is None or (old is not None and newest.v < old.v):
            newest = old  # nothing to show, or a generation that is not whole: never go back
        if newest is None or (newest == old and late == live.late):
            return
        self._turn(live, newest, late=late)

    def _turn(self, live: Live, newest: AnyBoard, *, late: bool) -> None:
        """Make `newest` the board that watchers have."""
        old, live.late = live.seen, late
        if newest != old:
            live.seen, live.rows = newest, protocol.rows(newest.rows)
        if old is None:
            self._broadcast(live, self._whole(live))
            return
        change = self._change(live, frames.difference(old, newest))
        if newest.v != old.v:
            live.ring.append((old.v, newest.v, change))
            live.renamed = False
        elif newest != old:
            live.ring.clear()
            live.renamed = True
        self._broadcast(live, change)

    def _broadcast(self, live: Live, data: bytes) -> None:
        name = str(live.id)
        self._hub.broadcast(topic(name), data, kind=topic(name))

    def _whole(self, live: Live) -> bytes:
        seen = live.seen
        if seen is None:
            raise LookupError(f"{live.id} has not been looked at")
        return protocol.write(
            protocol.BoardFrame(
                board=str(live.id),
                v=seen.v,
                as_of=self._projector.as_of,
                late=live.late,
                official=False,
                divisor=ranking.divisor(self._projector.catalogue.codes[live.id.round].form),
                people=seen.people,
                attempts=seen.attempts,
                mean_x100=seen.mean_x100,
                rows=live.rows,
            )
        )

    def _change(self, live: Live, frame: frames.Frame) -> bytes:  # type: ignore[type-arg]
        return protocol.write(
            protocol.ChangeFrame(
                board=str(live.id),
                since=frame.since,
                v=frame.v,
                as_of=self._projector.as_of,
                late=live.late,
                people=frame.people,
                attempts=frame.attempts,
                mean_x100=frame.mean_x100,
                gone=list(frame.gone),
                rows=protocol.rows(frame.rows) if frame.rows else protocol.NO_ROWS,
            )
        )

    async def _call(self, work: Callable[[], T]) -> T:
        """Memory is read here; Redis in one thread beside the loop, so a slow one blocks nobody."""
        if self._projector.shelf.local:
            return work()
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="boards")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def topic(name: str) -> str:
    """The hub's topic of a board."""
    return f"board:{name}"


live = LiveBoards(projectors.projector, hub)
projectors.projector.each_tick(live.tick)
