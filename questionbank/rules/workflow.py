"""The way of a question into use and out of it. Source: contest regulations, section 10.

Two things move: the newest words (draft, review, approved) and the use of the question (approved,
live, retired). Before anything was approved both are one, in `status`; afterwards `status` says the
use and `change` how far newer words are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from questionbank.rules.roles import Grants, may, top

# What a move asks for beside its verb.
COMPLETE = "incomplete"  # explanation, source and tags are there (section 10.5)
OTHER = "own"  # the words that it is about are somebody else's (section 10.3)
FINAL = "final"  # sensitive content: a provincial approver (section 10.4)
REASON = "reason"
# Retired without ever having been approved; stored as retired.
DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: from where to where, with which verb, asking for what else."""

    act: str
    before: str
    after: str
    verb: str
    asks: tuple[str, ...] = ()


# Section 10.2, line by line. The first four move the words, the others the use.
WORDS = (
    Move("submit", "draft", "review", "submit", (COMPLETE,)),
    Move("withdraw", "review", "draft", "submit"),
    Move("approve", "review", "approved", "review", (OTHER, FINAL, COMPLETE)),
    Move("send_back", "review", "draft", "review", (OTHER, REASON)),
)
USE = (
    Move("activate", "approved", "live", "activate", (FINAL, COMPLETE)),
    Move("retire", "approved", "retired", "retire", (REASON,)),
    Move("retire", "live", "retired", "retire", (REASON,)),
    Move("retire", "draft", DROPPED, "submit", (REASON,)),
    Move("revive", "retired", "approved", "retire"),
    Move("revive", DROPPED, "draft", "submit"),
    Move("offer", "approved", "approved", "offer"),
    Move("offer", "live", "live", "offer"),
    Move("adopt", "approved", "approved", "adopt", (OTHER, FINAL)),
    Move("adopt", "live", "live", "adopt", (OTHER, FINAL)),
    Move("decline", "approved", "approved", "adopt", (REASON,)),
    Move("decline", "live", "live", "adopt", (REASON,)),
)
ACTS = tuple(dict.fromkeys(move.act for move in (*WORDS, *USE)))
# Acts of the bank that a question was offered to; all others are its own bank's.
OF_THE_OTHER_BANK = frozenset({"adopt", "decline"})
# Acts about the words that are approved; all others are about the newest.
OF_APPROVED = frozenset({"activate", "adopt"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: its stored status and change, and whether a version is approved."""

    status: str
    change: str = ""
    approved: bool = False

    @property
    def words(self) -> str:
        """How far the newest words are; empty when there is nothing newer than what is approved."""
        return self.change or ("" if self.approved else self.use)

    @property
    def use(self) -> str:
        return DROPPED if self.status == "retired" and not self.approved else self.status


@dataclass(frozen=True, slots=True)
class Case:
    """Who acts on what: the grants at hand, the bank whose say it is, and what the table asks.

    `own`: the words that the act is about are theirs.
    """

    grants: Grants
    scope: str
    own: bool = False
    sensitive: bool = False
    complete: bool = True
    reason: str = ""


def move(place: Place, act: str) -> Move | None:
    """The line of the table for that act at that place; None when there is none."""
    rows = [(row, place.words) for row in WORDS] + [(row, place.use) for row in USE]
    fitting = (row for row, stands in rows if (row.act, row.before) == (act, stands))
    return next(fitting, None)


def after(place: Place, taken: Move) -> Place:
    """Where a question stands once that move is taken from `place`."""
    stored = "retired" if taken.after == DROPPED else taken.after
    if taken not in WORDS:
        return replace(place, status=stored)
    done = stored == "approved"
    if place.change:
        return replace(place, change="" if done else stored)
    return replace(place, status=stored, approved=done)


def holding(steps: Iterable[tuple[int, str]]) -> int:
    """The number of the last step that holds; 0 = none does.

    `steps` are a question's, oldest first, each (number, act): an "undo" takes back the last one
    before it that holds.
    """
    held: list[int] = []
    for number, act in steps:
        if act != "undo":
            held.append(number)
        elif held:
            held.pop()
    return held[-1] if held else 0


def refusals(place: Place, act: str, case: Case) -> Iterator[str]:
    """Why that may not be done, as codes; none when it may.

    "state": not from there; "verb": not by them in this bank; else what the move asks for.
    """
    taken = move(place, act)
    if taken is None:
        yield "state"
        return
    allowed = all(may(case.grants, verb, case.scope) for verb in verbs(place, taken))
    if not allowed:
        yield "verb"
    # What is missing concerns only who may take the step at all.
    asks = (ask for ask in taken.asks if allowed or ask != COMPLETE)
    yield from (ask for ask in asks if not _met(ask, case))


def verbs(place: Place, taken: Move) -> tuple[str, ...]:
    """The verbs that a move asks for: new words of a live question are asked as soon as they are
    approved (section 10.6)."""
    at_once = taken.act == "approve" and place.status == "live"
    return (taken.verb, "activate") if at_once else (taken.verb,)


def _met(ask: str, case: Case) -> bool:
    return {
        COMPLETE: case.complete,
        OTHER: not case.own,
        FINAL: not case.sensitive or may(case.grants, "approve", top(case.scope)),
        REASON: bool(case.reason.strip()),
    }[ask]
