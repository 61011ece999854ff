"""What phones, hosts and screens of a sitting say, and who may say and hear what.

docs/protocol.md section 9 describes the frames; what the server says is in quiz/sittings/frames.py
and desk_frames.py.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from quiz.protocol import (
    MAX_FRAME_BYTES,
    Choice,
    Echo,
    Lang,
    Malformed,
    Ping,
    Seq,
    SlotNo,
    Token,
    TookMs,
    Typed,
    fault,
)

SittingCode = Annotated[str, Meta(pattern=r"^[0-9]{6}\Z")]
ScreenCode = Annotated[str, Meta(pattern=r"^[a-z0-9]{12}\Z")]
Version = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Moment = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Name = Annotated[str, Meta(max_length=60, pattern=r"^[^\x00-\x1f\x7f-\x9f\ud800-\udfff]*\Z")]


class Enter(Struct, frozen=True, tag="enter", tag_field="t"):
    """First frame of a phone: who it is and which hall it stands in. `team` is the number of a
    team, where the sitting has teams and this person has none yet."""

    token: Token
    sitting: SittingCode
    lang: Lang = "zh-hans"
    team: Annotated[int, Meta(ge=1, le=2**53 - 1)] | None = None


class Answer(Struct, frozen=True, tag="answer", tag_field="t"):
    """One answer to the question of `slot`; `sure` stakes on it where the format has stakes.
    Sending it again is safe."""

    slot: SlotNo
    seq: Seq
    choice: Choice
    took_ms: TookMs
    text: Typed = ""
    sure: bool = False


class Host(Struct, frozen=True, tag="host", tag_field="t"):
    """First frame of a console (`remote` empty: the signed-in session says who) or of a phone used
    as a remote (`remote` = the token of its QR)."""

    sitting: SittingCode
    remote: Annotated[str, Meta(max_length=100, pattern=r"^[A-Za-z0-9_-]*\Z")] = ""
    lang: Lang = "zh-hans"


class Do(Struct, frozen=True, tag="do", tag_field="t"):
    """One command of a host, given on what it saw: `v`. `id` is chosen by the console, so that
    a command sent twice is done once. docs/protocol.md says what each `do` needs."""

    id: Annotated[str, Meta(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+\Z")]
    v: Version
    do: Annotated[str, Meta(max_length=20, pattern=r"^[a-z_]+\Z")]
    slot: SlotNo | None = None
    ms: Annotated[int, Meta(ge=0, le=600_000)] | None = None
    since: Moment | None = None
    until: Moment | None = None
    number: Annotated[int, Meta(ge=0, le=2**53 - 1)] | None = None
    kind: Annotated[str, Meta(max_length=12, pattern=r"^[a-z_]*\Z")] = ""
    keys: Annotated[list[Choice], Meta(max_length=10)] = []
    name: Name = ""
    sure: bool = False


class Screen(Struct, frozen=True, tag="screen", tag_field="t"):
    """First frame of a big screen or an overlay."""

    screen: ScreenCode
    lang: Lang = "zh-hans"


Incoming = Enter | Answer | Host | Do | Screen | Ping | Echo
_decoder = msgspec.json.Decoder(Enter | Answer | Host | Do | Screen | Ping | Echo)
KNOWN = frozenset({"enter", "answer", "host", "do", "screen", "ping", "echo"})


def parse(text: str | bytes) -> Incoming | Malformed:
    """The message in `text`; never raises."""
    if len(text) > MAX_FRAME_BYTES:
        return Malformed(f"frame of more than {MAX_FRAME_BYTES} bytes")
    try:
        message: Incoming = _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        return Malformed(str(error)[:200] or type(error).__name__, fault(text, KNOWN))
    return message


# The allow-list of frames by who hears them; a test sends every one to everybody else.
Role = Literal["phone", "host", "screen", "anonymous"]
HEARS: dict[str, frozenset[str]] = {
    "anonymous": frozenset({"error", "pong"}),
    "phone": frozenset({"entered", "stage", "unseal", "mine", "receipt", "error", "pong"}),
    "screen": frozenset({"showing", "stage", "unseal", "crowd", "board", "error", "pong"}),
    "host": frozenset(
        {"hosting", "stage", "unseal", "crowd", "board", "desk", "done", "error", "pong"}
    ),
}
SAYS: dict[str, frozenset[str]] = {
    "anonymous": frozenset({"enter", "host", "screen", "ping", "echo"}),
    "phone": frozenset({"enter", "answer", "ping", "echo"}),
    "screen": frozenset({"screen", "ping", "echo"}),
    "host": frozenset({"host", "do", "ping", "echo"}),
}
