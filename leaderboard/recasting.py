"""Rounds whose format, region or hours were changed: all their results are counted anew by the new
rules before anybody sees these.

Until a round is prepared its format may be changed, until it opens its hours; its boards may have
been looked at long before. A store is of one mould (leaderboard/rules/moulds.py); a generation
knows of each round by which one its results were counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.store import Shelf
from quiz.journal import follow


def begin(shelf: Shelf, rounds: Iterable[RankedRound]) -> None:
    """The whole journal is about to be read into these stores."""
    shelf.cast({ranked.id: ranked.mould for ranked in rounds})


def settle(
    shelf: Shelf, rounds: Iterable[RankedRound], known: Mapping[int, RankedRound] | None = None
) -> None:
    """Bring the stores of those rounds up to date that this generation has no store of, or one of
    another mould; also of those that this process has `known` by another one until now: what it
    read meanwhile went there, and no other process may have seen it."""
    moulds, before = shelf.moulds(), known or {}
    for ranked in rounds:
        mine = before.get(ranked.id, ranked).mould
        if not moulds.get(ranked.id) == mine == ranked.mould:
            for events in follow.pages_of_round(ranked.id):
                shelf.store(ranked).apply(events)
            shelf.cast({ranked.id: ranked.mould})


def held(fresh: Catalogue, known: Mapping[int, RankedRound]) -> Catalogue:
    """What holds of `fresh` before its stores are settled: freezes, places, boards and names at
    once; rounds go by the rules they are `known` by, and one that is not known is not there."""
    rounds = {
        number: _by_rules_of(known[number], ranked)
        for number, ranked in fresh.rounds.items()
        if number in known
    }
    return replace(fresh, rounds=rounds, codes={one.code: one for one in rounds.values()})


def _by_rules_of(before: RankedRound, ranked: RankedRound) -> RankedRound:
    if before.mould == ranked.mould:
        return ranked
    made = replace(ranked, root=before.root, form=before.form)
    return replace(made, opens_at=before.opens_at, closes_at=before.closes_at)
