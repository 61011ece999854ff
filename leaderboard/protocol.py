"""Frames of the boards' socket: types, bounds, one parser, one writer (docs/protocol.md)."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from quiz.protocol import MAX_FRAME_BYTES, Error, Malformed, Seq, fault

BoardName = Annotated[str, Meta(min_length=1, max_length=160, pattern=r"^[A-Za-z0-9_:/-]+\Z")]


class Watch(Struct, frozen=True, tag="watch", tag_field="t"):
    """Asks for a board and its changes; `seen` is the version the page shows already."""

    board: BoardName
    seen: Seq | None = None


class Unwatch(Struct, frozen=True, tag="unwatch", tag_field="t"):
    """No more frames of `board`, or of any board when it is not given."""

    board: BoardName | None = None


Incoming = Watch | Unwatch
_decoder = msgspec.json.Decoder(Watch | Unwatch)


KNOWN = frozenset({"watch", "unwatch"})


def parse(text: str | bytes) -> Incoming | Malformed:
    """The message in `text`; never raises."""
    if len(text) > MAX_FRAME_BYTES:
        return Malformed(f"frame of more than {MAX_FRAME_BYTES} bytes")
    try:
        message: Incoming = _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        return Malformed(str(error)[:200] or type(error).__name__, fault(text, KNOWN))
    return message


class BoardFrame(Struct, frozen=True, tag="board", tag_field="t"):
    """A whole board. `v` = results (人次) that it counts; `as_of` = everything up to then is in it.

    `late`: newer results may be missing. `divisor`: scores are sums, to be divided by it.
    """

    board: str
    v: int
    as_of: int
    late: bool
    official: bool
    divisor: int
    people: int
    attempts: int
    mean_x100: int | None
    rows: Raw


class ChangeFrame(Struct, frozen=True, tag="frame", tag_field="t", rename={"since": "from"}):
    """From version `from` to `v`: take out `gone` and every row of `rows`, then put each of `rows`,
    in order, at its place (from 0); ranks follow from places, `same` and `ranked`."""

    board: str
    since: int
    v: int
    as_of: int
    late: bool
    people: int
    attempts: int
    mean_x100: int | None
    gone: list[int | str]
    rows: Raw


Outgoing = BoardFrame | ChangeFrame | Error
NO_ROWS = Raw(b"[]")
_encoder = msgspec.json.Encoder()


def write(frame: Outgoing) -> bytes:
    """The frame as UTF-8 JSON."""
    return _encoder.encode(frame)


def rows(of: object) -> Raw:
    """Rows, encoded once, to be put into frames."""
    return Raw(_encoder.encode(of))


def error(code: str, message: str, *, detail: str = "", retry_ms: int = 0) -> bytes:
    """An error frame; `detail` is in English, for developers."""
    maybe: str | UnsetType = detail or UNSET
    return write(Error(code=code, message=message, detail=maybe, retry_ms=retry_ms or UNSET))
