"""Marking: what one answer earns. Source: contest regulations, section 6."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from questionbank.rules import spots, typed
from questionbank.rules.question import Area
from quiz.rules.formats import Bonus, Format, Partial
from quiz.rules.units import Millis, Points


@dataclass(frozen=True, slots=True)
class Key:
    """What is right. `places` for options, in the right order for an ordering; for a matching the
    place of the target of each option.

    An estimate has `value`, pays whole within `near` of it and nothing from `far` away on. A short
    text has `accepted` forms. A hotspot has `areas` of a picture of `width` times `height` pixels.
    """

    kind: str
    places: tuple[int, ...] = ()
    value: int = 0
    near: int = 0
    far: int = 1
    accepted: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    width: int = 1
    height: int = 1


def mark(form: Format, key: Key, choice: Sequence[int], took: Millis) -> Points:
    """Return the points that `choice` earns; an empty choice is a blank.

    A wrong choice costs the penalty. A part of the points is paid for closeness (estimates),
    and for an incomplete multiple choice or some right pairs as the format says; the speed bonus
    only for an answer right in full.
    """
    if not choice:
        return form.blank
    earned = _EARNED[key.kind](form, key, choice)
    if earned == form.right:
        return Points(earned + bonus(form, took))
    return Points(earned) if earned else Points(-form.penalty)


def right(form: Format, key: Key, choice: Sequence[int]) -> bool:
    """Whether `choice` earns the full points."""
    return bool(choice) and _EARNED[key.kind](form, key, choice) == form.right


def right_among(form: Format, points: Iterable[Points]) -> int:
    """How many answers are right, told by what they earned under their own keys: only what is right
    earns the full points, since a part or a blank stays below them (`formats.check`)."""
    return sum([one >= form.right for one in points])


def _same(form: Format, key: Key, choice: Sequence[int]) -> int:
    return form.right if tuple(choice) == key.places else 0


def _closeness(form: Format, key: Key, choice: Sequence[int]) -> int:
    full, away = form.right, abs(choice[0] - key.value)
    if away <= key.near:
        return full
    return full * max(0, key.far - away) // (key.far - key.near)


def _several(form: Format, key: Key, choice: Sequence[int]) -> int:
    """Missing some but none wrong: half the points, or a share per right option (regulations,
    section 6.3).
    """
    chosen, wanted = frozenset(choice), frozenset(key.places)
    if chosen == wanted:
        return form.right
    if form.partial is Partial.NONE or not chosen < wanted:
        return 0
    if form.partial is Partial.HALF:
        return form.right // 2
    return form.right * len(chosen) // len(wanted)


def _pairs(form: Format, key: Key, choice: Sequence[int]) -> int:
    """Some pairs right: half the points for at least half of them, or a share per right pair
    (regulations, section 6.3).
    """
    count = len(key.places)
    good = sum(chosen == wanted for chosen, wanted in zip(choice, key.places, strict=True))
    if good == count:
        return form.right
    if form.partial is Partial.NONE:
        return 0
    if form.partial is Partial.HALF:
        return form.right // 2 if good * 2 >= count else 0
    return form.right * good // count


def _pointed(form: Format, key: Key, choice: Sequence[int]) -> int:
    x, y = choice
    size = {"width": key.width, "height": key.height}
    return form.right if any(spots.inside(area, x, y, **size) for area in key.areas) else 0


def _typed(form: Format, key: Key, choice: Sequence[int]) -> int:
    answer = typed.form("".join(map(chr, choice)))
    return form.right if any(typed.form(one) == answer for one in key.accepted) else 0


_EARNED: dict[str, Callable[[Format, Key, Sequence[int]], int]] = {
    "single": _same,
    "truefalse": _same,
    "multiple": _several,
    "ordering": _same,
    "matching": _pairs,
    "estimate": _closeness,
    "hotspot": _pointed,
    "text": _typed,
}


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
