"""Starting a web server with this project's limits: daphne by default, uvicorn for large events."""

import asyncio
import errno
import logging
import signal
import socket
import sys
from typing import Any

from django.conf import settings

from quiz import background
from quiz.journal.beside import Beside
from quiz.journal.queue import journal
from quiz.protocol import MAX_FRAME_BYTES

# A phone that stops reading may hold this much of the kernel's memory, not 2.7 MB.
SEND_BUFFER = 65_536
BACKLOG = 2_048
PING_S = 10
# daphne looks only this often whether a ping is due; it must not be due later for that.
DAPHNE_LOOKS_S = 2
STOP_S = 10
_ENDINGS = (signal.SIGTERM, signal.SIGINT)


def listen(host: str, port: int) -> socket.socket:
    """The listening socket. Raises OSError when the port is taken or not ours to take, or the host
    is not of this machine; OverflowError for a port that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    server = socket.socket(family, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    try:
        server.bind((host, port))
        server.listen(BACKLOG)
    except (OSError, OverflowError):
        server.close()
        raise
    server.setblocking(False)  # noqa: FBT003 (the socket module's own signature)
    return server


def serve(host: str, port: int) -> None:
    """Serve until a signal says stop. Exits with one clear line when the host or the port cannot
    be had."""
    try:
        listener = listen(host, port)
    except (OSError, OverflowError) as error:
        sys.exit(_refused(host, port, error))
    journal.writer = Beside()
    if settings.WEB_SERVER == "uvicorn":
        _uvicorn(listener)
    else:
        _daphne(listener)


def _refused(host: str, port: int, error: Exception) -> str:
    """Which of the two cannot be had, and why."""
    why = getattr(error, "strerror", None) or error
    if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == errno.EADDRNOTAVAIL:
        return f"地址 {host} 无法使用，请换一个：HOST=0.0.0.0 / cannot use host {host}: {why}"
    return f"端口 {port} 无法使用，请换一个：PORT=8123 / cannot use port {port}: {why}"


def _uvicorn(listener: socket.socket) -> None:
    import uvicorn

    from config.lines_uvicorn import UvicornDoor, UvicornLine

    config = uvicorn.Config(
        "config.asgi:application",
        http=UvicornDoor,
        ws=UvicornLine,
        ws_per_message_deflate=False,
        ws_max_size=MAX_FRAME_BYTES,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        timeout_graceful_shutdown=STOP_S,
        lifespan="on",
        log_config=None,  # by the root logger, like everything else
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=settings.BEHIND_PROXY,
    )
    server = uvicorn.Server(config)
    _end_feeds(server)
    server.run(sockets=[listener])


def _end_feeds(server: Any) -> None:
    """uvicorn waits for open answers before it says that it stops; those of the feed never end."""
    from leaderboard.feed import feeds

    handle = server.handle_exit

    def end(number: int, frame: Any) -> None:
        feeds.end()
        handle(number, frame)

    server.handle_exit = end


def _daphne(listener: socket.socket) -> None:
    from twisted.internet import asyncioreactor

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
    from twisted.internet import reactor as the_reactor

    from config import lifecycle
    from config.asgi import application
    from config.lines_daphne import DaphneServer

    server = DaphneServer(
        application,
        endpoints=[f"fd:fileno={listener.detach()}"],
        ping_interval=PING_S - DAPHNE_LOOKS_S,
        ping_timeout=PING_S,
        websocket_timeout=-1,
        websocket_max_message_size=MAX_FRAME_BYTES,
        websocket_max_frame_size=MAX_FRAME_BYTES,
        application_close_timeout=STOP_S,
        proxy_forwarded_address_header="X-Forwarded-For" if settings.BEHIND_PROXY else None,
        server_name="",
        signal_handlers=False,
        verbosity=0,
    )
    # Not reactor.callWhenRunning: that comes before the loop runs, when no task can be made.
    loop.call_soon(lifecycle.ensure_started)
    loop.call_soon(_end_gently, the_reactor, loop)
    loop.call_soon(_mend, server)
    logging.getLogger("daphne").setLevel(logging.ERROR)
    server.run()


def _mend(server: Any) -> None:
    """daphne makes its factories in `run` and has no setting for these."""
    from config.lines_daphne import DaphneLine, hasten

    hasten(server.http_factory)

    server.ws_factory.protocol = DaphneLine
    # Tell a client what was wrong with its frame (1002, 1007, 1009) before the line is cut.
    server.ws_factory.failByDrop = False


def _end_gently(reactor: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Have the first signal store what waits and say goodbye; a second one ends at once.

    daphne's own handler cuts every socket before anything else of a shutdown has run.
    """
    from twisted.internet.tcp import Port

    from config import lifecycle

    async def end() -> None:
        try:
            await lifecycle.stop()
        finally:
            reactor.stop()

    def begin() -> None:
        for number in _ENDINGS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)
        for port in [reader for reader in reactor.getReaders() if isinstance(reader, Port)]:
            # Whoever dials again must not land here.
            port.stopListening()  # type: ignore[no-untyped-call]
        background.spawn(end())

    for number in _ENDINGS:
        loop.add_signal_handler(number, begin)
