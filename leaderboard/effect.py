"""What a ruling would change, told before it is made: papers, scores, ranks, regions. Reads only.

Each round is read once, at one moment, into boards of this call's own; closed attempts never
change, so what phones do meanwhile does not blur the picture.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leaderboard import board as boards
from leaderboard import catalogue
from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.projector import Projector
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store_memory import MemoryShelf
from quiz import naming, rulings
from quiz.events import AttemptClosed
from quiz.journal.follow import of_round
from quiz.plan import Plan


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
    whose rank in the whole contest moves."""

    code: str
    title: str
    papers: int
    up: int
    down: int
    moved: int
    places: tuple[Place, ...]


def effects(version: int, kind: str, keys: Sequence[Any]) -> list[Effect]:
    """The effect on each round that asks the version and has closed papers with it."""
    trial = rulings.trial(version, kind, keys)
    known = catalogue.load()
    found = (
        _effect(plan, rulings.tried(plan, version, trial), trial.number, known)
        for plan in rulings.holding(version)
    )
    return [effect for effect in found if effect.papers]


def _effect(plan: Plan, scores: Mapping[int, int], number: int, known: Catalogue) -> Effect:
    events = of_round(plan.round)
    now = _newest(events)
    # One that was closed between the two readings is left out: it is new, not changed.
    pairs = [(now[attempt], score) for attempt, score in scores.items() if attempt in now]
    changed = [
        replace(event, score=score, ruled=number) for event, score in pairs if event.score != score
    ]
    up = sum(now[event.attempt].score < event.score for event in changed)
    ranked = known.rounds.get(plan.round)
    moved, places = _on_boards(known, ranked, events, changed) if ranked else (0, ())
    title = plan.title["zh"]
    return Effect(plan.code, title, len(pairs), up, len(changed) - up, moved, places)


def _newest(events: Sequence[AttemptClosed]) -> dict[int, AttemptClosed]:
    return {event.attempt: event for event in sorted(events, key=lambda event: event.ruled)}


def _on_boards(
    known: Catalogue,
    ranked: RankedRound,
    events: Sequence[AttemptClosed],
    changed: Sequence[AttemptClosed],
) -> tuple[int, tuple[Place, ...]]:
    scratch = Projector(MemoryShelf())
    scratch.catalogue = known
    scratch.store(ranked).apply(events)
    before, regions = _ranks(scratch, ranked), _region_ranks(scratch, ranked)
    scratch.store(ranked).apply(changed)
    after, later = _ranks(scratch, ranked), _region_ranks(scratch, ranked)
    moved = sum(rank != after[who] for who, rank in before.items())
    return moved, tuple(_places(known, ranked, changed, regions, later))


def _ranks(scratch: Projector, ranked: RankedRound) -> dict[int, int]:
    rows = boards.digest_rows(scratch, ranked, Scope(ranked.root))
    return {row.contestant: row.rank for row in rows}


def _region_ranks(scratch: Projector, ranked: RankedRound) -> dict[int | str, int | None]:
    board = boards.regions(scratch, BoardId(ranked.code, "regions", Scope(ranked.root)))
    return {row.id: row.rank for row in board.rows}


def _places(
    known: Catalogue,
    ranked: RankedRound,
    changed: Sequence[AttemptClosed],
    before: Mapping[int | str, int | None],
    after: Mapping[int | str, int | None],
) -> Iterator[Place]:
    depth = ranked.root.count("/") + 2
    papers = Counter("/".join(event.region_path.split("/")[:depth]) for event in changed)
    for place in known.children.get(ranked.root, ()):
        one, other = before.get(place.path), after.get(place.path)
        if papers[place.path] or one != other:
            yield Place(naming.name(place), papers[place.path], one, other)
