"""A seat: an open attempt in one process's memory.

Everything in it can be rebuilt from the journal.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from msgspec import Struct

from quiz.plan import Asked, Order, Plan
from quiz.protocol import Outgoing
from quiz.rules import timing
from quiz.rules.attempt import ANSWER, CLOSED, SHOWN, Kept, Progress, progress, step
from quiz.rules.formats import Reveal
from quiz.rules.timing import Window
from quiz.rules.units import Millis


class Phone(Protocol):
    """A connection that sits on a seat; two devices of one contestant share the seat."""

    round_trip: Millis | None
    lang: str

    def send(self, frame: Outgoing) -> None: ...

    def refresh(self) -> None:
        """Another device changed the attempt: show where it stands now."""


@dataclass(frozen=True, slots=True)
class Player:
    """Who plays: the contestant as the seat needs them."""

    contestant: int
    nickname: str
    region_path: str
    cohort: str
    unit: str = ""


class Heard(Struct, frozen=True, gc=False):
    """An answer that came and is not on disk yet: sent again to this process it counts as of its
    first arrival. No other one can know of it: what is not on disk is in one memory."""

    slot: int
    choice: tuple[int, ...]
    received_at: Millis


@dataclass(slots=True, eq=False, weakref_slot=True)
class Seat:
    """One attempt: `paper` its questions in order, `answers` by slot, `others` = the rest of its
    entries by (slot, kind)."""

    attempt: int
    try_no: int
    plan: Plan
    player: Player
    opened_at: Millis
    paper: tuple[Asked, ...]
    answers: dict[int, Kept] = field(default_factory=dict)
    others: dict[tuple[int, int], Kept] = field(default_factory=dict)
    quota: Millis = timing.QUOTA_START
    heard: Heard | None = None
    phones: set["Phone"] = field(default_factory=set)
    # One thing at a time: what comes while a group is on its way to the disk waits for it here.
    writing: bool = False
    # Most seats never need it, and an empty one takes 600 bytes.
    later: deque[Callable[[], None]] | None = None
    # Where the attempt stands.
    progress: Progress = field(init=False)
    _window: Window | None = None
    _orders: tuple[Order, ...] | None = None
    _ends_at: Millis | None = field(init=False)
    # Whether a question is shown only once it is asked for.
    asks_for_each: bool = field(init=False)

    def __post_init__(self) -> None:
        self.asks_for_each = self.plan.format.reveal is Reveal.EACH
        self.go_by(self.plan)
        self.progress = self._counted()

    def go_by(self, plan: Plan) -> None:
        """Go by this plan of the same round: only its end may be another one."""
        self.plan, self._window = plan, None
        self._ends_at = timing.ends_at(self.opened_at, plan.format.total_ms, plan.closes_at)

    def holds(self, slot: int, kind: int) -> bool:
        """Whether an entry is known here."""
        return slot in self.answers if kind == ANSWER else (slot, kind) in self.others

    def keep(self, entries: Sequence[Kept]) -> bool:
        """Take in stored entries; return whether one of them was not known."""
        new, self._window = False, None
        for entry in entries:
            slot, kind = entry.slot, entry.kind
            if not self.holds(slot, kind):
                after = self._stepped(entry)
                if kind == ANSWER:
                    self.answers[slot] = entry
                else:
                    self.others[slot, kind] = entry
                self.progress, new = after or self._counted(), True
        return new

    def _stepped(self, entry: Kept) -> Progress | None:
        """Where the attempt stands with one more entry; None when all have to be counted anew."""
        after = entry.slot + 1
        if after in self.answers or (after, SHOWN) in self.others:
            return None
        length = len(self.paper)
        return step(self.progress, entry, length=length, asks_for_each=self.asks_for_each)

    def _counted(self) -> Progress:
        return progress(
            [*self.answers.values(), *self.others.values()],
            opened_at=self.opened_at,
            length=len(self.paper),
            asks_for_each=self.asks_for_each,
        )

    @property
    def closed(self) -> Kept | None:
        return self.progress.closed

    @property
    def ends_at(self) -> Millis | None:
        """When the attempt ends whatever happens."""
        return self._ends_at

    def window(self) -> Window | None:
        """The window of the open question; None while none is shown, or may be any more."""
        if self._window is None and (shown_at := self.progress.shown_at) is not None:
            question_ms, end = self.plan.format.question_ms, self._ends_at
            if end is None or shown_at < end:
                self._window = timing.window(shown_at, question_ms=question_ms, ends_at=end)
        return self._window

    def shows(self, slot: int) -> bool:
        """Whether this is the open question, and it has been shown."""
        return slot == self.progress.slot and self.window() is not None

    @property
    def unasked(self) -> bool:
        """Whether the next question would be shown only after the attempt's end, so that nobody is
        asked it and the attempt is to be closed."""
        end, shown_at = self._ends_at, self.progress.shown_at
        return end is not None and shown_at is not None and shown_at >= end

    def ended(self, now: Millis) -> bool:
        """Whether no further question is asked: only the open one has the network's grace."""
        end = self._ends_at
        return end is not None and (now >= end or self.unasked)

    def finished_at(self) -> Millis:
        """When the attempt was closed; only of a closed one."""
        return self.others[len(self.paper), CLOSED].stored_at

    def option_order(self, slot: int) -> Order:
        """The option numbers of a question in this person's order. All of the paper's are worked
        out with the first: it takes a third of a receipt, and is quicker in one go."""
        if self._orders is None:
            self._orders = self.plan.option_orders(self.paper, self.player.contestant, self.try_no)
        return self._orders[slot]

    def target_order(self, slot: int) -> list[int]:
        return self.plan.target_order(self.paper[slot], self.player.contestant, self.try_no, slot)
