"""A TCP line that can be spoiled: held, swallowed, cut or struck dumb, at the byte that matters.

In front of PostgreSQL or Redis it waits for the bytes of one request; the moments before and after
a commit are then as wide as a test wants them, without any hook in the product.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Self

# How the journal's writer begins to store a batch on PostgreSQL.
STORING = b"INSERT INTO quiz_entry"
# Whoever listens, be they stopped, has a line open by then.
ACCEPTED_S = 5


class Do(Enum):
    """What happens to the request that is waited for."""

    HOLD = "it never arrives"
    SWALLOW = "it arrives, its reply does not, and the line stays open"
    CUT = "it arrives, and the line is cut in place of its reply"
    DROP = "the line is cut before it arrives"


@dataclass
class Trap:
    """Waits for `pattern` going to the server; `sprung` once it did its deed, `left` times more."""

    pattern: bytes
    do: Do
    left: int = 1
    sprung: threading.Event = field(default_factory=threading.Event)


class Line:
    """One connection through the proxy: two threads that carry bytes."""

    def __init__(self, near: socket.socket, far: socket.socket, proxy: "Toxic") -> None:
        self.near, self.far, self._proxy = near, far, proxy
        self._trap: Trap | None = None
        self._tail = b""
        for source, target, keep in ((near, far, self._there), (far, near, self._back)):
            threading.Thread(target=self._carry, args=(source, target, keep), daemon=True).start()

    def _carry(
        self, source: socket.socket, target: socket.socket, keep: Callable[[bytes], bool]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if not self._proxy.mute and keep(data):
                    time.sleep(self._proxy.delay_s)
                    target.sendall(data)
        if not self._proxy.mute:
            self.cut()

    def _there(self, data: bytes) -> bool:
        """Whether bytes for the server may go on."""
        if self._trap is not None:
            return self._trap.do is not Do.HOLD
        self._trap = self._proxy.sprung_by(self._tail + data)
        self._tail = data[-64:]
        if self._trap is None:
            return True
        if self._trap.do is Do.DROP:
            self.cut()
        if self._trap.do in (Do.DROP, Do.HOLD):
            self._trap.sprung.set()
            return False
        return True

    def _back(self, _data: bytes) -> bool:
        """Whether bytes from the server may go on."""
        if self._trap is None:
            return True
        if self._trap.do is Do.CUT:
            self.cut()
        self._trap.sprung.set()
        return False

    def cut(self) -> None:
        for end in (self.near, self.far):
            _close(end)


class Toxic:
    """A proxy on a port of its own in front of a port of this machine."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.mute = False
        # What every piece of every line waits before it goes on, either way.
        self.delay_s = 0.0
        self._trap: Trap | None = None
        self._lock = threading.Lock()
        self._lines: list[Line] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._target), timeout=ACCEPTED_S)
                except OSError:
                    near.close()
                    continue
                far.settimeout(None)
                for end in (near, far):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._lines.append(Line(near, far, self))

    def trap(self, pattern: bytes, do: Do, *, times: int = 1) -> Trap:
        """Lie in wait for the next `times` requests that hold `pattern`."""
        self._trap = Trap(pattern, do, times)
        return self._trap

    def sprung_by(self, data: bytes) -> Trap | None:
        """The trap, if `data` springs it now."""
        with self._lock:
            trap = self._trap
            if trap is None or trap.left == 0 or trap.pattern not in data:
                return None
            trap.left -= 1
            return trap

    def cut(self) -> None:
        """Cut every line; new ones are let through."""
        for line in self._lines:
            line.cut()
        self._lines.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def close(self) -> None:
        _close(self._door)
        self._accepting.join(2 * ACCEPTED_S)
        self.cut()


def _close(end: socket.socket) -> None:
    """Close, and wake the thread that reads: closing alone would leave it waiting."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
