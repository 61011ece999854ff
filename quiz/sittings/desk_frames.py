"""What screens and hosts of a sitting are told, and the one writer of all its frames."""

from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from quiz.protocol import Pong
from quiz.sittings.frames import Entered, Error, Hall, Mine, Receipt, Stage, Told, Unseal


class Guest(Struct, frozen=True):
    """Somebody who came in: for the lobby's wall. `id` is good for host commands only."""

    id: int
    name: str
    region: str
    bot: bool


class Crowd(Struct, frozen=True, tag="crowd", tag_field="t"):
    """Who is in: how many, by city of the contest's region, and the newest names, newest last.
    To screens and hosts, at most four a second, newest only."""

    v: int
    people: int
    regions: list[tuple[str, str, int]]
    names: list[Guest]


class Row(Struct, frozen=True):
    """A row of the board: `was` = the rank before the last question, null = new. `id` is the
    entrant's (or team's, region's) number."""

    id: int
    rank: int
    was: int | None
    name: str
    place: str
    score: int
    right: int
    took_ms: int
    out: bool = False


class RegionRow(Struct, frozen=True):
    """A region against others: `mean_x100` of the score in hundredths; null = too few people."""

    path: str
    name: str
    people: int
    mean_x100: int | None
    rank: int | None
    was: int | None


class Board(Struct, frozen=True, tag="board", tag_field="t"):
    """The board after `slot`: best rows first, whole each time. While frozen it is the board of the
    freeze with the rows opened so far; `pending` regions still to be opened, and `opening` the path
    the last step opened. To screens, and to hosts (theirs is never frozen)."""

    v: int
    slot: int
    people: int
    final: bool
    frozen: bool
    rows: list[Row]
    teams: list[Row]
    regions: list[RegionRow]
    pending: int = 0
    opening: str | None = None


class Health(Struct, frozen=True):
    """This server as the host needs to know it. `slowest_ms` = slowest receipt of this question,
    `lines_left` = so many more connections this process can take, `screens` = big screens and
    overlays that show this sitting."""

    phones: int
    slowest_ms: int
    backlog: int
    storing: bool
    processes: int
    lines_left: int
    screens: int = 0


class Line(Struct, frozen=True):
    version: int
    at: int
    who: str
    do: str
    told: dict[str, Any]


class Desk(Struct, frozen=True, tag="desk", tag_field="t", omit_defaults=True):
    """What only hosts see, at most four a second, newest only: how many answered of how many
    connected, the histogram of the open question, its key with the expert's note, the question that
    comes next, the command that naturally follows (`next`), the last commands, and health."""

    v: int
    now: int
    next: str
    undo: str | None
    can: list[str]
    answered: int
    connected: int
    counts: list[int]
    health: Health
    lines: list[Line]
    autopilot: bool
    bots: int
    stops: list[dict[str, Any]]
    q: Raw | UnsetType = UNSET
    order: list[int] | None = None
    told: Told | None = None
    coming: Raw | UnsetType = UNSET
    pending: int = 0
    askings: list[dict[str, Any]] = []


class Hosting(Struct, frozen=True, tag="hosting", tag_field="t"):
    """Answers host: what does not change, and the addresses a host hands out."""

    version: int
    now: int
    who: str
    hall: Hall
    join_url: str
    screen_url: str
    remote: bool


class Done(Struct, frozen=True, tag="done", tag_field="t"):
    """The command `id` is done; the sitting is at `v` by it."""

    id: str
    v: int


class Showing(Struct, frozen=True, tag="showing", tag_field="t"):
    """Answers screen: what does not change on the big screen."""

    version: int
    now: int
    hall: Hall
    join_url: str
    map: bool


Outgoing = (
    Entered
    | Stage
    | Unseal
    | Mine
    | Receipt
    | Crowd
    | Board
    | Desk
    | Hosting
    | Done
    | Showing
    | Error
    | Pong
)
_encoder = msgspec.json.Encoder()


def write(frame: Outgoing) -> bytes:
    """The frame as UTF-8 JSON."""
    return _encoder.encode(frame)
