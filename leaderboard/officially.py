"""Whether boards show what was published, all of it and nothing later (regulations, section 12).
The page, the socket and the REST answer of a board all ask here."""

from leaderboard import board, derived
from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.projector import Projector
from leaderboard.publish import official, resting
from leaderboard.rules.definitions import Definition, Formula
from leaderboard.rules.scopes import Scope


def covered(projector: Projector, ranked: RankedRound) -> bool:
    """Whether the round's published result, as it was last read, is what its boards show. Reads the
    store only where there is one; raises StoreAway."""
    found = official.of(ranked.id)
    if found is None:
        return False
    (totals,) = board.held(projector, ranked, full=False).totals([Scope(ranked.root)])
    return found.covers(totals.version, still=projector.stands_at(ranked) is not None)


def board_covered(projector: Projector, of: Definition) -> bool:
    """The same of a board that organisers defined. Raises StoreAway.

    One that shows a round's own results in another way is as official as the round. An award or a
    season is official by a result of its own only, which has to be of this definition and to rest
    on the results that hold of its rounds. Weeks, units and cohorts of a season have none.
    """
    known = projector.catalogue
    rounds = derived.rounds_of(known, of)
    if not rounds or not (_of_round(known, of) or _published(known, of)):
        return False
    return _held_back(projector, of) == 0 and all(covered(projector, one) for one in rounds)


def number(known: Catalogue, of: Definition) -> int:
    """The number of the newest result that a defined board may be of, 0 = none."""
    if _of_round(known, of):
        result = official.of(derived.rounds_of(known, of)[0].id)
        return result.number if result else 0
    found = official.of_board(of.contest, of.code)
    return found.number if found else 0


def _of_round(known: Catalogue, of: Definition) -> bool:
    """Whether it is made from all results of one round and nothing else."""
    plain = derived.spec_of(known, of, public=False).plain
    return plain and of.formula is not Formula.AWARD


def _published(known: Catalogue, of: Definition) -> bool:
    found, rounds = official.of_board(of.contest, of.code), derived.rounds_of(known, of)
    if found is None or resting.problem(known, of, rounds):
        return False
    newest = {one.code: result.number for one in rounds if (result := official.of(one.id))}
    return found.subject == resting.subject(of) and found.rests_on == newest


def _held_back(projector: Projector, of: Definition) -> int:
    """How much more organisers see than the public, in versions; 1 where that is not known yet."""
    specs = [derived.spec_of(projector.catalogue, of, public=public) for public in (False, True)]
    if specs[0] == specs[1]:
        return 0
    stores = [projector.derived_store(spec) for spec in specs]
    root = Scope(derived.rounds_of(projector.catalogue, of)[0].root)
    full, public = (one.totals([root])[0].version if one else 0 for one in stores)
    return full - public if all(stores) else 1
