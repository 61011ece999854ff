"""Every frame between a phone and the server: its type, its bounds, one parser, one writer.

docs/protocol.md describes them; tests/protocol/ holds one example of each. Version 1.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

VERSION = 1
MAX_FRAME_BYTES = 16_384

Id = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Seq = Annotated[int, Meta(ge=0, le=2**31 - 1)]
SlotNo = Annotated[int, Meta(ge=0, le=99)]
TookMs = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Moment = Annotated[int, Meta(ge=0, le=2**53 - 1)]
OptionNo = Annotated[int, Meta(ge=-(10**9), le=10**9)]
Choice = Annotated[list[OptionNo], Meta(max_length=10)]
# No control character: PostgreSQL refuses NUL, and half of a pair is no text.
Typed = Annotated[str, Meta(max_length=60, pattern=r"^[^\x00-\x1f\x7f-\x9f\ud800-\udfff]*\Z")]
Token = Annotated[str, Meta(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+\Z")]
Code = Annotated[str, Meta(min_length=1, max_length=24, pattern=r"^[A-Za-z0-9_-]+\Z")]
Lang = Literal["zh-hans", "zh-hant", "en"]


class Close:
    """Close codes of our own; the phone acts on them (docs/protocol.md, "Closing")."""

    MALFORMED = 1008
    RESTART = 1012
    SLOW_READER = 4408
    NO_TOKEN = 4401
    ELSEWHERE = 4409
    MOVED = 4410


# What a token that lets nobody in closes the line with.
SHUT_OUT = {"no_token": Close.NO_TOKEN, "moved": Close.MOVED}


class Hello(Struct, frozen=True, tag="hello", tag_field="t"):
    """First frame of a phone: who it is, which round it plays. Answered by welcome."""

    token: Token
    round: Code
    lang: Lang = "zh-hans"


class Open(Struct, frozen=True, tag="open", tag_field="t"):
    """Opens attempt number `try_no` (from 0), or continues it if it is open already."""

    try_no: Seq


class Answer(Struct, frozen=True, gc=False, tag="answer", tag_field="t"):
    """One answer: option numbers as sent, or the text that was typed; none = left blank. Sending it
    again is safe."""

    attempt: Id
    slot: SlotNo
    seq: Seq
    choice: Choice
    took_ms: TookMs
    text: Typed = ""


class Next(Struct, frozen=True, tag="next", tag_field="t"):
    """Asks for the question of `slot` in a format that reveals each key before going on."""

    attempt: Id
    slot: SlotNo


class Ping(Struct, frozen=True, tag="ping", tag_field="t"):
    """`c` is the phone's own clock; it comes back in the pong."""

    c: Moment


class Echo(Struct, frozen=True, tag="echo", tag_field="t"):
    """Sent at once on a pong, with its `n`: so the server measures the round trip itself."""

    n: Seq


Incoming = Hello | Open | Answer | Next | Ping | Echo


class Malformed(Struct, frozen=True):
    """A frame that is none of the above; `reason` says what and where, in English."""

    reason: str
    code: str = "malformed"


_decoder = msgspec.json.Decoder(Hello | Open | Answer | Next | Ping | Echo)
_TAG_PROBE = msgspec.json.Decoder(dict[str, Any])
KNOWN = frozenset({"hello", "open", "answer", "next", "ping", "echo"})


def parse(text: str | bytes) -> Incoming | Malformed:
    """The message in `text`; never raises. Of a repeated key the last wins, but none may be wrong,
    and `t` is the same each time."""
    if len(text) > MAX_FRAME_BYTES:
        return Malformed(f"frame of more than {MAX_FRAME_BYTES} bytes")
    try:
        message: Incoming = _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        return Malformed(str(error)[:200] or type(error).__name__, fault(text, KNOWN))
    return message


def fault(text: str | bytes, known: frozenset[str]) -> str:
    """What a frame is refused as: `unknown_type` when its `t` is a text that is none of `known`,
    else `malformed`, also without a `t`. The same on every socket."""
    try:
        tag = _TAG_PROBE.decode(text).get("t")
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return "malformed"
    return "unknown_type" if isinstance(tag, str) and tag not in known else "malformed"


