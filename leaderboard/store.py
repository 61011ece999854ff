"""Where the standings of one round live: what every store can do (tests/leaderboard/test_store.py).

Stores only ever hold what the journal holds too; each can be thrown away and filled again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from leaderboard.catalogue import RankedRound
from leaderboard.rules.ranking import Layout, Standing
from leaderboard.rules.results import Result
from leaderboard.rules.rollup import Totals
from leaderboard.rules.scopes import Scope
from quiz.events import AttemptClosed


class StoreAway(Exception):
    """The store cannot be reached now; nothing is lost, boards are late until it is back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: `rank` = 1 + number strictly better; `same`: shares it with the row above."""

    contestant: int
    rank: int
    same: bool
    name: str
    region: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Page:
    """A part of one board at one moment; `totals.version` is the board's version."""

    totals: Totals
    rows: tuple[Entry, ...]


class NotReady(StoreAway):
    """The boards asked for are being filled from the journal, for the first time."""


class Store(Protocol):
    """The standings of one round."""

    def apply(self, events: Sequence[AttemptClosed]) -> int:
        """Count closed attempts, those marked again, annulled or restored, and return how many
        were new.

        In any order, any number of times: of one attempt the newest marking and the last step
        hold. Who has no attempt that counts is on no board. One that says no region is of an
        attempt that is known already, or counts nowhere.
        """

    def totals(self, scopes: Sequence[Scope]) -> list[Totals]:
        """People, attempts and points of each scope, all at one moment."""

    def page(self, scope: Scope, start: int, stop: int) -> Page:
        """The rows from place `start` (from 0) to before `stop`, best first."""

    def around(self, scope: Scope, contestant: int, *, reach: int) -> Page:
        """The contestant's row with up to `reach` rows above and below; none if not there."""

    @property
    def layout(self) -> Layout:
        """How standings are packed here."""

    def better(self, scope: Scope, packed: Sequence[int]) -> list[int]:
        """For each packed standing, whoever's it is, how many are strictly better now."""

    def rename(self, contestant: int, name: str) -> bool:
        """Show another name from now on. False = it was that already, or nobody is known by it."""


class Shelf(Protocol):
    """The stores of all rounds, filled together from one reading of the journal: a generation."""

    local: bool

    def generation(self) -> str | None:
        """The name of what is there; None when it must be built from the journal."""

    def cursor(self) -> str | None:
        """How far the journal has certainly been read into this generation."""

    def save(self, cursor: str) -> None:
        """Everything up to `cursor` is in."""

    def store(self, ranked: RankedRound) -> Store:
        """The store of one round, of its mould: by other rules it is another store."""

    def moulds(self) -> Mapping[int, str]:
        """By which mould each round's results have been counted in this generation."""

    def cast(self, moulds: Mapping[int, str]) -> None:
        """From now on the stores of these moulds have all results of their rounds."""

    def filled(self) -> frozenset[int]:
        """The derived stores of this generation that hold the whole journal."""

    def fill(self, numbers: Collection[int]) -> None:
        """These derived stores are whole from now on."""

    def claim(self) -> bool:
        """Whether this process may fill derived stores now; holds for a few seconds."""

    def settle(self) -> None:
        """The whole journal is in: make ready what somebody may look at next."""

    def drop(self, number: int) -> None:
        """Nobody needs this derived store any more."""

    def stage(self) -> "Shelf":
        """A new, empty generation, not shown yet. Raises StoreAway while another process fills one.

        Each `save` of it says that the filling goes on; `publish` ends it.
        """

    def publish(self) -> None:
        """Show this staged generation in place of the old one."""


def result_of(event: AttemptClosed) -> Result:
    return Result(
        event.try_no, event.score, event.took_ms, event.finished_at, event.ruled, event.void
    )
