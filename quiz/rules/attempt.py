"""Where an attempt stands, told from its journal entries alone. Source: regulations, section 3."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from quiz.rules.units import Millis, Points

SHOWN, ANSWER, CLOSED, RULED, VOIDED = 1, 2, 3, 4, 5


# Structs, not dataclasses: each answer makes one of each, at a tenth of the cost.
class Kept(Struct, frozen=True, gc=False):
    """One stored journal entry of an attempt; `choice` holds option places, empty = blank."""

    slot: int
    kind: int
    seq: int
    choice: tuple[int, ...]
    took: Millis
    points: Points
    stored_at: Millis


class Progress(Struct, frozen=True, gc=False):
    """`slot` is the first without an answer; `shown_at` is None while its
    question is not yet asked for.
    """

    slot: int
    shown_at: Millis | None
    closed: Kept | None


def progress(
    entries: Iterable[Kept], *, opened_at: Millis, length: int, asks_for_each: bool
) -> Progress:
    """Tell where the attempt stands from its entries, in whatever order they come.

    The next question is shown the moment the answer before it is stored; with `asks_for_each`
    (formats that reveal each key) only when it is asked for, which is an entry of its own.
    """
    found = list(entries)
    answers = {entry.slot: entry for entry in found if entry.kind == ANSWER}
    slot = next((n for n in range(length) if n not in answers), length)
    shown = _shown_at(found, answers, slot, opened_at, asks_for_each=asks_for_each)
    return Progress(
        slot,
        shown if slot < length else None,
        next((entry for entry in found if entry.kind == CLOSED), None),
    )


def step(before: Progress, entry: Kept, *, length: int, asks_for_each: bool) -> Progress | None:
    """What `progress` would say with `entry` besides, told from what it said before: a paper of any
    length costs the same. None for an entry out of turn, which needs the whole count.
    """
    if entry.kind == ANSWER and entry.slot == before.slot:
        slot = entry.slot + 1
        waits = asks_for_each or slot == length
        return Progress(slot, None if waits else entry.stored_at, before.closed)
    if entry.kind == CLOSED and before.closed is None:
        return Progress(before.slot, before.shown_at, entry)
    return None


def _shown_at(
    entries: list[Kept],
    answers: Mapping[int, Kept],
    slot: int,
    opened_at: Millis,
    *,
    asks_for_each: bool,
) -> Millis | None:
    if slot == 0:
        return opened_at
    if asks_for_each:
        asked = (e.stored_at for e in entries if e.kind == SHOWN and e.slot == slot)
        return next(asked, None)
    return answers[slot - 1].stored_at
