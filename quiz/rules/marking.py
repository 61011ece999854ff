"""Marking: what one answer earns. Source: contest regulations, section 6."""

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.rules.formats import Bonus, Format, Partial
from quiz.rules.units import Millis, Points


@dataclass(frozen=True, slots=True)
class Key:
    """What is right. `places` for options, in the right order for an ordering.

    An estimate has `value`, pays whole within `near` of it and nothing from `far` away on.
    """

    kind: str
    places: tuple[int, ...] = ()
    value: int = 0
    near: int = 0
    far: int = 1


def mark(form: Format, key: Key, choice: Sequence[int], took: Millis) -> Points:
    """Return the points that `choice` earns; an empty choice is a blank.

    A wrong choice costs the penalty. A part of the points is paid for closeness (estimates)
    and for an incomplete multiple choice as the format says; the speed bonus only for an
    answer right in full.
    """
    if not choice:
        return form.blank
    earned = _earned(form, key, choice)
    if earned == form.right:
        return Points(earned + bonus(form, took))
    return Points(earned) if earned else Points(-form.penalty)


def right(form: Format, key: Key, choice: Sequence[int]) -> bool:
    """Whether `choice` earns the full points."""
    return bool(choice) and _earned(form, key, choice) == form.right


def _earned(form: Format, key: Key, choice: Sequence[int]) -> int:
    if key.kind == "estimate":
        return _closeness(form.right, key, choice[0])
    if key.kind == "ordering":
        return form.right if tuple(choice) == key.places else 0
    if frozenset(choice) == frozenset(key.places):
        return form.right
    return _part(form, key, frozenset(choice)) if key.kind == "multiple" else 0


def _closeness(full: Points, key: Key, guess: int) -> int:
    away = abs(guess - key.value)
    if away <= key.near:
        return full
    return full * max(0, key.far - away) // (key.far - key.near)


def _part(form: Format, key: Key, choice: frozenset[int]) -> int:
    """Missing some but none wrong: half the points, or a share per right option (regulations,
    section 6.3).
    """
    if form.partial is Partial.NONE or not choice < frozenset(key.places):
        return 0
    if form.partial is Partial.HALF:
        return form.right // 2
    return form.right * len(choice) // len(key.places)


def bonus(form: Format, took: Millis) -> Points:
    """The speed bonus of a right answer: a straight line, or equal steps, from whole at 0 ms to
    nothing at the limit.
    """
    if form.bonus is Bonus.NONE or took >= form.question_ms:
        return Points(0)
    left = form.question_ms - max(0, took)
    if form.bonus is Bonus.LINEAR:
        return Points(form.bonus_points * left // form.question_ms)
    step = -(-form.bonus_steps * left // form.question_ms)
    return Points(form.bonus_points * step // form.bonus_steps)
