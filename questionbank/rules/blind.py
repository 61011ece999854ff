"""A reviewer answers before the key is shown. Source: contest regulations, section 10.3.

A choice is a list of numbers as a step of the workflow keeps it: places of options (of an ordering
all, in the chosen order), for a matching the place of the target of each option, an estimate's
number, x and y of a point in thousandths, a typed text's code points. Empty = not answered.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from questionbank.rules import spots, typed
from questionbank.rules.question import Draft, clean_line
from questionbank.rules.validity import FARTHEST, LENGTHS

Choice = tuple[int, ...]
# The side of a picture, in the unit of a point.
SIDE = 1_000


def read(draft: Draft, said: Mapping[str, Sequence[str]]) -> Choice | None:
    """The choice that a form's fields say; () for an empty form, None for an impossible one.

    Fields: `choice` (option numbers), `number`, `at-0`, `at-1`, ... (of an ordering the position of
    each option from 0, of a matching its target), `x` and `y`, `text`.
    """
    return _READ[draft.kind](draft, said)


def right(draft: Draft, choice: Sequence[int], *, size: tuple[int, int] = (1, 1)) -> bool:
    """Whether the choice is right in full; `size` = width and height of the picture in pixels."""
    if not choice:
        return False
    match draft.kind:
        case "estimate" if draft.estimate:
            return abs(choice[0] - draft.estimate.value) <= draft.estimate.near
        case "hotspot":
            x, y = choice
            width, height = size
            return any(spots.inside(a, x, y, width=width, height=height) for a in draft.areas)
        case "text":
            form = typed.form("".join(map(chr, choice)))
            return any(typed.form(one) == form for one in draft.accepted)
    return tuple(choice) == draft.key


def shuffled(count: int, seed: str) -> list[int]:
    """The places 0 to `count` - 1 in an order that `seed` alone decides."""

    def rank(place: int) -> bytes:
        return hashlib.sha256(f"{seed} {place}".encode()).digest()

    return sorted(range(count), key=rank)


def _numbers(values: Sequence[str]) -> Choice | None:
    """The whole numbers, or None when one is none."""
    if any(not _whole(value.strip()) for value in values):
        return None
    return tuple(int(value) for value in values)


def _whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 10


def _chosen(draft: Draft, said: Mapping[str, Sequence[str]]) -> Choice | None:
    places = _numbers(said.get("choice", ()))
    if places is None or len(set(places)) < len(places):
        return None
    count = 2 if draft.kind == "truefalse" else len(draft.options)
    most = count if draft.kind == "multiple" else 1
    possible = len(places) <= most and all(0 <= place < count for place in places)
    return tuple(sorted(places)) if possible else None


def _estimated(draft: Draft, said: Mapping[str, Sequence[str]]) -> Choice | None:
    number = _numbers([value for value in said.get("number", ()) if value.strip()])
    if number is None or len(number) > 1 or any(abs(one) > FARTHEST for one in number):
        return None
    return number


def _each(draft: Draft, said: Mapping[str, Sequence[str]]) -> Choice | None:
    values = [value for at in range(len(draft.options)) for value in said.get(f"at-{at}", ())]
    if not any(values):
        return ()
    numbers = _numbers(values)
    return numbers if numbers and len(numbers) == len(draft.options) else None


def _ordered(draft: Draft, said: Mapping[str, Sequence[str]]) -> Choice | None:
    positions = _each(draft, said)
    if not positions:
        return positions
    if sorted(positions) != list(range(len(positions))):
        return None
    return tuple(sorted(range(len(positions)), key=positions.__getitem__))


def _matched(draft: Draft, said: Mapping[str, Sequence[str]]) -> Choice | None:
    targets = _each(draft, said)
    if targets and not all(0 <= target < len(draft.targets) for target in targets):
        return None
    return targets


def _pointed(_draft: Draft, said: Mapping[str, Sequence[str]]) -> Choice | None:
    both = [value for name in ("x", "y") for value in said.get(name, ()) if value.strip()]
    point = _numbers(both)
    if not point:
        return point
    return point if len(point) == 2 and all(0 <= one <= SIDE for one in point) else None


def _typed(_draft: Draft, said: Mapping[str, Sequence[str]]) -> Choice | None:
    text = clean_line("".join(char for char in "".join(said.get("text", ())) if char.isprintable()))
    return tuple(map(ord, text)) if len(text) <= LENGTHS["form"][0] else None


_READ: dict[str, Callable[[Draft, Mapping[str, Sequence[str]]], Choice | None]] = {
    "single": _chosen,
    "multiple": _chosen,
    "truefalse": _chosen,
    "estimate": _estimated,
    "ordering": _ordered,
    "matching": _matched,
    "hotspot": _pointed,
    "text": _typed,
}
