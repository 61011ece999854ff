"""Websocket edge of the boards: parse, ask `leaderboard.live`, send what comes back."""

from typing import ClassVar

from django.utils.translation import gettext as _

from leaderboard import live, protocol
from leaderboard.live import topic
from quiz.hub import hub
from quiz.protocol import Malformed
from quiz.rules.units import Millis
from quiz.sockets import Socket

# A screen shows a handful; a thousand would be somebody else's work for us.
BOARDS_PER_SOCKET = 12


class BoardSocket(Socket):
    """One page that watches boards. Boards are public: it needs no token and reads no database."""

    CREDITS: ClassVar[int] = 40
    REFILL_MS: ClassVar[int] = 250

    async def opened(self) -> None:
        self._watched: set[str] = set()

    async def received(self, text: str, received_at: Millis) -> None:
        match protocol.parse(text):
            case protocol.Watch(board, seen):
                await self._watch(board, seen)
            case protocol.Unwatch(board):
                self._leave({board} if board else set(self._watched))
            case Malformed(reason, code):
                self.push(protocol.error(code, _("无法识别的消息。"), detail=reason))

    async def _watch(self, name: str, seen: int | None) -> None:
        board = live.live.find(name)
        if not live.live.ready:
            self.push(live.live.busy())
        elif board is None:
            self.push(protocol.error("no_such_board", _("没有这个榜单。"), detail=name))
        elif name not in self._watched and len(self._watched) >= BOARDS_PER_SOCKET:
            self.push(protocol.error("too_many_boards", _("一次最多关注 12 个榜单。"), detail=name))
        else:
            for data in await live.live.watch(board, seen):
                self.push(data)
            self._watched.add(name)
            hub.join(topic(name), self)

    def _leave(self, names: set[str]) -> None:
        for name in names & self._watched:
            hub.leave(topic(name), self)
        self._watched -= names

    def overspent(self) -> None:
        self.push(protocol.error("slow_down", _("发送太快，请稍候。"), retry_ms=1_000))

    def closed(self) -> None:
        if hasattr(self, "_watched"):
            self._leave(set(self._watched))
