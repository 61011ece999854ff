"""Whether what is shown is final: 非正式 until it is published, and again when something has
changed since (regulations, section 12); and whether it stands still."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from leaderboard import derived, sheets
from leaderboard.catalogue import RankedRound
from leaderboard.officially import board_covered, covered, number
from leaderboard.public.asked import reader
from leaderboard.publish import official as published
from leaderboard.rules.definitions import Definition
from leaderboard.store import StoreAway
from quiz import clock


@dataclass(frozen=True, slots=True)
class Mark:
    """`href` leads to the published result, "" while there is none; `frozen` is the moment up to
    which a board that stands still counts, "" for one that moves."""

    official: bool
    words: str
    href: str = ""
    frozen: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """`number` is the newest published result's, 0 = none; `covers`: nothing has changed since."""

    number: int = 0
    covers: bool = False
    cut: int | None = None


def of(ranked: RankedRound) -> State:
    """How final the round's boards are. Reads the database only where nobody follows the journal;
    the store only where a result was published."""
    _settle()
    cut = reader().catalogue.freezes.get(ranked.id)
    found = published.of(ranked.id)
    if found is None:
        return State(cut=cut)
    return State(found.number, _safely(lambda: covered(reader(), ranked)), cut)


def of_board(of: Definition) -> State:
    """How final a board is that organisers defined; `cut` is that of its last round."""
    _settle()
    known = reader().catalogue
    rounds = derived.rounds_of(known, of)
    cut = known.freezes.get(rounds[-1].id) if rounds else None
    return State(number(known, of), _safely(lambda: board_covered(reader(), of)), cut)


def _settle() -> None:
    if not reader().following:
        published.settle(clock.now())


def _safely(covers: Callable[[], bool]) -> bool:
    try:
        return covers()
    except StoreAway:
        return False


def official(ranked: RankedRound) -> bool:
    """Whether the round's published result is what its boards show."""
    return of(ranked).covers


def mark(ranked: RankedRound) -> Mark:
    """The mark beside the title."""
    return marked(ranked.contest, of(ranked))


def marked(contest: str, state: State) -> Mark:
    """The mark of what is in that state."""
    href = reverse("result", args=[contest, state.number]) if state.number else ""
    frozen = sheets.moment(state.cut) if state.cut is not None else ""
    words = _("正式") if state.covers else _("非正式")
    return Mark(state.covers, words, href, frozen)
