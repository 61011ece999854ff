"""Checks a published result: signature, files, every mark, standing, rank and region.

    python verify.py result.json --answers answers.jsonl.gz --persons persons.jsonl.gz
    python verify.py award.json --rests-on result.json --answers answers.jsonl.gz
    python verify.py season.json --persons persons.jsonl.gz --rests-on result1.json result2.json \\
        --answers answers1.jsonl.gz answers2.jsonl.gz

Stands alone, and shares no code with the system that made the result: Python 3.11, and for the
signature the package cryptography. Rules: contest regulations, sections 2.4, 6 to 9 and 12.
Exit status: 0 = the same, 1 = something differs, 2 = a file cannot be read.
"""

# First part: what an answer and a paper earn.

from itertools import pairwise
from typing import Any

Json = dict[str, Any]


def points(form: Json, question: Json, choice: list[int], took: int) -> int | None:
    """What an answer earns under the last ruling on its question; None = counts for nobody."""
    ruling = question.get("ruling")
    kind = ruling["kind"] if ruling else ""
    if kind == "void_none":
        return None
    if kind == "void_all":
        return int(form["right"]) + int(form["bonus_points"])
    keys = (ruling["keys"] if ruling else []) or [question["key"]]
    return max(_by_key(form, question["kind"], key, choice, took) for key in keys)


def _by_key(form: Json, kind: str, key: Json, choice: list[int], took: int) -> int:
    if not choice:
        return int(form["blank"])
    whole = int(form["right"])
    base = _base(form, kind, key, choice)
    if base == whole:
        return whole + _speed(form, took)
    return base or -int(form["penalty"])


def _base(form: Json, kind: str, key: Json, choice: list[int]) -> int:
    """The points without the bonus: sections 6.2 and 6.3."""
    whole = int(form["right"])
    if kind == "estimate":
        return _near(whole, key, choice[0])
    if kind == "hotspot":
        return whole * any(_hit(area, choice, key) for area in key["areas"])
    if kind == "text":
        return whole * (choice[0] in key["forms"])
    if kind in ("multiple", "matching"):
        return {"multiple": _several, "matching": _pairs}[kind](form, key["places"], choice)
    return whole if choice == key["places"] else 0


def _several(form: Json, wanted: list[int], choice: list[int]) -> int:
    whole, chosen, right = int(form["right"]), set(choice), set(wanted)
    if chosen < right:
        return _part(form, whole // 2, whole * len(chosen) // len(right))
    return whole if chosen == right else 0


def _pairs(form: Json, wanted: list[int], choice: list[int]) -> int:
    whole = int(form["right"])
    good = [one == other for one, other in zip(choice, wanted, strict=True)].count(True)
    if good == len(wanted):
        return whole
    return _part(form, whole // 2 * (2 * good >= len(wanted)), whole * good // len(wanted))


def _part(form: Json, half: int, share: int) -> int:
    parts: dict[str, int] = {"half": half, "per_option": share}
    return parts.get(str(form["partial"]), 0)


def _near(whole: int, key: Json, said: int) -> int:
    off = abs(said - int(key["value"]))
    if off <= key["near"]:
        return whole
    near, far = int(key["near"]), int(key["far"])
    return whole * max(0, far - off) // (far - near)


def _hit(area: list[Any], at: list[int], key: Json) -> bool:
    """Whether a point, in thousandths of the picture's sides, is in the area or on its edge."""
    shape, *numbers = area
    x, y = at
    if shape == "rect":
        return bool(numbers[0] <= x <= numbers[2] and numbers[1] <= y <= numbers[3])
    if shape == "circle":
        wide, high = (x - numbers[0]) * key["width"], (y - numbers[1]) * key["height"]
        return bool(wide**2 + high**2 <= (numbers[2] * key["width"]) ** 2)
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    within = False
    for (ax, ay), (bx, by) in pairwise([*corners, corners[0]]):
        side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if side == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay <= y) != (by <= y) and (side > 0) == (by > ay):
            within = not within
    return within


def _speed(form: Json, took: int) -> int:
    limit, most = int(form["question_ms"]), int(form["bonus_points"])
    left = limit - max(took, 0)
    if form["bonus"] == "none" or left <= 0:
        return 0
    if form["bonus"] == "linear":
        return most * left // limit
    steps = int(form["bonus_steps"])
    return most * (-(-steps * left // limit)) // steps


def score(form: Json, questions: Json, line: Json) -> int:
    """The points of a paper; where k of n questions count for nobody, times n / (n - k)."""
    earned = [points(form, questions[q], choice, took) for q, choice, took in line["answers"]]
    counted = [one for one in earned if one is not None]
    if not counted:
        return 0
    return (2 * sum(counted) * len(earned) + len(counted)) // (2 * len(counted))
