"""The boards that organisers define, as they are shown."""

from dataclasses import dataclass

from leaderboard import awards, board, derived
from leaderboard.board import AnyBoard
from leaderboard.catalogue import RankedRound
from leaderboard.figures import NoBoard, Source, figures, source_of
from leaderboard.projector import Projector
from leaderboard.rules.award import Row
from leaderboard.rules.definitions import Definition, Formula, Who
from leaderboard.rules.scopes import Scope

__all__ = ["Defined", "NoBoard", "defined"]


@dataclass(frozen=True, slots=True)
class Defined:
    """A defined board as it is now. `ranked` is the round that its store is one of; `cut` the
    moment up to which it counts (None = now); `award` the rows of an award with all their parts.

    A row's `score_x100` is the figure of the definition's formula, in hundredths: of a point, of a
    person, or of a per cent. `rows` is how many rows there are in all.
    """

    definition: Definition
    ranked: RankedRound
    board: AnyBoard
    rows: int
    cut: int | None = None
    award: tuple[Row, ...] = ()


def defined(
    projector: Projector, definition: Definition, start: int, stop: int, *, full: bool = False
) -> Defined:
    """Rows `start` to before `stop` of the board, as the public or (`full`) organisers see it.

    Raises NotReady while its results are still being read from the journal, NoBoard, StoreAway.
    """
    source = source_of(projector, definition, full=full)
    cut = None if full else derived.cut_of(projector.catalogue, definition)
    stop = min(stop, definition.top)
    if definition.who is Who.PERSONS:
        return _persons(source, start, max(stop, start), cut)
    if definition.formula is Formula.AWARD:
        whole, judged = awards.judged(source)
        rows = awards.as_rows(judged, source.divisor, source.policy)
        shown = board.summed(whole, source.ranked, rows[start:stop])
        return Defined(definition, source.ranked, shown, len(rows), cut, judged)
    whole, rows = figures(source)
    shown = board.summed(whole, source.ranked, rows[start:stop])
    return Defined(definition, source.ranked, shown, min(len(rows), definition.top), cut)


def _persons(source: Source, start: int, stop: int, cut: int | None) -> Defined:
    of = source.definition
    page = source.store.page(Scope(of.region, of.cohort), start, stop)
    rows = board.rows_of(source.projector, source.ranked, page)
    shown = board.summed(page.totals, source.ranked, rows)
    return Defined(of, source.ranked, shown, min(page.totals.people, of.top), cut)
