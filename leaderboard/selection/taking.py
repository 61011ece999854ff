"""Candidates as the board has them: who they are, and how they stand by now.

Source: contest regulations, section 13.3.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from leaderboard.models import Candidate, Selection
from leaderboard.projector import Projector
from leaderboard.rules.scopes import Scope
from leaderboard.selection.refusing import CannotChoose
from leaderboard.selection.rule import Rule
from leaderboard.store import Entry, Store, StoreAway
from quiz.models import Contestant

# Of each cohort so many of the best are candidates, and ten for each seat beyond the first.
LEAST_POOL: Final = 12
# So many of a cohort may be as good as its last candidate: more are only where papers are blank.
MOST_TIED: Final = 200
PAGE: Final = 100
BY_BOARD: Final = ("cohort", "rank", "score", "took_ms", "region_path")

# Score in points and time in milliseconds of candidates, by their numbers.
Standings = Mapping[int, tuple[int, int]]


def found(projector: Projector, of: Selection, rule: Rule) -> list[Candidate]:
    """The candidates by the board as it is now, not stored. Raises CannotChoose: no_board, away."""
    store = _store(projector, of)
    try:
        rows = [
            Candidate(
                selection=of,
                contestant_id=entry.contestant,
                cohort=cohort,
                rank=entry.rank,
                score=entry.standing.score,
                took_ms=entry.standing.took_ms,
                region_path=entry.region,
            )
            for cohort, seats in rule.seats.items()
            if seats
            for entry in _pool(store, Scope(of.scope, cohort), LEAST_POOL + 10 * (seats - 1))
        ]
    except StoreAway as error:
        raise CannotChoose("away") from error
    return _once(rows)


def keep(of: Selection, rows: Sequence[Candidate]) -> None:
    """Make these the candidates. Who is one already keeps their number and what they answered."""
    known = {one.contestant_id: one.pk for one in of.candidates.all()}
    of.candidates.exclude(contestant__in=[row.contestant_id for row in rows]).delete()
    for row in rows:
        row.pk = known.get(row.contestant_id)
    Candidate.objects.bulk_update([row for row in rows if row.pk], BY_BOARD)
    Candidate.objects.bulk_create([row for row in rows if not row.pk])


def standings(projector: Projector, of: Selection, people: Iterable[Candidate]) -> Standings:
    """How they stand on the board of now; who is on it no more is not in it.

    Raises CannotChoose: no_board, away.
    """
    store, told = _store(projector, of), {}
    try:
        for one in people:
            for entry in store.around(Scope(of.scope, one.cohort), one.contestant_id, reach=0).rows:
                if entry.contestant == one.contestant_id:
                    told[one.pk] = _worth(entry)
    except StoreAway as error:
        raise CannotChoose("away") from error
    return told


def _store(projector: Projector, of: Selection) -> Store:
    ranked = projector.catalogue.rounds.get(of.round_id)
    if ranked is None:
        raise CannotChoose("no_board")
    try:
        return projector.store(ranked)
    except StoreAway as error:
        raise CannotChoose("away") from error


def _pool(store: Store, scope: Scope, many: int) -> list[Entry]:
    """The first `many` real people of a board, and all who are as good as the last of them: which
    of those is chosen is decided by people, not by a moment of finishing."""
    pool: list[Entry] = []
    for entry in _people(store, scope):
        tied = many <= len(pool) < many + MOST_TIED and _worth(entry) == _worth(pool[-1])
        if len(pool) >= many and not tied:
            break
        pool.append(entry)
    return pool


def _people(store: Store, scope: Scope) -> Iterator[Entry]:
    """Those of a board who are no bots and not gone, best first."""
    start = 0
    while rows := store.page(scope, start, start + PAGE).rows:
        real = _real([entry.contestant for entry in rows])
        yield from (entry for entry in rows if entry.contestant in real)
        start += len(rows)


def _real(people: Collection[int]) -> set[int]:
    rows = Contestant.objects.filter(pk__in=people, bot=False, erased_at=None)
    return set(rows.values_list("pk", flat=True))


def _worth(entry: Entry) -> tuple[int, int]:
    return entry.standing.score, entry.standing.took_ms


def _once(rows: Iterable[Candidate]) -> list[Candidate]:
    """Each person once, in the cohort where they stand best."""
    best: dict[int, Candidate] = {}
    for row in rows:
        known = best.get(row.contestant_id)
        if known is None or (-row.score, row.took_ms) < (-known.score, known.took_ms):
            best[row.contestant_id] = row
    return list(best.values())
