"""Boards that somebody watches: one look a tick, one encoding, the same bytes to every watcher."""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from msgspec import Raw

from leaderboard import board as boards
from leaderboard import feed_events, live_defined, protocol
from leaderboard import projector as projectors
from leaderboard.board import AnyBoard
from leaderboard.feed_events import Event
from leaderboard.officially import covered
from leaderboard.projector import Projector
from leaderboard.rules import frames, ranking
from leaderboard.rules.scopes import BoardId
from leaderboard.store import NotReady, StoreAway
from quiz import clock
from quiz.hub import Hub, hub

T = TypeVar("T")
RING: Final = 20
AGAIN_MS: Final = 1_000


class Listener(Protocol):
    """Somebody who hears a board's events beside the sockets. Never waited for."""

    def hear(self, event: Event) -> None:
        """Take the event, or note that it was missed."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of a board: from version `since`, named `before`, and what was sent for it."""

    since: int
    before: str
    data: bytes
    event: Event


@dataclass(slots=True)
class Live:
    """A board as its watchers have it now; `ring` holds the last changes, oldest first, `mark`
    names what they lead to.

    `renamed`: rows changed within a version, so having seen it is not enough. `ground` is what the
    board is made from: the format and the cut of a round, the definition of a defined one.
    """

    id: BoardId
    seen: AnyBoard | None = None
    rows: Raw = field(default_factory=lambda: protocol.NO_ROWS)
    late: bool = False
    official: bool = False
    renamed: bool = False
    mark: str = ""
    ground: Hashable = None
    ring: deque[Turn] = field(default_factory=lambda: deque(maxlen=RING))

    def turn(self, seen: AnyBoard, rows: Raw) -> None:
        """Show another state."""
        self.seen, self.rows = seen, rows
        self.mark = feed_events.mark(seen.v, bytes(rows), official=self.official)


