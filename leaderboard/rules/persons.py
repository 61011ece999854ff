"""What is known of one contestant in one round, and what one more result changes.

A result counts in the region and cohort of the moment its attempt was opened: a later move does not
rewrite history, so a contestant may stand on the boards of two cities with different attempts.
"""

from collections.abc import Sequence
from typing import NamedTuple

from leaderboard.rules.ranking import (
    Standing,
    Tally,
    add,
    find,
    holds,
    results,
    standing,
    union,
)
from leaderboard.rules.results import Result, join
from leaderboard.rules.scopes import Scope
from quiz.rules.formats import Format


class Share(NamedTuple):
    """The attempts that were opened in one region and cohort."""

    path: str
    cohort: str
    tally: Tally


class Person(NamedTuple):
    name: str
    shares: tuple[Share, ...] = ()


class Move(NamedTuple):
    """A contestant's change on one board; None for one who was not, or is no longer, on it."""

    scope: Scope
    before: Standing | None
    after: Standing | None


class Step(NamedTuple):
    """A person after one more result, or after one of which more is known: how many `attempts` more
    count (1, 0, or -1 for one annulled), and by how much the result's `changes` grew (`ruled`)."""

    person: Person
    attempts: int
    ruled: int


def step(form: Format, person: Person, place: Scope, result: Result) -> Step | None:
    """What `result`, of an attempt opened at `place`, changes; None when all of it is known."""
    before = next((s.tally for s in person.shares if holds(form, s.tally, result.try_no)), None)
    if before is None:
        after = with_result(form, person, place, result)
        return Step(after, int(result.counts), result.changes)
    known = find(before, result.try_no) if result.changes else None
    joined = join(known, result) if known else None
    if known is None or joined is None or joined == known:
        return None
    more = joined.counts - known.counts
    after = with_result(form, person, place, result)
    return Step(after, more, joined.changes - known.changes)


def place(person: Person, said: Scope, try_no: int) -> Scope | None:
    """Where a result counts: where it says so; of one that says no region where that try of the
    person is known already, None = nowhere."""
    if said.path:
        return said
    known = (s for s in person.shares if find(s.tally, try_no))
    return next((Scope(s.path, s.cohort) for s in known), None)


def with_result(form: Format, person: Person, place: Scope, result: Result) -> Person:
    """The person with one result more, opened at `place`, or with one of which more is known."""
    shares = list(person.shares)
    for n, share in enumerate(shares):
        if (share.path, share.cohort) == place:
            shares[n] = share._replace(tally=add(form, share.tally, result))
            return person._replace(shares=tuple(shares))
    return person._replace(shares=(*shares, Share(*place, add(form, Tally(), result))))


def standing_in(form: Format, person: Person, scope: Scope) -> Standing | None:
    """What the person's attempts inside `scope` come to; None when none counts there."""
    inside = [s.tally for s in person.shares if scope.holds(s.path, s.cohort)]
    return standing(inside[0] if len(inside) == 1 else union(form, inside)) if inside else None


def points(of: Standing | None) -> int:
    """What somebody's standing adds to the sum of a board."""
    return of.score if of else 0


def home_in(person: Person, scope: Scope) -> str:
    """The region to show beside the name on the board of `scope`: that of the latest try which
    counts there. Raises ValueError when none does."""
    inside = [s for s in person.shares if s.tally.kept and scope.holds(s.path, s.cohort)]
    return inside[0].path if len(inside) == 1 else max(inside, key=_latest).path


def _latest(share: Share) -> int:
    return max(one.try_no for one in results(share.tally) if one.counts)


def moves(form: Format, before: Person, after: Person, among: Sequence[Scope]) -> list[Move]:
    """What changes on the boards of `among`, all of which hold the result that `after` knows more
    of; also where nobody moves, so that every board counts the change."""
    if len(after.shares) == 1:  # nearly everybody: the same standing on every board
        old = standing(before.shares[0].tally) if before.shares else None
        new = standing(after.shares[0].tally)
        return [Move(scope, old, new) for scope in among]
    return [
        Move(scope, standing_in(form, before, scope), standing_in(form, after, scope))
        for scope in among
    ]
