"""Choosing a team: the best total that meets every condition, found exactly.

Source: contest regulations, section 13.3. A condition counts the members of a set of candidates and
bounds that count. The best teams are all those with the largest total of points and, of these, the
smallest total of time; where several are left, all of them are told and people decide.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

# Best teams told by name; what is beyond is only known to be there.
MOST_TEAMS: Final = 20
# Larger than any total of time of a team, in milliseconds: points come first.
_ONE_POINT: Final = 1 << 50


class Candidate(NamedTuple):
    """Somebody who may be chosen: `score` in points, `took_ms` in milliseconds."""

    id: int
    score: int
    took_ms: int


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `least` and at most `most` of the team are in `members` (numbers of candidates)."""

    name: str
    members: frozenset[int]
    least: int
    most: int


class Impossible(NamedTuple):
    """No team meets all conditions: these ones cannot be met together, and without any one of them
    the others could. Empty when there are too few candidates for any team."""

    quotas: tuple[str, ...]


class Best(NamedTuple):
    """The best teams, each by number and in order, the first MOST_TEAMS of `ways`."""

    teams: tuple[tuple[int, ...], ...]
    ways: int
    score: int
    took_ms: int


@dataclass(frozen=True, slots=True)
class Task:
    """Whom to choose from, how many, under which conditions; `fixed` are in the team already."""

    candidates: Sequence[Candidate]
    size: int
    quotas: Sequence[Quota]
    fixed: frozenset[int] = frozenset()


class _Way(NamedTuple):
    """The best way to a state: its worth, how many ways are as good, and by whom they end."""

    worth: int
    ways: int
    last: tuple[tuple["_State", int], ...]


_State = tuple[int, ...]


def best(task: Task) -> Best | Impossible:
    """The best teams of the task, or why there is none."""
    found = _solved(task)
    if found is not None:
        return found
    if len(task.candidates) < task.size:
        return Impossible(())
    return Impossible(tuple(quota.name for quota in _conflict(task)))


def _solved(task: Task) -> Best | None:
    """All ways to fill the team, candidate by candidate; a state is how many are chosen, and how
    many of them each condition counts."""
    begin: _State = (0,) * (len(task.quotas) + 1)
    layers: list[dict[_State, _Way]] = [{begin: _Way(0, 1, ())}]
    for at, candidate in enumerate(task.candidates):
        layers.append(_with(task, layers[-1], candidate, len(task.candidates) - at - 1))
    ends = [(state, way) for state, way in layers[-1].items() if _complete(task, state)]
    if not ends:
        return None
    worth = max(way.worth for _state, way in ends)
    return _told(task, layers, [(state, way) for state, way in ends if way.worth == worth])


def _with(
    task: Task, layer: Mapping[_State, _Way], candidate: Candidate, left: int
) -> dict[_State, _Way]:
    """The states after this candidate was chosen or passed over."""
    step = (1, *(int(candidate.id in quota.members) for quota in task.quotas))
    worth = candidate.score * _ONE_POINT - candidate.took_ms
    found: dict[_State, _Way] = {}
    for state, way in layer.items():
        if candidate.id not in task.fixed and state[0] + left >= task.size:
            _reach(found, state, way.worth, way.ways, (state, 0))
        after = tuple(a + b for a, b in zip(state, step, strict=True))
        if after[0] <= task.size and _within(task, after):
            _reach(found, after, way.worth + worth, way.ways, (state, candidate.id))
    return found


def _reach(
    found: dict[_State, _Way], state: _State, worth: int, count: int, last: tuple[_State, int]
) -> None:
    known = found.get(state)
    if known is None or worth > known.worth:
        found[state] = _Way(worth, count, (last,))
    elif worth == known.worth:
        found[state] = _Way(worth, known.ways + count, (*known.last, last))


def _within(task: Task, state: _State) -> bool:
    return all(count <= quota.most for count, quota in zip(state[1:], task.quotas, strict=True))


def _complete(task: Task, state: _State) -> bool:
    enough = all(count >= quota.least for count, quota in zip(state[1:], task.quotas, strict=True))
    return state[0] == task.size and enough


def _told(
    task: Task, layers: Sequence[Mapping[_State, _Way]], ends: Sequence[tuple[_State, _Way]]
) -> Best:
    teams: list[tuple[int, ...]] = []
    for state, _way in ends:
        _back(layers, len(task.candidates), state, (), teams)
    by_id = {candidate.id: candidate for candidate in task.candidates}
    score = sum(by_id[one].score for one in teams[0])
    took = sum(by_id[one].took_ms for one in teams[0])
    return Best(tuple(sorted(teams)), sum(way.ways for _state, way in ends), score, took)


def _back(
    layers: Sequence[Mapping[_State, _Way]],
    at: int,
    state: _State,
    chosen: tuple[int, ...],
    teams: list[tuple[int, ...]],
) -> None:
    """Put the teams that end in this state into `teams`, until there are MOST_TEAMS."""
    if at == 0:
        teams.append(tuple(sorted(chosen)))
        return
    for before, who in layers[at][state].last:
        if len(teams) < MOST_TEAMS:
            _back(layers, at - 1, before, (*chosen, who) if who else chosen, teams)


def _conflict(task: Task) -> list[Quota]:
    """A smallest set of conditions that cannot be met together: each one is left out for good
    when the others are impossible without it."""
    kept = list(task.quotas)
    for quota in task.quotas:
        without = [one for one in kept if one is not quota]
        if _solved(_under(task, without)) is None:
            kept = without
    return kept


def _under(task: Task, quotas: Sequence[Quota]) -> Task:
    return Task(task.candidates, task.size, quotas, task.fixed)


def without(task: Task, people: Collection[int]) -> Task:
    """The task when these people are not to be had."""
    left = [one for one in task.candidates if one.id not in people]
    return Task(left, task.size, task.quotas, task.fixed - frozenset(people))


def instead(task: Task, team: Iterable[int], gone: int) -> Best | Impossible:
    """The best teams in which somebody takes the place of `gone` and all others stay."""
    left = without(task, [gone])
    stay = frozenset(team) - {gone}
    return best(Task(left.candidates, left.size, left.quotas, stay))


class Cost(NamedTuple):
    """What it would take to have somebody in the team: points and milliseconds that the total
    loses (0 and 0 = another team as good), or the conditions that forbid it."""

    points: int
    took_ms: int
    forbids: tuple[str, ...] = ()


def cost(task: Task, found: Best, who: int) -> Cost:
    """Why somebody is not in the best team."""
    fixed = Task(task.candidates, task.size, task.quotas, task.fixed | {who})
    other = best(fixed)
    if isinstance(other, Impossible):
        return Cost(0, 0, other.quotas)
    return Cost(found.score - other.score, other.took_ms - found.took_ms)
