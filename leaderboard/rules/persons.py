"""What is known of one contestant in one round, and what one more result changes.

A result counts in the region and cohort of the moment its attempt was opened: a later move does not
rewrite history, so a contestant may stand on the boards of two cities with different attempts.
"""

from collections.abc import Sequence
from typing import NamedTuple

from leaderboard.rules.ranking import Result, Standing, Tally, add, find, standing, union
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
    """A contestant's change on one board; `before` is None for one who was not on it."""

    scope: Scope
    before: Standing | None
    after: Standing


class Step(NamedTuple):
    """A person after one more result, or after one marked again: how many `attempts` more there
    are (1 or 0), and by how much the number of its ruling grew."""

    person: Person
    attempts: int
    ruled: int


def step(form: Format, person: Person, place: Scope, result: Result) -> Step | None:
    """What `result`, of an attempt opened at `place`, changes; None when it is in already, as it is
    or by a newer ruling."""
    before = next((s.tally for s in person.shares if s.tally.seen >> result.try_no & 1), None)
    if before is None:
        return Step(with_result(form, person, place, result), 1, result.ruled)
    known = find(before, result.try_no) if result.ruled else None
    if known is None or known.ruled >= result.ruled:
        return None
    return Step(with_result(form, person, place, result), 0, result.ruled - known.ruled)


def with_result(form: Format, person: Person, place: Scope, result: Result) -> Person:
    """The person with one result more, opened at `place`, or with one marked again."""
    shares = list(person.shares)
    for n, share in enumerate(shares):
        if (share.path, share.cohort) == place:
            shares[n] = share._replace(tally=add(form, share.tally, result))
            return person._replace(shares=tuple(shares))
    return person._replace(shares=(*shares, Share(*place, add(form, Tally(), result))))


def standing_in(form: Format, person: Person, scope: Scope) -> Standing | None:
    """What the person's attempts inside `scope` come to; None when there are none."""
    inside = [s.tally for s in person.shares if scope.holds(s.path, s.cohort)]
    return standing(inside[0] if len(inside) == 1 else union(form, inside)) if inside else None


def home_in(person: Person, scope: Scope) -> str:
    """The region to show beside the name on the board of `scope`: the latest share's there."""
    return next(s.path for s in reversed(person.shares) if scope.holds(s.path, s.cohort))


def moves(form: Format, before: Person, after: Person, among: Sequence[Scope]) -> list[Move]:
    """What changes on the boards of `among`, all of which hold the new or newly marked result."""
    if len(after.shares) == 1:  # nearly everybody: the same standing on every board
        old = standing(before.shares[0].tally) if before.shares else None
        new = standing(after.shares[0].tally)
        return [Move(scope, old, new) for scope in among] if new else []
    found = [
        (scope, standing_in(form, before, scope), standing_in(form, after, scope))
        for scope in among
    ]
    return [Move(scope, old, new) for scope, old, new in found if new]
