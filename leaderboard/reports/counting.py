"""Fills the cells of reports from the journal, far from the hot path.

A follower of the journal with a place of its own in the database, like the item statistics
(quiz/counting.py). What was counted of each person is kept beside the cells: an entry read twice
changes nothing, an annulled paper is taken away exactly as it was put in. Cells, persons and place
are stored in one transaction, under a turn that only one process gets. Whoever had their data
deleted comes first (leaderboard/reports/leavers.py, openers.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import msgspec

from leaderboard import catalogue
from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.reports import keeping, leavers, mending, opened, openers, shelves
from leaderboard.reports.keeping import Changes, State
from leaderboard.reports.leavers import Leavers
from leaderboard.rules import figures
from leaderboard.rules.figures import Fact, Key
from quiz.events import AttemptClosed
from quiz.journal import follow
from quiz.journal.follow import Cursor

# Entries in one transaction: on SQLite answers wait while it writes, so it is short.
PAGE: Final = 200
_packed = msgspec.msgpack.Encoder()
_unpacked = msgspec.msgpack.Decoder(tuple[Fact, ...])


@dataclass(frozen=True, slots=True)
class Left:
    """Beside the cursor in the place: the newest deletion of data (milliseconds) of which it is
    known that nothing before it is waiting; and whether the page was followed by others, so that
    the state's `as_of` is that of an earlier pass. None: a release stored it that tells of no
    contest that its cells have changed."""

    left: int = 0
    behind: bool | None = None

    def since(self, now: int) -> int:
        """From when on deletions are looked for. One under a clock that was far ahead must not hide
        those of now: until its hour comes all are looked at."""
        return self.left if self.left <= now else 0


@dataclass(frozen=True, slots=True)
class Done:
    """What counting one page came to."""

    entries: int
    last: bool


def catch_up(now: int, *, page: int = PAGE, heard: Callable[[int], None] | None = None) -> int:
    """Count all that was closed before `now` (milliseconds); return how many entries were read.

    `heard` is told of each page's size. Raises Elsewhere when another process counts.
    """
    found, rounds = 0, catalogue.load()
    while True:
        done = count(rounds, now, page=page)
        found += done.entries
        if heard is not None:
            heard(done.entries)
        if done.last:
            return found


def count(rounds: Catalogue, now: int, *, page: int = PAGE) -> Done:
    """Count the next page of the journal, with the last one also what was opened; before that, let
    go of the units of people who had their data deleted."""
    state = keeping.state()
    cursor, left = _place(state)
    since = left.since(now)
    gone = leavers.look(since, page)
    without = _without(gone, rounds, state, (since, page))
    if without is not None:
        until = gone.until if gone.named else left.left
        place = _written(cursor or Cursor(), Left(until, left.behind))
        keeping.store(without, place, turn=state.turn, as_of=state.as_of)
        return Done(0, last=False)
    events, further = follow.closed_since(cursor, page)
    last = len(events) < page
    if last and mending.mend(rounds, state):
        return Done(0, last=False)
    changes = changed(events, rounds)
    if last:
        changes = opened.counted(changes, rounds, state, now)
    if left.behind is None:
        changes = changes.with_all({ranked.contest for ranked in rounds.rounds.values()})
    left_now = Left(gone.until, behind=not last)
    if events or changes.opened or (further, left_now) != (cursor, left):
        as_of = now if last else state.as_of
        keeping.store(changes, _written(further, left_now), turn=state.turn, as_of=as_of)
    return Done(len(events), last and shelves.lost() is None)


def _without(
    gone: Leavers, rounds: Catalogue, state: State, look: tuple[int, int]
) -> Changes | None:
    """What letting go of units changes; None when nobody is left who had named one. `look` is since
    when, and how many at most."""
    named = gone.named
    if not named:
        since, page = look
        who = openers.look(since, state, page)
        if not who:
            return None
        changes = openers.changes(who, rounds, state)
        # Whoever left meanwhile is no more counted by unit, and would be taken away twice.
        named = leavers.look(since, page).named
        if not named:
            return changes
    return leavers.changes(named, rounds, state)


def _place(state: State) -> tuple[Cursor | None, Left]:
    if not state.place:
        return None, Left(behind=False)
    cursor = msgspec.json.decode(state.place, type=Cursor)
    return cursor, msgspec.json.decode(state.place, type=Left)


def _written(cursor: Cursor, left: Left) -> str:
    return msgspec.json.encode(asdict(cursor) | asdict(left)).decode()


def waits(now: int) -> bool:
    """Whether anything may be new; looks only, at little cost. `now` is in milliseconds."""
    state = keeping.state()
    cursor, left = _place(state)
    events, _further = follow.closed_since(cursor, 1)
    if events or left.behind is not False or opened.waits(state, now) or shelves.lost():
        return True
    since = left.since(now)
    gone = leavers.look(since, 1)
    if gone.named or gone.until != left.left:
        return True
    return bool(openers.look(since, state, 1))


def changed(events: Sequence[AttemptClosed], rounds: Catalogue) -> Changes:
    """What these entries change in the cells and of the persons; nothing is stored."""
    theirs: defaultdict[int, list[tuple[RankedRound, AttemptClosed]]] = defaultdict(list)
    for event in events:
        if event.round in rounds.rounds:
            theirs[event.contestant].append((rounds.rounds[event.round], event))
    before = {who: _unpacked.decode(row) for who, row in keeping.facts(theirs).items()}
    return _changes(rounds, theirs, before)


def _changes(
    rounds: Catalogue,
    theirs: Mapping[int, Iterable[tuple[RankedRound, AttemptClosed]]],
    before: Mapping[int, tuple[Fact, ...]],
) -> Changes:
    cells: defaultdict[str, dict[Key, list[int]]] = defaultdict(dict)
    facts: dict[int, bytes] = {}
    for who, told in theirs.items():
        old = before.get(who, ())
        for ranked, event in told:
            new = figures.joined(old, fact_of(rounds, ranked, event))
            if new != old:
                figures.change(old, new, ranked.root, cells[ranked.contest])
                facts[who] = _packed.encode(new)
                old = new
    return Changes(cells, facts)


def fact_of(rounds: Catalogue, ranked: RankedRound, event: AttemptClosed) -> Fact:
    mark, level = figures.marked(event.score, ranked.form.full_score)
    return Fact(
        round=event.round,
        try_no=event.try_no,
        day=keeping.day_of(event.finished_at),
        path=keeping.leaf(event.region_path, rounds.children),
        cohort=event.cohort,
        unit=event.unit,
        score=event.score,
        mark=mark,
        level=level,
        ruled=event.ruled,
        void=event.void,
    )
