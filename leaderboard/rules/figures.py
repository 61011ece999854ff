"""What a report counts, and in which cells one person's papers count.

Source: contest regulations, section 13.1. A report never adds people up: whether somebody counts in
a cell is asked for each cell, of all papers that they closed in it. So the people of a city are
fewer than those of its counties together by exactly those who took part in several.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from leaderboard.rules.scopes import Scope

ALL, WEEK, DAY = 0, 1, 2
# Shares of the full score, in hundredths, that a paper has to surpass for a level.
LEVELS: Final = (55, 70, 85)
# Stands above the regions outside the contest's own, which are in no total of it.
GUESTS: Final = "~"
# The last part of the path of papers whose people named no region below one that has some.
OWN: Final = "="
# Before the name of a unit in `group`, so that it is nobody's cohort.
UNIT: Final = "@"
WHOLE_MARK: Final = 10_000


class Fact(NamedTuple):
    """One closed paper. `day` counts days from the year 1 (date.toordinal); `mark` is the score in
    ten-thousandths of the full one; `level` how many of LEVELS it surpassed; `void` odd = it does
    not count."""

    round: int
    try_no: int
    day: int
    path: str
    cohort: str
    unit: str
    score: int
    mark: int
    level: int
    ruled: int = 0
    void: int = 0


class Key(NamedTuple):
    """A cell. `round` 0 = the whole contest; `group` "" = everybody, a cohort, or UNIT and a unit;
    `kind` ALL (`start` 0), WEEK (`start` = its Monday) or DAY."""

    round: int
    path: str
    group: str
    kind: int
    start: int


class Figures(NamedTuple):
    """`closed` papers with the annulled ones, `attempts` those that count; `people` who have one
    that counts here, `newcomers` those whose first one of this place and group it was; sums of
    scores and of marks; people by the highest level they reached here, none first."""

    closed: int = 0
    attempts: int = 0
    people: int = 0
    newcomers: int = 0
    points: int = 0
    marks: int = 0
    level0: int = 0
    level1: int = 0
    level2: int = 0
    level3: int = 0

    def plus(self, other: "Figures") -> "Figures":
        return Figures(*(a + b for a, b in zip(self, other, strict=True)))


NOTHING: Final = Figures()
_LEVEL0: Final = Figures._fields.index("level0")


def marked(score: int, full: int) -> tuple[int, int]:
    """The mark and the level of a score. A score below nothing has no mark, one above the full
    score has the whole. Raises ValueError unless `full` is positive."""
    if full <= 0:
        raise ValueError(f"a full score must be positive, got {full}")
    held = max(0, min(score, full))
    mark = (2 * WHOLE_MARK * held + full) // (2 * full)
    return mark, sum(100 * held > least * full for least in LEVELS)


def monday(day: int) -> int:
    """The Monday of the day's week."""
    return day - (day - 1) % 7


def joined(known: Sequence[Fact], fact: Fact) -> tuple[Fact, ...]:
    """The papers with one more, or with more known of one: the score by the newest ruling, the
    last step of annulment. Place, day and unit stay those first heard of."""
    for at, old in enumerate(known):
        if (old.round, old.try_no) == (fact.round, fact.try_no):
            return (*known[:at], _together(old, fact), *known[at + 1 :])
    return (*known, fact)


def _together(old: Fact, new: Fact) -> Fact:
    scored = max(old, new, key=lambda fact: (fact.ruled, fact.score))
    return old._replace(
        score=scored.score,
        mark=scored.mark,
        level=scored.level,
        ruled=scored.ruled,
        void=max(old.void, new.void),
    )


def above(path: str, root: str) -> list[str]:
    """The places whose report counts a paper of `path`, widest first; of a guest GUESTS first."""
    if not Scope(root).holds(path, ""):
        return [GUESTS, path]
    ends = [at for at, letter in enumerate(path) if letter == "/"]
    return [path[:end] for end in [*ends, len(path)] if end >= len(root)]


