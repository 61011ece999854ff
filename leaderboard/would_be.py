"""What boards would show if some people's results were others: asked of the live ones where those
people stand aside, and worked out for them, so that the work does not grow with the board."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from leaderboard.board import policy
from leaderboard.catalogue import RankedRound
from leaderboard.rules import persons, ranking, rollup
from leaderboard.rules.persons import Person
from leaderboard.rules.ranking import Standing
from leaderboard.rules.rollup import Region, Totals
from leaderboard.rules.scopes import Scope
from leaderboard.rules.trial import Shift
from leaderboard.store import Store, result_of
from quiz.events import AttemptClosed

Pair = tuple[Standing | None, Standing | None]
"""Where somebody stands on one board now, and as it would be; None = not on it."""


class Change(NamedTuple):
    """A person before and after, and where their attempts count."""

    contestant: int
    before: Person
    after: Person


def changes(
    ranked: RankedRound, events: Iterable[AttemptClosed], then: Iterable[AttemptClosed]
) -> Iterator[Change]:
    """Those whom `then`, what would come to be known, is about; `events` are all that is known of
    these people in the round."""
    known, more = _by_person(events), _by_person(then)
    for contestant, those in more.items():
        first = Person(known[contestant][0].nickname)
        before = _with(ranked, first, known[contestant])
        yield Change(contestant, before, _with(ranked, before, those))


def standings(ranked: RankedRound, change: Change, scope: Scope) -> Pair:
    form = ranked.form
    return (
        persons.standing_in(form, change.before, scope),
        persons.standing_in(form, change.after, scope),
    )


def packed(store: Store, of: Standing | None) -> int | None:
    return None if of is None else ranking.pack(store.layout, of)


def shifts(store: Store, pairs: Iterable[Pair]) -> list[Shift]:
    return [Shift(packed(store, before), packed(store, after)) for before, after in pairs]


def totals(
    ranked: RankedRound, now: Mapping[Scope, Totals], those: Iterable[Change]
) -> dict[Scope, Totals]:
    """The sums of these boards, which lie at the contest's region or directly below it, as they
    would be."""
    found = dict(now)
    for change in those:
        for scope in _scopes(ranked, change) & found.keys():
            found[scope] = _moved(found[scope], *standings(ranked, change, scope))
    return found


def region_ranks(
    ranked: RankedRound, named: Sequence[tuple[str, str]], of: Mapping[Scope, Totals]
) -> dict[int | str, int | None]:
    """The rank of each of these regions (path, name), all directly below the contest's."""
    regions = [Region(path, name, of[Scope(path)]) for path, name in named]
    divisor = ranking.divisor(ranked.form)
    rows = rollup.table(regions, of[Scope(ranked.root)], divisor=divisor, policy=policy())
    return {row.id: row.rank for row in rows}


def below(ranked: RankedRound, path: str) -> str:
    """The region directly below the contest's that holds this one."""
    return "/".join(path.split("/")[: ranked.root.count("/") + 2])


def _by_person(events: Iterable[AttemptClosed]) -> dict[int, list[AttemptClosed]]:
    found: defaultdict[int, list[AttemptClosed]] = defaultdict(list)
    for event in events:
        found[event.contestant].append(event)
    return found


def _with(ranked: RankedRound, person: Person, events: Iterable[AttemptClosed]) -> Person:
    for event in events:
        place = Scope(event.region_path, event.cohort)
        person = persons.with_result(ranked.form, person, place, result_of(event))
    return person


def _scopes(ranked: RankedRound, change: Change) -> set[Scope]:
    return {Scope(ranked.root), *(Scope(below(ranked, one.path)) for one in change.after.shares)}


def _moved(of: Totals, before: Standing | None, after: Standing | None) -> Totals:
    return Totals(
        of.people + (after is not None) - (before is not None),
        of.attempts + (after.tries if after else 0) - (before.tries if before else 0),
        of.points + persons.points(after) - persons.points(before),
        of.ruled,
    )
