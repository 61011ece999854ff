"""The last step of every reader: a draft is held against the rules, and becomes a row."""

import re
from collections.abc import Iterable
from typing import Any

from questionbank.formats.found import Note, Row, error
from questionbank.rules.question import Draft, Estimate, Text
from questionbank.rules.validity import FARTHEST, problems

# "All of the above" is only right while it stands last: such an option must not be shuffled.
_LAST = re.compile(
    r"(以上|上述)(选项|答案|说法|[二三四五]项|各项|[二三四五]者)?(内容)?(全|都|均|皆|没有|无).{0,8}"
    r"|(all|none|both) of (the|these) (above|options)\.?|none of these\.?|all of these\.?",
    re.IGNORECASE,
)


def row(where: str, draft: Draft, notes: Iterable[Note] = (), **rest: Any) -> Row:
    """The row of `draft`, with an ERROR for each thing that keeps it from being stored."""
    wrong = (error(p.code, p.where, p.message) for p in problems(draft))
    return Row(where, draft, (*notes, *wrong), **rest)


def unsupported(where: str, kind: str, notes: Iterable[Note] = (), **rest: Any) -> Row:
    """The row of a question of a kind that we do not have; `kind` is the file's word for it."""
    return Row(where, None, (error("kind_not_supported", "type", kind), *notes), **rest)


def speaks_of_others(option: str) -> bool:
    """Whether an option is like "all of the above" and has to stay last."""
    return _LAST.fullmatch(option.strip()) is not None


def estimate(value: int, tolerance: int, unit: str) -> Estimate:
    """The estimate of a numeric question from elsewhere, which knows a tolerance and no slider.

    Paid whole within the tolerance, not at all outside it. The slider ends at the next power of
    ten that leaves the value in its lower part, so that its middle does not give it away.
    """
    near = abs(tolerance)
    most = 10
    while most <= abs(value) + near:
        most *= 10
    most = min(most, FARTHEST)
    return Estimate(value, near, near + 1, -most if value < 0 else 0, most, Text(unit))
