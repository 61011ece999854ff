"""A publication's files: packed lines, in pieces of the database, hashed while they are written.

In the database, so that one backup holds them, every process serves them, and the same triggers
guard them.
"""

import gzip
import hashlib
import io
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from leaderboard.models.results import Publication, ResultPart
from leaderboard.rules import canonical

PIECE = 1 << 20


class Writer:
    """Writes one file line by line; `told` says what the result says of it, once it is closed."""

    def __init__(self, publication: Publication, name: str) -> None:
        self._publication, self._name = publication, name
        self._buffer = io.BytesIO()
        # No name and no moment in the file: the same lines are the same bytes.
        self._packed = gzip.GzipFile("", "wb", 6, self._buffer, mtime=0)
        self._digest = hashlib.sha256()
        self._bytes = self._rows = self._pieces = 0

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: Any, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._packed.close()
            self._store()

    def line(self, value: Any) -> bytes:
        """Write one value as a line, and return it without its end."""
        text = canonical.encode(value)
        self._packed.write(text + b"\n")
        self._rows += 1
        if self._buffer.tell() >= PIECE:
            self._store()
        return text

    def told(self) -> dict[str, Any]:
        return {"sha256": self._digest.hexdigest(), "bytes": self._bytes, "rows": self._rows}

    def _store(self) -> None:
        data = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        self._digest.update(data)
        self._bytes += len(data)
        ResultPart.objects.create(
            publication=self._publication, name=self._name, number=self._pieces, data=data
        )
        self._pieces += 1


def piece(publication: int, name: str, number: int) -> bytes:
    """One piece of a file; empty behind the last one."""
    rows = ResultPart.objects.filter(publication=publication, name=name, number=number)
    return bytes(rows.values_list("data", flat=True).first() or b"")


def pieces(publication: int, name: str) -> Iterator[bytes]:
    """The file's bytes, a piece at a time; none for a file that is not there."""
    number = 0
    while found := piece(publication, name, number):
        yield found
        number += 1


def lines(publication: int, name: str) -> Iterator[bytes]:
    """The file's lines, unpacked."""
    with gzip.open(_Joined(pieces(publication, name))) as file:
        yield from file


class _Joined(io.RawIOBase):
    """Pieces read as one file."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source, self._rest = source, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self._rest = self._rest or next(self._source, b"")
        many = min(len(into), len(self._rest))
        into[:many], self._rest = self._rest[:many], self._rest[many:]
        return many
