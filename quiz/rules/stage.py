"""Where a sitting stands. Source: contest
regulations, section 11.

One value tells everything that all phones, screens and hosts of a sitting share; the row that keeps
it has a version, and every command is a compare-and-set on that (quiz/rules/hosting.py).
"""

from enum import StrEnum

from msgspec import Struct

from quiz.rules.units import Millis


class State(StrEnum):
    DRAFT = "draft"
    LOBBY = "lobby"
    SHOWN = "shown"
    LOCKED = "locked"
    REVEALED = "revealed"
    BOARD = "board"
    CLOSED = "closed"


class Asking(Struct, frozen=True):
    """When a question was put to the hall. `closes_at` None = no limit."""

    slot: int
    opens_at: Millis
    closes_at: Millis | None


class Stop(Struct, frozen=True):
    """A time that counts for nobody (停表区间). `until` None = the clock stands now; `counts` False
    = taken back: that time counts after all."""

    slot: int
    since: Millis
    until: Millis | None = None
    counts: bool = True


class Verdict(Struct, frozen=True):
    """What counts as right in a slot instead of the printed key: `kind` is a ruling's (new_key,
    accept, void_all, void_none), `keys` hold option places. `given_at` = the slot the hall was at
    when it was given."""

    slot: int
    kind: str
    keys: tuple[tuple[int, ...], ...] = ()
    given_at: int = -1


class Stage(Struct, frozen=True):
    """Where a sitting of `of` questions stands; `slot` -1 = before the first question.

    `paused`: the clock stands, or, between questions, a break. `door`: whether new people may come
    in. `frozen`: the public board stands still after slot `frozen_after`; `unfrozen` counts the
    steps of its opening.
    """

    of: int
    state: State = State.DRAFT
    slot: int = -1
    askings: tuple[Asking, ...] = ()
    skipped: tuple[int, ...] = ()
    stops: tuple[Stop, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    paused: bool = False
    door: bool = True
    autopilot: bool = False
    frozen: bool = False
    frozen_after: int = -1
    unfrozen: int = 0

    def asking(self, slot: int) -> Asking | None:
        """When the question of a slot was asked; None when it was not."""
        return next((one for one in self.askings if one.slot == slot), None)

    @property
    def open(self) -> Asking | None:
        """The question that may be answered now; None while there is none."""
        return self.asking(self.slot) if self.state is State.SHOWN else None

    @property
    def stands_since(self) -> Millis | None:
        """Since when the clock of a question stands; None while it runs. Stops of earlier times may
        have been added after this one."""
        standing = (stop.since for stop in self.stops if stop.until is None)
        return next(standing, None) if self.paused else None

    @property
    def seen(self) -> int:
        """The last slot whose key is out; -1 while there is none."""
        out = (State.REVEALED, State.BOARD, State.CLOSED)
        return self.slot if self.state in out else max(-1, self.slot - 1)

    @property
    def last(self) -> bool:
        return self.slot + 1 >= self.of


NATURAL = {
    State.DRAFT: "open",
    State.LOBBY: "show",
    State.SHOWN: "lock",
    State.LOCKED: "reveal",
    State.REVEALED: "board",
    State.CLOSED: "",
}

# What the autopilot does by itself after so many milliseconds in a state.
PACES = {
    State.LOCKED: ("reveal", Millis(1_500)),
    State.REVEALED: ("board", Millis(9_000)),
    State.BOARD: ("show", Millis(6_000)),
}


def next_step(stage: Stage, now: Millis, *, over: bool = False) -> tuple[str, Millis] | None:
    """What the autopilot does by itself, and when; the end is always a person's decision. `over`:
    nobody is left to play (hall.over)."""
    pace = PACES.get(stage.state) if stage.autopilot and not stage.paused else None
    if pace is None or (stage.state is State.BOARD and (stage.last or over)):
        return None
    command, after = pace
    return command, Millis(now + after)


def natural(stage: Stage, *, over: bool = False, pending: int = 0) -> str:
    """The command a host gives next when nothing special happens; "" when the sitting is over.

    While the clock stands, or in a break, the first thing is to go on. When nobody is left to play
    (`over`, see hall.over) it is the end, once the key is out. After an end with a frozen board it
    is to open that: step by step while regions are `pending`, then whole.
    """
    if stage.state is State.CLOSED and stage.frozen:
        return "step" if pending else "unfreeze"
    if stage.paused:
        return "resume"
    if over and stage.state in (State.REVEALED, State.BOARD):
        return "close"
    if stage.state is State.BOARD:
        return "close" if stage.last else "show"
    return NATURAL[stage.state]


def unsettled(stage: Stage, since: Millis, longest: Millis) -> list[int]:
    """The slots that are out to which answers may still have been stored after `since`: `longest`
    after its end there is none to come."""
    shown = (one for one in stage.askings if one.slot <= stage.seen)
    return [
        one.slot
        for one in shown
        if one.slot not in stage.skipped
        and one.closes_at is not None
        and one.closes_at + longest >= since
    ]


def settled(stage: Stage, now: Millis, longest: Millis) -> bool:
    """Whether no answer to anything that was asked can be stored any more, as above."""
    ends = (one.closes_at for one in stage.askings if one.closes_at is not None)
    return all(end + longest < now for end in ends)


def stood(stage: Stage, slot: int, since: Millis, until: Millis) -> Millis:
    """How much of the time from `since` to `until` counts for nobody in that slot; stops that lie
    over each other count once."""
    spans = sorted(
        (max(since, stop.since), min(until, until if stop.until is None else stop.until))
        for stop in stage.stops
        if stop.slot == slot and stop.counts
    )
    total, reached = 0, since
    for begin, end in spans:
        total += max(0, end - max(begin, reached))
        reached = Millis(max(reached, end))
    return Millis(total)
