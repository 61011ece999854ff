"""The values of response processing: null, truth, numbers, texts and containers of texts."""

from questionbank.formats.qti.qti2_tree import Declaration, real, tidy

# None is null; a frozenset a "multiple", a tuple an "ordered" container.
Value = None | bool | float | str | frozenset[str] | tuple[str, ...]
_SAME = 1e-9


class Unclear(Exception):
    """The rule holds something that this machine does not know."""


def right(declared: Declaration) -> Value:
    """What is declared as correct, as the value that an answer would have."""
    return answer(declared, declared.correct)


def answer(declared: Declaration, names: tuple[str, ...]) -> Value:
    """An answer of these names in the shape of its declaration."""
    if not names:
        return None
    if declared.cardinality == "ordered":
        return names
    if declared.cardinality == "multiple":
        return frozenset(names)
    return typed(names[0], declared.kind)


def typed(text: str, kind: str) -> Value:
    if kind in ("float", "integer"):
        return real(text)
    if kind == "boolean":
        return text.strip().lower() in ("true", "1")
    return tidy(text, kind)


def same(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < _SAME
    return one is not None and one == other
