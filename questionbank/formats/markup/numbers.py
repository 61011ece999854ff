"""Numbers as foreign files write them: percentages of a mark, values, tolerances."""

from decimal import Decimal, InvalidOperation

from questionbank.formats.checked import estimate
from questionbank.formats.found import Note, error, warning
from questionbank.rules.question import NO_UNIT, Estimate

_LARGEST = 12  # digits; ours end at 10**9


def number(text: str) -> Decimal | None:
    """The number in a text ("33.33333", "1,5", " 100% "); None when it is none of use, or could
    be two ("1,000")."""
    plain = text.strip().rstrip("%").strip().replace("−", "-")
    if plain.count(",") == 1 and "." not in plain and len(plain.partition(",")[2]) != 3:
        plain = plain.replace(",", ".")
    try:
        value = Decimal(plain) if len(plain) < 60 else None
    except InvalidOperation:
        return None
    if value is None or not value.is_finite() or abs(value.adjusted()) > _LARGEST:
        return None
    return value


def whole_estimate(
    value: Decimal | None, tolerance: Decimal | None, unit: str
) -> tuple[Estimate | None, tuple[Note, ...]]:
    """The estimate of a numeric question. Whole numbers only: of a tolerance the whole part counts,
    since answers are whole; another value is refused by name."""
    if value is None or tolerance is None:
        return None, (error("number_unreadable", "key"),)
    if value != value.to_integral_value():
        return None, (error("whole_numbers_only", "key.value", str(value)),)
    notes = [warning("estimate_range", "key")]
    if not unit:  # the WARNING asks an editor for the right one
        notes.append(warning("unit_missing", "key.unit"))
    return estimate(int(value), int(abs(tolerance)), unit or NO_UNIT), tuple(notes)
