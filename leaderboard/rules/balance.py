"""How evenly the cohorts took part: normalised entropy, the same digit for digit on every machine.

Source: contest regulations, section 8.5. No binary fraction comes near a stored number: logarithms
are those of `decimal`, which are rounded correctly by definition.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

WHOLE: Final = 10_000
# Far more digits than the four that are kept: no sum of rounded logarithms changes those.
EXACT: Final = Context(prec=40, rounding=ROUND_HALF_EVEN)


def balance(people: Sequence[int]) -> int | None:
    """How near the cohorts' numbers of people are to each other, in parts per 10,000.

    10,000 = all equal, 0 = all people in one cohort. None when nobody took part, or when there are
    fewer than two cohorts to compare. A cohort without people must be in the list as 0.
    """
    whole = sum(people)
    if whole < 1 or len(people) < 2:
        return None
    parts = EXACT.create_decimal(0)
    for count in people:
        if count:
            parts = EXACT.add(parts, EXACT.multiply(Decimal(count), _ln(count)))
    entropy = EXACT.subtract(_ln(whole), EXACT.divide(parts, Decimal(whole)))
    share = EXACT.divide(EXACT.multiply(entropy, Decimal(WHOLE)), _ln(len(people)))
    return min(max(int(share.to_integral_value(ROUND_HALF_UP)), 0), WHOLE)


@lru_cache(maxsize=65_536)
def _ln(count: int) -> Decimal:
    return EXACT.ln(Decimal(count))
