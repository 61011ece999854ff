"""What a server and its writer say to each other: batches one way, outcomes the other.

A message is its length (4 bytes, big-endian) and its body in MessagePack. A batch that is stored as
it was sent, which nearly all are, is answered by a few bytes.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from msgspec import Struct, msgpack

from quiz.journal.record import AsSent, Outcome, Record, Refused, Stored, Unavailable
from quiz.rules.units import Millis

HEAD: Final = 4


class Batch(NamedTuple):
    """Records to be stored in one transaction, and the moment they are stored at."""

    records: Sequence[Record]
    stamp: Millis


class Trouble(Struct, frozen=True):
    """Why nothing was stored; a `fault` is ours, and trying again does not help."""

    message: str
    code: str = "busy"
    final: bool = False
    fault: bool = False


class Reply(Struct, frozen=True, array_like=True):
    """Outcomes of a batch by their place in it; what is not named was stored as it was sent."""

    stored: dict[int, Stored] = {}
    refused: dict[int, Refused] = {}
    trouble: Trouble | None = None


_batches = msgpack.Decoder(tuple[list[Record], Millis])
_replies = msgpack.Decoder(Reply)
_encoder = msgpack.Encoder()


def write(message: Batch | Reply) -> bytes:
    """A whole message."""
    body = _encoder.encode(message)
    return len(body).to_bytes(HEAD, "big") + body


def fits(record: Record) -> bool:
    """Whether it can be said at all: numbers of 64 bits, text without half characters."""
    try:
        _encoder.encode(record)
    except (OverflowError, ValueError):
        return False
    return True


def read_batch(body: bytes) -> Batch:
    return Batch(*_batches.decode(body))


def reply(outcomes: Sequence[Outcome]) -> Reply:
    """What has to be said of these outcomes."""
    stored: dict[int, Stored] = {}
    refused: dict[int, Refused] = {}
    for n, outcome in enumerate(outcomes):
        if isinstance(outcome, Refused):
            refused[n] = outcome
        elif isinstance(outcome, Stored):
            stored[n] = outcome
    return Reply(stored, refused)


def outcomes(batch: Batch, body: bytes | bytearray) -> list[Outcome]:
    """The outcomes that a reply means. Raises Unavailable when nothing was stored, and RuntimeError
    when that is a fault of ours."""
    said = _replies.decode(body)
    if said.trouble is not None:
        raise _raised(said.trouble)
    found: list[Outcome] = [AsSent(batch.stamp)] * len(batch.records)
    for part in (said.stored, said.refused):
        for n, outcome in part.items():
            found[n] = outcome
    return found


def _raised(trouble: Trouble) -> Exception:
    if trouble.fault:
        return RuntimeError(trouble.message)
    return Unavailable(trouble.message, code=trouble.code, final=trouble.final)
