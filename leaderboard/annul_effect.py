"""What annulling or restoring would change, told before it is done: ranks, the first ten, regions.

Asks the live boards a few questions and works the rest out: with a million people it costs what it
costs with a hundred. Nothing is stored.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from leaderboard.board import policy
from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.public.names import full_name, name
from leaderboard.rules import persons, ranking, rollup, trial
from leaderboard.rules.persons import Person
from leaderboard.rules.ranking import Standing
from leaderboard.rules.rollup import Region, Totals
from leaderboard.rules.scopes import Scope
from leaderboard.rules.trial import Shift
from leaderboard.store import Store, result_of
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


class _Change(NamedTuple):
    """A person before and after, and where their attempts count."""

    contestant: int
    before: Person
    after: Person


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
    changes = list(_changes(ranked, events, steps))
    store, root = projector.store(ranked), Scope(ranked.root)
    pairs = [_standings(ranked, one, root) for one in changes]
    shifts = [Shift(_packed(store, before), _packed(store, after)) for before, after in pairs]

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


def _changes(
    ranked: RankedRound, events: Sequence[AttemptClosed], steps: Mapping[int, int]
) -> Iterator[_Change]:
    theirs: defaultdict[int, list[AttemptClosed]] = defaultdict(list)
    for event in events:
        theirs[event.contestant].append(event)
    for contestant, known in theirs.items():
        then = [replace(one, void=steps[one.attempt]) for one in known if one.attempt in steps]
        if then:
            before = _person(ranked, Person(known[0].nickname), known)
            yield _Change(contestant, before, _person(ranked, before, then))


def _person(ranked: RankedRound, person: Person, events: Sequence[AttemptClosed]) -> Person:
    for event in events:
        place = Scope(event.region_path, event.cohort)
        person = persons.with_result(ranked.form, person, place, result_of(event))
    return person


def _standings(
    ranked: RankedRound, change: _Change, scope: Scope
) -> tuple[Standing | None, Standing | None]:
    form = ranked.form
    return (
        persons.standing_in(form, change.before, scope),
        persons.standing_in(form, change.after, scope),
    )


def _packed(store: Store, of: Standing | None) -> int | None:
    return None if of is None else ranking.pack(store.layout, of)


def _moved(
    projector: Projector,
    change: _Change,
    pair: tuple[Standing | None, Standing | None],
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
    pairs: Mapping[Moved, tuple[Standing | None, Standing | None]],
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
    projector: Projector, store: Store, ranked: RankedRound, changes: Sequence[_Change]
) -> Iterator[Place]:
    """The regions that change rank or people."""
    below = projector.catalogue.children.get(ranked.root, ())
    scopes = [Scope(ranked.root), *(Scope(place.path) for place in below)]
    now = store.totals(scopes)
    then = [_after(ranked, of, scope, changes) for of, scope in zip(now, scopes, strict=True)]
    named = [(place.path, name(place)) for place in below]
    ranks = [_ranks(ranked, named, totals) for totals in (now, then)]
    for n, (path, called) in enumerate(named, start=1):
        old, new = ranks[0].get(path), ranks[1].get(path)
        if old != new or now[n][:3] != then[n][:3]:
            yield Place(called, old, new, now[n].people, then[n].people)


def _after(ranked: RankedRound, totals: Totals, scope: Scope, changes: Sequence[_Change]) -> Totals:
    people, attempts, points, ruled = totals
    for change in changes:
        before, after = _standings(ranked, change, scope)
        people += (after is not None) - (before is not None)
        attempts += (after.tries if after else 0) - (before.tries if before else 0)
        points += persons.points(after) - persons.points(before)
    return Totals(people, attempts, points, ruled)


def _ranks(
    ranked: RankedRound, named: Sequence[tuple[str, str]], totals: Sequence[Totals]
) -> dict[int | str, int | None]:
    parent, *rest = totals
    regions = [Region(path, name, of) for (path, name), of in zip(named, rest, strict=True)]
    divisor = ranking.divisor(ranked.form)
    rows = rollup.table(regions, parent, divisor=divisor, policy=policy())
    return {row.id: row.rank for row in rows}