class Shown(Struct, frozen=True, gc=False):
    """A question as a phone may see it. `q` is encoded once per version and language, without any
    key; `order` is this person's order of the option numbers, `target_order` of the targets of a
    matching."""

    attempt: int
    slot: int
    of: int
    opened_at: int
    closes_at: int | None
    left_ms: int | None
    order: tuple[int, ...]
    q: Raw
    target_order: list[int] | UnsetType = UNSET


class Ruled(Struct, frozen=True):
    """A ruling on a question: what it says ("new_key", "accept", "void_all", "void_none",
    "restore"), its public note, and the keys that count in numbers of the wire."""

    kind: str
    note: str
    keys: list[list[int]]


class Revealed(Struct, frozen=True):
    """Key, explanation and source of an answered question, where the format shows them now. What is
    right in a short text are `accepted` forms, in a hotspot `areas`; their `key` is empty. `rich`
    holds the tree of `why`. After a ruling all of these follow it."""

    key: list[int]
    points: int
    why: str
    source: str
    accepted: list[str] | UnsetType = UNSET
    areas: list[tuple[str | int, ...]] | UnsetType = UNSET
    rich: dict[str, list[Any]] | UnsetType = UNSET
    ruling: Ruled | UnsetType = UNSET


class Result(Struct, frozen=True):
    """What an attempt came to; places are asked of the boards. `void` = it was annulled and counts
    nowhere; why is told by its own address."""

    attempt: int
    score: int
    full: int
    right: int
    of: int
    took_ms: int
    band: str | None
    review: bool
    void: bool | UnsetType = UNSET


class AttemptState(Struct, frozen=True):
    """Where an attempt stands: the open question, or a slot to ask for, or its result."""

    attempt: int
    try_no: int
    slot: int
    of: int
    question: Shown | None
    result: Result | None
    stored: list[int]


class RoundView(Struct, frozen=True):
    """What the phone tells its owner about a round. `uses` names the kinds of question that may
    come, "picture" when one has any, "rich" when one has more than plain words."""

    code: str
    title: str
    ranked: bool
    questions: int
    question_ms: int
    total_ms: int
    full: int
    reveal: str
    opens_at: int
    closes_at: int | None
    tries_left: int | None
    next_try: int
    uses: list[str]


class Welcome(Struct, frozen=True, tag="welcome", tag_field="t"):
    """Answers hello: the round, who you are, the attempt that is open (or the last one)."""

    version: int
    now: int
    nickname: str
    round: RoundView
    attempt: AttemptState | None


class Opened(Struct, frozen=True, tag="opened", tag_field="t"):
    """Answers open and next: where the attempt stands."""

    now: int
    attempt: AttemptState


class Receipt(Struct, frozen=True, gc=False, tag="receipt", tag_field="t"):
    """An answer is on disk: `choice` or `text` is the stored one, `counts` whether it was in time.

    Carries the next question, the reveal, or the result, whichever comes now.
    """

    attempt: int
    slot: int
    seq: int
    choice: list[int]
    counts: bool
    now: int
    reason: str | None = None
    revealed: Revealed | None = None
    question: Shown | None = None
    result: Result | None = None
    text: str | UnsetType = UNSET


class Pong(Struct, frozen=True, tag="pong", tag_field="t"):
    c: int
    now: int
    n: int


class Error(Struct, frozen=True, tag="error", tag_field="t", omit_defaults=True):
    """Nothing changed. `code` is one of docs/protocol.md's; `retry_ms` says when to send again."""

    code: str
    message: str
    seq: int | UnsetType = UNSET
    slot: int | UnsetType = UNSET
    retry_ms: int | UnsetType = UNSET
    detail: str | UnsetType = UNSET


Outgoing = Welcome | Opened | Receipt | Pong | Error
_encoder = msgspec.json.Encoder()


def write(frame: Outgoing) -> bytes:
    """The frame as UTF-8 JSON."""
    return _encoder.encode(frame)
