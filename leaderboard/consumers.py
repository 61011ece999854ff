"""Websocket edge of the boards: parse, ask `leaderboard.live`, send what comes back."""

from typing import ClassVar

from leaderboard import live, messages, protocol
from leaderboard.live import topic
from leaderboard.rules.scopes import BoardId
from quiz import languages
from quiz.hub import hub
from quiz.protocol import Malformed
from quiz.rules.units import Millis
from quiz.sockets import Rest, Socket

# A screen shows a handful; a thousand would be somebody else's work for us.
BOARDS_PER_SOCKET = 12


class BoardSocket(Socket):
    """One page that watches boards. Boards are public: it needs no token and reads no database."""

    CREDITS: ClassVar[int] = 40
    REFILL_MS: ClassVar[int] = 250

    async def opened(self) -> None:
        self._watched: set[str] = set()
        self._lang = languages.of(self.scope)

    def received(self, text: str, received_at: Millis) -> Rest:
        match protocol.parse(text):
            case protocol.Watch(board, seen):
                return self._watch(board, seen)
            case protocol.Unwatch(board):
                self._leave({board} if board else set(self._watched))
            case Malformed(reason, code):
                self._say(code, detail=reason)
        return None

    async def _watch(self, name: str, seen: int | None) -> None:
        board = live.live.find(name)
        if not live.live.ready:
            self._say("busy", detail=name, retry_ms=live.AGAIN_MS)
        elif board is None:
            self._say("no_such_board", detail=name)
        elif name not in self._watched and len(self._watched) >= BOARDS_PER_SOCKET:
            self._say("too_many_boards", detail=name)
        else:
            await self._show(name, board, seen)
            self._watched.add(name)
            hub.join(topic(name), self)

    async def _show(self, name: str, board: BoardId, seen: int | None) -> None:
        answer = await live.live.watch(board, seen)
        for data in answer:
            self.push(data)
        if not answer:
            self._say("busy", detail=name, retry_ms=live.AGAIN_MS)

    def _say(self, code: str, *, detail: str = "", retry_ms: int = 0) -> None:
        """Push an error in the language of the page."""
        words = messages.text(code, self._lang)
        self.push(protocol.error(code, words, detail=detail, retry_ms=retry_ms))

    def _leave(self, names: set[str]) -> None:
        for name in names & self._watched:
            hub.leave(topic(name), self)
        self._watched -= names

    def overspent(self) -> None:
        self._say("slow_down", retry_ms=1_000)

    def closed(self) -> None:
        if hasattr(self, "_watched"):
            self._leave(set(self._watched))
