"""Where to go on reading a board that changes meanwhile: a place in the order, not a number.

A cursor holds the standing of the last row that was read and whose it is. The next page begins
with the first row that comes after that in the board's order, wherever it now stands: nobody who
keeps his place is passed over or read twice, however many others come, go or move.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

import msgspec
from msgspec import Meta

from leaderboard import board
from leaderboard.projector import Projector
from leaderboard.rules import ranking
from leaderboard.rules.frames import Board, PersonRow
from leaderboard.rules.ranking import Standing
from leaderboard.rules.scopes import BoardId

LONGEST = 120
_Big = Annotated[int, Meta(ge=-(2**53), le=2**53)]
_Place = Annotated[int, Meta(ge=0, le=2**31)]


class Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """`place` is where the row stood: only a first guess."""

    score: _Big
    took_ms: _Big
    finished_at: _Big
    tries: _Big
    contestant: _Big
    place: _Place


_decoder = msgspec.json.Decoder(Cursor)


def parse(text: str) -> Cursor | None:
    """The cursor that we gave out as `text`; None for anything else. A forged one is harmless: it
    names another place of a public board."""
    if len(text) > LONGEST or not text.isascii():
        return None
    try:
        return _decoder.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (msgspec.MsgspecError, binascii.Error, ValueError, RecursionError):
        return None


def following(found: Board[PersonRow], start: int) -> str | None:
    """The cursor to read on with after this page, None after the last one."""
    if not found.rows or start + len(found.rows) >= found.people:
        return None
    last, place = found.rows[-1], start + len(found.rows) - 1
    cursor = Cursor(
        last.score, last.took_ms, last.finished_at, last.tries, int(last.id), min(place, 2**31)
    )
    return urlsafe_b64encode(msgspec.json.encode(cursor)).rstrip(b"=").decode()


def place_after(projector: Projector, wanted: BoardId, cursor: Cursor) -> int:
    """The place (from 0) of the first row behind the cursor; the number of people when none is.

    Looks at the row where the cursor's stood first, then halves: at most some twenty rows are read
    in a million. Raises StoreAway.
    """
    search = _Search(projector, wanted, cursor)
    if cursor.place < search.people and not search.behind(cursor.place):
        low, high = cursor.place + 1, search.people
        if low == high or search.behind(low):
            return low
    else:
        low, high = 0, min(cursor.place, search.people)
    while low < high:
        middle = (low + high) // 2
        if search.behind(middle):
            high = middle
        else:
            low = middle + 1
    return low


class _Search:
    """Answers on which side of the cursor a row stands."""

    def __init__(self, projector: Projector, wanted: BoardId, cursor: Cursor) -> None:
        ranked = projector.catalogue.codes[wanted.round]
        self._projector = projector
        self._wanted = wanted
        self._layout = ranking.layout(
            ranked.form,
            opens_at=ranked.opens_at,
            closes_at=ranked.closes_at,
            bits=None if projector.shelf.local else ranking.REDIS_BITS,
        )
        of = Standing(cursor.score, cursor.took_ms, cursor.finished_at, cursor.tries)
        self._key = (ranking.pack(self._layout, of), cursor.contestant)
        self.people = board.persons(projector, wanted, 0, 0).people

    def behind(self, place: int) -> bool:
        """Whether the row at `place` comes after the cursor. No row does, too."""
        rows = board.persons(self._projector, self._wanted, place, place + 1).rows
        if not rows:
            return True
        row = rows[0]
        of = Standing(row.score, row.took_ms, row.finished_at, row.tries)
        return (ranking.pack(self._layout, of), int(row.id)) > self._key
