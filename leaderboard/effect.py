"""What a ruling would change, told before it is made: papers, scores, ranks, regions. Reads only.

Papers with the question are marked as they would be, and their people's results are read; for all
others the live boards are asked. So it costs by the papers with the question, whatever else the
round holds, and beyond MOST_PAPERS of a round it is not told at all.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leaderboard import would_be
from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.rules import trial
from leaderboard.rules.scopes import Scope
from leaderboard.store import Store
from leaderboard.would_be import Change
from quiz import naming, rulings
from quiz.events import AttemptClosed
from quiz.journal.follow import of_people
from quiz.plan import Plan
from quiz.rulings import Tried

# Papers of a round: some seconds of marking, in a request that somebody waits for.
MOST_PAPERS = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """A region directly below the contest's: papers whose score changes, and its rank among the
    others before and after (None = not ranked)."""

    name: str
    papers: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one round would see: papers with the question, those whose score rises or falls, people
    whose rank in the whole contest moves. With `more` than so many papers nothing else is told."""

    code: str
    title: str
    papers: int
    up: int = 0
    down: int = 0
    moved: int = 0
    places: tuple[Place, ...] = ()
    more: bool = False


def effects(projector: Projector, version: int, kind: str, keys: Sequence[Any]) -> list[Effect]:
    """The effect on each round that asks the version and has closed papers with it.

    Raises StoreAway when the boards cannot be asked now.
    """
    ruling = rulings.trial(version, kind, keys)
    found = (
        _effect(projector, plan, rulings.tried(plan, version, ruling, MOST_PAPERS), ruling.number)
        for plan in rulings.holding(version)
    )
    return [effect for effect in found if effect.papers]


def _effect(projector: Projector, plan: Plan, tried: Sequence[Tried] | None, number: int) -> Effect:
    title = plan.title["zh"]
    if tried is None:
        return Effect(plan.code, title, MOST_PAPERS, more=True)
    people = sorted({one.contestant for one in tried})
    events = [event for event in of_people(people) if event.round == plan.round]
    now = _newest(events)
    # One that was closed between the two readings is left out: it is new, not changed.
    known = [(now[one.attempt], one.score) for one in tried if one.attempt in now]
    changed = [
        replace(event, score=score, ruled=number) for event, score in known if event.score != score
    ]
    up = sum(now[event.attempt].score < event.score for event in changed)
    ranked = projector.catalogue.rounds.get(plan.round)
    moved, places = _on_boards(projector, ranked, events, changed) if ranked else (0, ())
    return Effect(plan.code, title, len(known), up, len(changed) - up, moved, places)


def _newest(events: Sequence[AttemptClosed]) -> dict[int, AttemptClosed]:
    return {event.attempt: event for event in sorted(events, key=lambda event: event.ruled)}


def _on_boards(
    projector: Projector,
    ranked: RankedRound,
    events: Sequence[AttemptClosed],
    changed: Sequence[AttemptClosed],
) -> tuple[int, tuple[Place, ...]]:
    store = projector.store(ranked)
    changes = list(would_be.changes(ranked, events, changed))
    places = tuple(_places(projector, ranked, changes, changed))
    return _moved(store, ranked, changes), places


def _moved(store: Store, ranked: RankedRound, changes: Sequence[Change]) -> int:
    """How many ranks move, of those whose score changes and of all others."""
    root = Scope(ranked.root)
    shifts = would_be.shifts(store, [would_be.standings(ranked, one, root) for one in changes])

    def better(numbers: Sequence[int]) -> Sequence[int]:
        return store.better(root, numbers)

    theirs = sum(
        before is not None and before != after for before, after in trial.ranks(shifts, better)
    )
    return theirs + sum(trial.others_moved(shifts, better))


def _places(
    projector: Projector,
    ranked: RankedRound,
    changes: Sequence[Change],
    changed: Sequence[AttemptClosed],
) -> Iterator[Place]:
    known = projector.catalogue.children.get(ranked.root, ())
    scopes = [Scope(ranked.root), *(Scope(place.path) for place in known)]
    now = dict(zip(scopes, projector.store(ranked).totals(scopes), strict=True))
    then = would_be.totals(ranked, now, changes)
    named = [(place.path, naming.name(place)) for place in known]
    before, after = (would_be.region_ranks(ranked, named, of) for of in (now, then))
    papers = Counter(would_be.below(ranked, event.region_path) for event in changed)
    for path, name in named:
        one, other = before.get(path), after.get(path)
        if papers[path] or one != other:
            yield Place(name, papers[path], one, other)