class _Sum:
    """The cell of one person while their papers are looked at."""

    __slots__ = ("attempts", "closed", "first", "level", "marks", "points")

    def __init__(self) -> None:
        self.closed = self.attempts = self.points = self.marks = self.level = 0
        self.first = 0

    def put(self, fact: Fact) -> None:
        self.closed += 1
        if fact.void % 2:
            return
        self.attempts += 1
        self.points += fact.score
        self.marks += fact.mark
        self.level = max(self.level, fact.level)
        self.first = min(self.first or fact.day, fact.day)

    def figures(self, newcomer: bool) -> Figures:  # noqa: FBT001 (a count of one person: 0 or 1)
        if not self.attempts:
            return Figures(closed=self.closed)
        levels = [int(self.level == level) for level in range(len(LEVELS) + 1)]
        return Figures(
            self.closed, self.attempts, 1, int(newcomer), self.points, self.marks, *levels
        )


def cells(facts: Iterable[Fact], root: str) -> dict[Key, Figures]:
    """What one person's papers are in each cell. `root` is the path of the contest's region."""
    sums: dict[Key, _Sum] = {}
    for fact in facts:
        for key in _keys(fact, root):
            found = sums.get(key)
            if found is None:
                found = sums[key] = _Sum()
            found.put(fact)
    return {key: one.figures(_came(key, one, sums)) for key, one in sums.items()}


def _keys(fact: Fact, root: str) -> Iterable[Key]:
    week = monday(fact.day)
    for path in above(fact.path, root):
        for round_ in (0, fact.round):
            yield Key(round_, path, "", ALL, 0)
            yield Key(round_, path, "", WEEK, week)
            yield Key(round_, path, "", DAY, fact.day)
            yield Key(round_, path, fact.cohort, ALL, 0)
            yield Key(round_, path, fact.cohort, WEEK, week)
            yield Key(round_, path, UNIT + fact.unit, ALL, 0)


def _came(key: Key, one: _Sum, sums: dict[Key, _Sum]) -> bool:
    """Whether the person's first paper here, of all days, lies in the cell's."""
    if key.kind == ALL:
        return True
    return one.first == sums[key._replace(kind=ALL, start=0)].first


Changes = dict[Key, list[int]]


def change(before: Sequence[Fact], after: Sequence[Fact], root: str, into: Changes) -> None:
    """Add to the cells `into` what knowing `after` in place of `before` changes.

    Nearly always that is one paper more, of a day that is not before the others.
    """
    if len(after) == len(before) + 1 and after[-1] not in before:
        fact = after[-1]
        if not fact.void % 2 and all(fact.day >= one.day for one in before):
            _one_more(before, fact, root, into)
            return
    for key, figures in cells(after, root).items():
        add(into, key, figures)
    for key, figures in cells(before, root).items():
        add(into, key, [-count for count in figures])


def add(into: Changes, key: Key, figures: Sequence[int]) -> None:
    known = into.get(key)
    if known is None:
        into[key] = list(figures)
    else:
        for at, count in enumerate(figures):
            known[at] += count


def _one_more(before: Sequence[Fact], fact: Fact, root: str, into: Changes) -> None:
    """What one more paper that counts, none of a later day being known, changes."""
    counting = [one for one in before if not one.void % 2]
    first = [1, 1, 1, 1, fact.score, fact.mark, *(int(fact.level == at) for at in range(4))]
    for key in _keys(fact, root):
        known = [one for one in counting if _inside(one, key, root)] if counting else []
        add(into, key, _step(fact, known, key) if known else first)


def _inside(fact: Fact, key: Key, root: str) -> bool:
    """Whether the paper is of the cell's round, place and group, on whatever day."""
    round_, path, group, _kind, _start = key
    if round_ not in (0, fact.round):
        return False
    if group and group not in (fact.cohort, UNIT + fact.unit):
        return False
    if path == GUESTS:
        return not Scope(root).holds(fact.path, "")
    return fact.path == path or fact.path.startswith(path + "/")


def _step(fact: Fact, known: Sequence[Fact], key: Key) -> list[int]:
    """What the paper changes in a cell whose place and group know these papers of the person."""
    kind = key.kind
    if kind == WEEK:
        here = [one for one in known if monday(one.day) == key.start]
    else:
        here = [one for one in known if kind == ALL or one.day == key.start]
    step = [1, 1, int(not here), 0, fact.score, fact.mark, 0, 0, 0, 0]
    best = max((one.level for one in here), default=-1)
    if fact.level > best:
        step[_LEVEL0 + fact.level] += 1
        if here:
            step[_LEVEL0 + best] -= 1
    return step
