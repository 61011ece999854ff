"""Answers encoded once and sent to all who ask: kept until what they show has changed.

What an answer shows is looked at once a tick at most, however many ask; only when it is not what
was shown before is it encoded anew. The moment up to which everything is counted moves with each
tick, so it is put in between the encoded parts when an answer is sent.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

# Stands for the moment in what is encoded. Nobody can put it into a name: it is not known.
MOMENT: Final = f"@{secrets.token_hex(12)}@"
MOST: Final = 2_000
# What is kept of encoded answers together; what they were made of takes two or three times as much.
MOST_BYTES: Final = 32_000_000


@dataclass(frozen=True, slots=True)
class Encoded:
    """The parts between which the moment stands; `tag` names what they say, but for the moment."""

    parts: tuple[bytes, ...]
    tag: str

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    def at(self, moment: str) -> bytes:
        return moment.encode().join(self.parts)


def encoded(text: str | bytes, *kind: Hashable) -> Encoded:
    """The text, in which MOMENT stands for the moment; `kind` goes into the tag with it."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    parts = tuple(data.split(MOMENT.encode()))
    digest = hashlib.sha256(repr(kind).encode() + b"\0".join(parts)).hexdigest()
    return Encoded(parts, f'W/"{digest[:32]}"')


class _Entry:
    __slots__ = ("body", "lock", "seen", "tick")

    def __init__(self) -> None:
        self.lock = Lock()
        self.tick: Hashable = None
        self.seen: Any = None
        self.body: Encoded | None = None


class Kept:
    """The answers of one process that were asked for last, at most so many and so many bytes of
    them. Safe from any thread."""

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = Lock()

    def get(
        self,
        key: Hashable,
        tick: Hashable,
        look: Callable[[], Any],
        write: Callable[[Any], Encoded],
    ) -> Encoded:
        """The answer of `key`: as it was in the same `tick`, or while `look` finds the same again.

        Of several who ask at once, one looks and writes, the others wait for it. What `look`
        raises is kept for nobody.
        """
        entry = self._entry(key)
        if entry.body is not None and entry.tick == tick:
            return entry.body
        with entry.lock:
            if entry.body is not None and entry.tick == tick:
                return entry.body
            found, body = look(), entry.body
            if body is None or found != entry.seen:
                body = write(found)
                self._keep(key, entry, body)
            entry.seen, entry.tick = found, tick
            return body

    def _keep(self, key: Hashable, entry: _Entry, body: Encoded) -> None:
        """Make room for the new answer, letting go of those that were asked for longest ago."""
        with self._lock:
            if self._entries.get(key) is entry:
                self._bytes += body.size - (entry.body.size if entry.body else 0)
            entry.body = body
            while self._bytes > self._most_bytes and len(self._entries) > 1:
                self._drop()

    def _drop(self) -> None:
        _key, entry = self._entries.popitem(last=False)
        self._bytes -= entry.body.size if entry.body else 0

    def _entry(self, key: Hashable) -> _Entry:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                entry = self._entries[key] = _Entry()
                while len(self._entries) > self._most:
                    self._drop()
            else:
                self._entries.move_to_end(key)
            return entry

    def __len__(self) -> int:
        return len(self._entries)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._bytes = 0


kept = Kept()


def named(header: str, tag: str) -> bool:
    """Whether an If-None-Match names the tag, strong or weak."""
    names = {name.strip() for name in header.split(",")}
    return tag in {name if name.startswith("W/") else f"W/{name}" for name in names}
