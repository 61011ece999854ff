"""Boards that organisers defined, as watchers of live boards see them: named CONTEST:defined:CODE.

Everything is read from the stores, nothing from the database.
"""

import re
from collections.abc import Hashable
from typing import Final

from leaderboard import board as boards
from leaderboard import derived
from leaderboard.board import AnyBoard
from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.defined import NoBoard, defined
from leaderboard.officially import board_covered
from leaderboard.projector import Projector
from leaderboard.rules import ranking
from leaderboard.rules.definitions import Definition
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import NotReady
from quiz import clock

KIND: Final = "defined"
_NAME: Final = re.compile(
    rf"(?P<contest>[A-Za-z0-9_-]{{1,12}}):{KIND}:(?P<code>[A-Za-z0-9_-]{{1,24}})"
)


def name(definition: Definition) -> str:
    """The board's name on the socket."""
    return str(_id(definition))


def _id(definition: Definition) -> BoardId:
    return BoardId(definition.contest, KIND, Scope(definition.code))


def find(known: Catalogue, text: str) -> BoardId | None:
    """The defined board that `text` names, if everybody may see it now and it can be made."""
    match = _NAME.fullmatch(text)
    of = known.definitions.get((match["contest"], match["code"])) if match else None
    if of is None or not of.public(clock.now()) or of.region not in known.places:
        return None
    return _id(of) if _ranked(known, of) is not None else None


def definition(known: Catalogue, board: BoardId) -> Definition | None:
    """What defines the board, while everybody may see it."""
    of = known.definitions.get((board.round, board.scope.path))
    return of if of is not None and of.public(clock.now()) else None


def _ranked(known: Catalogue, of: Definition) -> RankedRound | None:
    return derived.ranked_of(known, derived.spec_of(known, of, public=True))


def look(projector: Projector, board: BoardId) -> AnyBoard:
    """The first rows of the board. Raises NotReady or StoreAway while it cannot be shown."""
    of = definition(projector.catalogue, board)
    if of is None:
        raise NotReady(f"{board} is not public")
    try:
        return defined(projector, of, 0, boards.SIZE).board
    except NoBoard as error:
        raise NotReady(str(board)) from error


def official(projector: Projector, board: BoardId) -> bool:
    """Whether what is shown was published. Raises StoreAway."""
    of = definition(projector.catalogue, board)
    return of is not None and board_covered(projector, of)


def ground(known: Catalogue, board: BoardId) -> Hashable:
    """Names what the board is made from: when that changes, fewer results may be the truth."""
    of = definition(known, board)
    if of is None:
        return None
    ranked = _ranked(known, of)
    return derived.spec_of(known, of, public=True), ranked.mould if ranked else ""


def divisor(known: Catalogue, board: BoardId) -> int:
    """What sums of scores are to be divided by."""
    of = definition(known, board)
    ranked = _ranked(known, of) if of else None
    return ranking.divisor(ranked.form) if ranked else 1


def as_of(projector: Projector, board: BoardId) -> int:
    """Up to when everything counts (milliseconds)."""
    of = definition(projector.catalogue, board)
    cut = derived.cut_of(projector.catalogue, of) if of else None
    return projector.as_of if cut is None else min(projector.as_of, cut)
