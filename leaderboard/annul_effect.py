"""What annulling or restoring would change, told before it is done: ranks, the first ten, regions.

Asks the live boards a few questions and works the rest out: with a million people it costs what it
costs with a hundred. Nothing is stored.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from leaderboard import would_be
from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.public.names import full_name, name
from leaderboard.rules import ranking, trial
from leaderboard.rules.scopes import Scope
from leaderboard.store import Store
from leaderboard.would_be import Change, Pair
from quiz.events import AttemptClosed
from quiz.journal.follow import of_people

TOP = 10
# Of more people only the sums would be told; their page would be no picture any more.
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class Moved:
    """One of those whose attempts change: rank and score now and then (None = not on the board)."""

    contestant: int
    name: str
    place: str
    before: int | None
    after: int | None
    score_before: int | None
    score_after: int | None


class TopRow(NamedTuple):
    """A row of the first ten as they would be; `was` is None for one who comes in from below."""

    rank: int
    was: int | None
    name: str
    place: str
    score: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A region directly below the contest's, with rank (None = not ranked) and people."""

    name: str
    before: int | None
    after: int | None
    people_before: int
    people_after: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What one round would see. `up` and `down` count the others whose rank would change."""

    code: str
    title: str
    divisor: int
    moved: tuple[Moved, ...]
    up: int
    down: int
    top: tuple[TopRow, ...]
    places: tuple[Place, ...]


class _Ordered(NamedTuple):
    """What sorts a row of the first ten, its rank now, and what is shown of it."""

    packed: int
    contestant: int
    was: int | None
    shown: tuple[str, str, int, bool]


def effects(
    projector: Projector, contestants: Sequence[int], steps: Mapping[int, int]
) -> list[Effect]:
    """The effect on each ranked round of these steps (attempt: step) of these people's attempts.

    Raises StoreAway when the boards cannot be asked now, ValueError for more than MOST_PEOPLE.
    """
    if len(contestants) > MOST_PEOPLE:
        raise ValueError(f"the effect is told of at most {MOST_PEOPLE} people")
    found: defaultdict[int, list[AttemptClosed]] = defaultdict(list)
    for event in of_people(contestants):
        found[event.round].append(event)
    rounds = projector.catalogue.rounds
    return [
        _effect(projector, rounds[number], events, steps)
        for number, events in found.items()
        if number in rounds and any(event.attempt in steps for event in events)
    ]


def _effect(
    projector: Projector,
    ranked: RankedRound,
    events: Sequence[AttemptClosed],
    steps: Mapping[int, int],
) -> Effect:
    then = [replace(one, void=steps[one.attempt]) for one in events if one.attempt in steps]
    changes = list(would_be.changes(ranked, events, then))
    store, root = projector.store(ranked), Scope(ranked.root)
    pairs = [would_be.standings(ranked, one, root) for one in changes]
    shifts = would_be.shifts(store, pairs)

    def better(numbers: Sequence[int]) -> Sequence[int]:
        return store.better(root, numbers)

    up, down = trial.others_moved(shifts, better)
    told = trial.ranks(shifts, better)
    moved = tuple(map(_moved, [projector] * len(changes), changes, pairs, told))
    return Effect(
        ranked.code,
        ranked.title_zh,
        ranking.divisor(ranked.form),
        moved,
        up,
        down,
        tuple(_top(projector, store, ranked, moved, dict(zip(moved, pairs, strict=True)))),
        tuple(_places(projector, store, ranked, changes)),
    )


def _moved(
    projector: Projector,
    change: Change,
    pair: Pair,
    told: tuple[int | None, int | None],
) -> Moved:
    home = full_name(projector.catalogue, change.before.shares[-1].path)
    scores = (one.score if one else None for one in pair)
    return Moved(change.contestant, change.before.name, home, *told, *scores)


def _top(
    projector: Projector,
    store: Store,
    ranked: RankedRound,
    moved: Sequence[Moved],
    pairs: Mapping[Moved, Pair],
) -> Iterator[TopRow]:
    """The first ten then, each with the rank of now."""
    theirs = {one.contestant for one in moved}
    page = store.page(Scope(ranked.root), 0, TOP + len(moved)).rows
    rows: list[_Ordered] = [
        _Ordered(
            ranking.pack(store.layout, row.standing),
            row.contestant,
            row.rank,
            (row.name, full_name(projector.catalogue, row.region), row.standing.score, False),
        )
        for row in page
        if row.contestant not in theirs
    ]
    for one in moved:
        after = pairs[one][1]
        if after is not None:
            packed = ranking.pack(store.layout, after)
            shown = (one.name, one.place, after.score, True)
            rows.append(_Ordered(packed, one.contestant, one.before, shown))
    rows.sort(key=lambda row: row[:2])
    keys = [row[0] for row in rows]
    for packed, _who, was, shown in rows[:TOP]:
        yield TopRow(1 + keys.index(packed), was, *shown)


def _places(
    projector: Projector, store: Store, ranked: RankedRound, changes: Sequence[Change]
) -> Iterator[Place]:
    """The regions that change rank or people."""
    below = projector.catalogue.children.get(ranked.root, ())
    scopes = [Scope(ranked.root), *(Scope(place.path) for place in below)]
    now = dict(zip(scopes, store.totals(scopes), strict=True))
    then = would_be.totals(ranked, now, changes)
    named = [(place.path, name(place)) for place in below]
    before, after = (would_be.region_ranks(ranked, named, of) for of in (now, then))
    for path, called in named:
        old, new, scope = before.get(path), after.get(path), Scope(path)
        if old != new or now[scope][:3] != then[scope][:3]:
            yield Place(called, old, new, now[scope].people, then[scope].people)
