"""Whether a round's boards show what was published, and nothing later (regulations, section 12)."""

from leaderboard import board
from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.publish import official
from leaderboard.rules.scopes import Scope


def covered(projector: Projector, ranked: RankedRound) -> bool:
    """Whether the published result, as it was last read, is what the boards show. Reads the store
    only where there is one; raises StoreAway."""
    found = official.of(ranked.id)
    if found is None:
        return False
    (totals,) = board.held(projector, ranked, full=False).totals([Scope(ranked.root)])
    return found.covers(totals.version, still=projector.stands_at(ranked) is not None)
