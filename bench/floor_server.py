"""`python -m bench.floor_server PORT`: a bare picows server that writes one frame to everybody."""

import asyncio
import sys

from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

from bench.frames import BROADCAST

listeners: set[WSTransport] = set()


class Listener(WSListener):
    def on_ws_connected(self, transport: WSTransport) -> None:
        listeners.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        listeners.discard(transport)


class Control(WSListener):
    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        for listener in listeners:
            listener.send(WSMsgType.TEXT, BROADCAST)


def _who(request: WSUpgradeRequest) -> WSListener:
    return Control() if b"control" in request.path else Listener()


async def main() -> None:
    server = await ws_create_server(_who, "127.0.0.1", int(sys.argv[1]), backlog=2_048)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