class LiveBoards:
    """All watched boards of this process. Used on its event loop only."""

    def __init__(self, projector: Projector, listeners: Hub) -> None:
        self._projector = projector
        self._hub = listeners
        self._live: dict[str, Live] = {}
        self._listeners: dict[str, set[Listener]] = {}
        self._thread: ThreadPoolExecutor | None = None

    @property
    def ready(self) -> bool:
        """Whether this process knows by now which boards there are."""
        return bool(self._projector.catalogue.places)

    def find(self, name: str) -> BoardId | None:
        known = self._projector.catalogue
        return known.find(name) or live_defined.find(known, name)

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

    async def resume(self, board: BoardId, mark: str | None) -> list[Event]:
        """The same for a listener who was left with what `mark` names (None = with nothing)."""
        live = self._live.get(str(board))
        if live is None or live.seen is None:
            live = await self._first(board)
        if live.seen is None:
            return []
        if mark == live.mark:
            return []
        turns = list(live.ring)
        for n, turn in enumerate(turns):
            if turn.before == mark:
                return [one.event for one in turns[n:]]
        return [feed_events.event("board", live.mark, self._whole(live))]

    def join(self, board: BoardId, listener: Listener) -> None:
        self._listeners.setdefault(str(board), set()).add(listener)

    def leave(self, board: BoardId, listener: Listener) -> None:
        those = self._listeners.get(str(board), set())
        those.discard(listener)
        if not those:
            self._listeners.pop(str(board), None)

    def _watched(self, name: str) -> bool:
        return name in self._listeners or bool(self._hub.count(topic(name)))

    async def _first(self, board: BoardId) -> Live:
        try:
            newest, official = await self._call(lambda: self._seen(board))
        except StoreAway:
            newest, official = None, False
        live = self._live.setdefault(str(board), Live(board))
        if live.seen is None and newest is not None:
            live.ground, live.official = self._ground(live), official
            live.turn(newest, protocol.rows(newest.rows))
            live.late = self._projector.late(clock.now())
        return live

    def _seen(self, board: BoardId) -> tuple[AnyBoard, bool]:
        """The board, and whether it is what was published."""
        known = self._projector.catalogue
        if board.kind == live_defined.KIND:
            found = live_defined.look(self._projector, board)
            return found, live_defined.official(self._projector, board)
        ranked = known.codes[board.round]
        return boards.look(self._projector, board), covered(self._projector, ranked)

    def _ground(self, live: Live) -> Hashable:
        known = self._projector.catalogue
        if live.id.kind == live_defined.KIND:
            return live_defined.ground(known, live.id)
        ranked = known.codes.get(live.id.round)
        return (ranked.mould, self._projector.stands_at(ranked)) if ranked else None

    def _answer(self, live: Live, seen: int | None) -> list[bytes]:
        if live.seen is None:
            return []
        missed = [turn.data for turn in live.ring if seen is not None and turn.since >= seen]
        if seen is not None and seen == live.seen.v and not live.renamed:
            return [self._change(live, frames.difference(live.seen, live.seen))]
        if missed and any(turn.since == seen for turn in live.ring):
            return missed
        return [self._whole(live)]

    async def tick(self) -> None:
        """Send each watched board's change since the last tick; forget those nobody watches."""
        watched = [live for name, live in self._live.items() if self._watched(name)]
        for name in [n for n, live in self._live.items() if live not in watched]:
            del self._live[name]
        if not watched:
            return
        try:
            looks = await self._call(lambda: [self._look(live) for live in watched])
        except StoreAway:
            looks = [(live.seen, live.official) for live in watched]
        for live, (newest, official) in zip(watched, looks, strict=True):
            self._send(live, newest, official=official)

    def _look(self, live: Live) -> tuple[AnyBoard | None, bool]:
        if self.find(str(live.id)) is None:
            return live.seen, live.official
        try:
            return self._seen(live.id)
        except NotReady:  # of several boards one may be away alone
            return live.seen, live.official

    def _send(self, live: Live, newest: AnyBoard | None, *, official: bool) -> None:
        late = self._projector.late(clock.now())
        old, ground = live.seen, self._ground(live)
        frozen = ground != live.ground  # or let go: then even fewer results are the truth
        if newest is None or (old is not None and newest.v < old.v and not frozen):
            newest = old  # nothing to show, or a generation that is not whole: never go back
        else:
            live.ground = ground
        if newest is None or (newest == old and (late, official) == (live.late, live.official)):
            return
        self._turn(live, newest, late=late, official=official)

    def _turn(self, live: Live, newest: AnyBoard, *, late: bool, official: bool) -> None:
        """Make `newest` the board that watchers have."""
        old, before = live.seen, live.mark
        turned = official != live.official
        live.late, live.official = late, official
        if newest != old or turned:
            live.turn(newest, protocol.rows(newest.rows))
        if old is None or turned:  # no change says whether a board is official
            live.ring.clear()
            data = self._whole(live)
            self._broadcast(live, data, feed_events.event("board", live.mark, data))
            return
        change = self._change(live, frames.difference(old, newest))
        event = feed_events.event("frame", live.mark, change)
        if newest.v < old.v:
            live.ring.clear()
        elif newest.v != old.v:
            live.ring.append(Turn(old.v, before, change, event))
            live.renamed = False
        elif newest != old:
            live.ring.clear()
            live.renamed = True
        self._broadcast(live, change, event)

    def _broadcast(self, live: Live, data: bytes, event: Event) -> None:
        name = str(live.id)
        self._hub.broadcast(topic(name), data, kind=topic(name))
        for listener in self._listeners.get(name, ()):
            listener.hear(event)

    def _divisor(self, live: Live) -> int:
        known = self._projector.catalogue
        if live.id.kind == live_defined.KIND:
            return live_defined.divisor(known, live.id)
        return ranking.divisor(known.codes[live.id.round].form)

    def _as_of(self, live: Live) -> int:
        if live.id.kind == live_defined.KIND:
            return live_defined.as_of(self._projector, live.id)
        return self._projector.public_as_of(self._projector.catalogue.codes[live.id.round])

    def _whole(self, live: Live) -> bytes:
        seen = live.seen
        if seen is None:
            raise LookupError(f"{live.id} has not been looked at")
        return protocol.write(
            protocol.BoardFrame(
                board=str(live.id),
                v=seen.v,
                as_of=self._as_of(live),
                late=live.late,
                official=live.official,
                divisor=self._divisor(live),
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
                as_of=self._as_of(live),
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
