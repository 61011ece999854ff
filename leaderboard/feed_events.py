"""Events of the feed as server-sent events: encoded once, the same bytes to every listener."""

from dataclasses import dataclass
from zlib import crc32

import msgspec


@dataclass(frozen=True, slots=True)
class Event:
    """`mark` names what a listener has after it: what to come back with."""

    mark: str
    data: bytes


def mark(v: int, rows: bytes, *, official: bool = False) -> str:
    """Names one state of a board: its version, and a sum of its rows and of whether it is official,
    since both may change within a version and two processes may be at the same one."""
    return f"{v}-{crc32(rows, int(official)):08x}"


def parse(text: str) -> str | None:
    """A mark as a listener sent it back; None for anything that is none."""
    version, dash, total = text.partition("-")
    plain = version.isascii() and version.isdecimal() and len(version) <= 12
    known = plain and dash and len(total) == 8 and set(total) <= set("0123456789abcdef")
    return text if known else None


def event(kind: str, of: str, body: bytes) -> Event:
    """`body` is JSON, which has no line breaks of its own."""
    return Event(of, b"id: %b\nevent: %b\ndata: %b\n\n" % (of.encode(), kind.encode(), body))


def beat(*, as_of: int, late: bool) -> bytes:
    """Says that the line lives, and up to when everything that was sent is true. It has no id: it
    changes nothing about what to come back with."""
    body = msgspec.json.encode({"as_of": as_of, "late": late})
    return b"event: beat\ndata: %b\n\n" % body
