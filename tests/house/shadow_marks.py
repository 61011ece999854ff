"""A second marking: what one stored answer is worth, by code that shares nothing with ours."""

from cmath import phase
from collections.abc import Mapping, Sequence
from math import tau
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A row of the journal, as its table has it."""

    id: int
    attempt: int
    slot: int
    kind: int
    seq: int
    choice: str
    took_ms: int
    points: int
    received_at: int


class Verdict(NamedTuple):
    """A confirmed ruling, as its table has it, with its keys in the form of `Books.keys`."""

    number: int
    version: int
    kind: str
    keys: tuple[dict[str, Any], ...]


def worth(form: Mapping[str, Any], key: Mapping[str, Any], choice: str, took_ms: int) -> int:
    """The points of one stored answer."""
    if choice == "":
        return int(form["blank"])
    typed = key["kind"] == "text"
    given = [] if typed else [int(part) for part in choice.split(",")]
    base = _named(form, key, choice) if typed else _base(form, key, given)
    if base == form["right"]:
        return base + _speed(form, took_ms)
    return base if base > 0 else -int(form["penalty"])


def _base(form: Mapping[str, Any], key: Mapping[str, Any], given: list[int]) -> int:
    full, wanted = int(form["right"]), list(key["places"])
    if key["kind"] == "estimate":
        off = abs(given[0] - key["value"])
        if off > key["near"]:
            full = int(full * max(0, key["far"] - off) / (key["far"] - key["near"]) + 1e-9)
        return full
    if key["kind"] == "ordering":
        return full if given == wanted else 0
    if key["kind"] == "matching":
        return _paired(form, [one == other for one, other in zip(given, wanted, strict=True)])
    if key["kind"] == "hotspot":
        return (
            full
            if any(_holds(area, given, key.get("size", (1, 1))) for area in key["areas"])
            else 0
        )
    if sorted(given) == sorted(wanted):
        return full
    some = key["kind"] == "multiple" and all(place in wanted for place in given)
    shares = {"half": full // 2, "per_option": full * len(given) // max(len(wanted), 1)}
    return shares.get(form["partial"], 0) if some else 0


def _paired(form: Mapping[str, Any], good: list[bool]) -> int:
    full = int(form["right"])
    if all(good):
        return full
    half = full // 2 if good.count(True) >= good.count(False) else 0
    shares = {"half": half, "per_option": int(full * good.count(True) / len(good) + 1e-9)}
    return shares.get(form["partial"], 0)


def _named(form: Mapping[str, Any], key: Mapping[str, Any], choice: str) -> int:
    """As the tests' forms are written; the marks around a text are all that is forgiven."""
    said = choice[1:].strip("。，！“” ").lower()
    return int(form["right"]) if said in [one.lower() for one in key["accepted"]] else 0


def _holds(area: Sequence[Any], given: list[int], size: tuple[int, int]) -> bool:
    """Whether the point is in the area, by angles: seen from within, corners go full circle."""
    shape, *numbers = area
    x, y = given
    if shape == "rect":
        left, top, right, bottom = numbers
        return bool(left <= x <= right and top <= y <= bottom)
    if shape == "circle":
        tall = size[1] / size[0]
        return bool(abs(complex(x - numbers[0], (y - numbers[1]) * tall)) <= numbers[2] + 1e-9)
    corners = [complex(a - x, b - y) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
    if 0 in corners:
        return True
    turns = [
        other * one.conjugate()
        for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)
    ]
    whole = sum(phase(turn) for turn in turns)
    return any(turn.imag == 0 > turn.real for turn in turns) or round(whole / tau) % 2 == 1


def _speed(form: Mapping[str, Any], took_ms: int) -> int:
    limit, most = int(form["question_ms"]), int(form["bonus_points"])
    left = limit - max(took_ms, 0)
    if form["bonus"] == "none" or left <= 0:
        return 0
    if form["bonus"] == "linear":
        return most * left // limit
    step = next(
        n for n in range(form["bonus_steps"] + 1) if n * limit >= form["bonus_steps"] * left
    )
    return int(most * step // form["bonus_steps"])


def under(form: Mapping[str, Any], key: Mapping[str, Any], verdict: Verdict, row: Row) -> int:
    """The points of one stored answer under a ruling; one that counts for nobody has none."""
    if verdict.kind == "void_none":
        return 0
    if verdict.kind == "void_all":
        return int(form["right"]) + int(form["bonus_points"])
    keys = verdict.keys if verdict.kind in ("new_key", "accept") else (key,)
    return max(worth(form, one, row.choice, row.took_ms) for one in keys)
