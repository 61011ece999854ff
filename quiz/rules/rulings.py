"""Marking under rulings: what an answer earns once its question's key was corrected. Source:
contest regulations, section 9.1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec import Struct

from quiz.rules import marking
from quiz.rules.formats import Format
from quiz.rules.marking import Key
from quiz.rules.units import Millis, Points

NEW_KEY, ACCEPT, VOID_ALL, VOID_NONE, RESTORE = KINDS = (
    *("new_key", "accept", "void_all"),
    *("void_none", "restore"),
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds for one question version: `keys` are those that count, none for a void question
    and for its own key restored. `number` counts rulings in the order of their confirmation."""

    number: int
    kind: str
    keys: tuple[Key, ...] = ()


class Answered(Struct, frozen=True, gc=False):
    """One answer of an attempt: what it earned when it was stored, and what is needed to mark it
    again under the ruling on its question, if there is one."""

    points: Points
    key: Key
    ruling: Ruling | None
    choice: Sequence[int]
    took: Millis


def keys_of(key: Key, ruling: Ruling | None) -> tuple[Key, ...]:
    """The keys that count: the question's own one unless a ruling names others."""
    return ruling.keys if ruling and ruling.keys else (key,)


def mark(
    form: Format, key: Key, ruling: Ruling | None, choice: Sequence[int], took: Millis
) -> Points:
    """Return the points that `choice` earns: of several keys the best one's.

    A question void for all pays the most it can, also for a blank; one that counts for nobody pays
    nothing and is left out of the score (`score`).
    """
    if ruling is None:
        return marking.mark(form, key, choice, took)
    if ruling.kind == VOID_ALL:
        return Points(form.right + form.bonus_points)
    if ruling.kind == VOID_NONE:
        return Points(0)
    return max(marking.mark(form, one, choice, took) for one in keys_of(key, ruling))


def right(form: Format, key: Key, ruling: Ruling | None, choice: Sequence[int]) -> bool:
    """Whether the answer counts as right: anything to a question void for all, nothing to one that
    counts for nobody."""
    if ruling is None:
        return marking.right(form, key, choice)
    if ruling.kind in (VOID_ALL, VOID_NONE):
        return ruling.kind == VOID_ALL
    return any(marking.right(form, one, choice) for one in keys_of(key, ruling))


def score(form: Format, answers: Iterable[Answered]) -> Points:
    """What a whole paper comes to. Answers to questions without a ruling keep their points.

    Where k of n questions count for nobody, the points of the others are scaled by n / (n - k),
    rounded to the nearest whole, halves up: the full score and the expected score stay what they
    were. A paper of which nothing counts has 0.
    """
    found = list(answers)
    counted = [one for one in found if not (one.ruling and one.ruling.kind == VOID_NONE)]
    whole = sum(
        mark(form, one.key, one.ruling, one.choice, one.took) if one.ruling else one.points
        for one in counted
    )
    if not counted:
        return Points(0)
    return Points((2 * whole * len(found) + len(counted)) // (2 * len(counted)))
