"""The operators of response processing that exporters use; null in, null or false out."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from questionbank.formats.qti.qti2_tree import real
from questionbank.formats.qti.qti2_values import Unclear, Value, same


def _numbers(values: list[Value]) -> list[float] | None:
    found = [value for value in values if isinstance(value, float)]
    return found if len(found) == len(values) else None


def _two(values: list[Value]) -> tuple[Value, Value]:
    if len(values) != 2:
        raise Unclear("two values")
    return values[0], values[1]


def _all(values: list[Value]) -> frozenset[str] | None:
    """The members of containers and single values, together."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, (frozenset, tuple)):
            found |= set(value)
        elif isinstance(value, str):
            found.add(value)
        elif value is not None:
            raise Unclear("a container of numbers")
    return frozenset(found) or None


def _equal(values: list[Value], element: Element) -> Value:
    """Numbers within the tolerance; a relative one is in percent of the first."""
    pair = _numbers(values)
    if pair is None or len(pair) != 2:
        return False
    mode = element.get("tolerancemode", "exact").lower()
    if mode == "exact":
        return same(pair[0], pair[1])
    around = [real(part) for part in element.get("tolerance", "0").split()]
    if not around or None in around:
        raise Unclear("tolerance")
    low, high = abs(around[0] or 0.0), abs(around[-1] or 0.0)
    if mode == "relative":
        low, high = low * abs(pair[0]) / 100, high * abs(pair[0]) / 100
    return pair[0] - low <= pair[1] <= pair[0] + high


def _string_match(values: list[Value], element: Element) -> Value:
    one, other = _two(values)
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if element.get("casesensitive", "true").lower() == "false":
        one, other = one.lower(), other.lower()
    return other in one if element.get("substring", "").lower() == "true" else one == other


def _member(values: list[Value], _element: Element) -> Value:
    one, container = _two(values)
    held = {container} if isinstance(container, str) else container
    return isinstance(held, (set, frozenset, tuple)) and one in held


def _contains(values: list[Value], _element: Element) -> Value:
    outer, inner = _two(values)
    if not isinstance(outer, (frozenset, tuple)) or not isinstance(inner, (frozenset, tuple)):
        return False
    return set(inner) <= set(outer)


def _compare(test: Callable[[float, float], bool]) -> Callable[[list[Value], Element], Value]:
    def compared(values: list[Value], _element: Element) -> Value:
        pair = _numbers(values)
        return pair is not None and len(pair) == 2 and test(pair[0], pair[1])

    return compared


def _compute(rule: Callable[[list[float]], float]) -> Callable[[list[Value], Element], Value]:
    def computed(values: list[Value], _element: Element) -> Value:
        numbers = _numbers(values)
        return rule(numbers) if numbers else None

    return computed


def _product(numbers: list[float]) -> float:
    total = 1.0
    for one in numbers:
        total *= one
    return total


def _quotient(numbers: list[float]) -> float:
    if len(numbers) != 2 or numbers[1] == 0:
        raise Unclear("divide")
    return numbers[0] / numbers[1]


def _ordered(values: list[Value], _element: Element) -> Value:
    names = [value for value in values if isinstance(value, str)]
    if len(names) != len(values):
        raise Unclear("ordered")
    return tuple(names)


def _size(values: list[Value], _element: Element) -> Value:
    one = values[0] if values else None
    return float(len(one)) if isinstance(one, (frozenset, tuple)) else 0.0


def _index(values: list[Value], element: Element) -> Value:
    one, place = (values[0] if values else None), element.get("n", "")
    if not isinstance(one, tuple) or not place.isascii() or not place.isdigit():
        raise Unclear("index")
    return one[int(place) - 1] if 0 < int(place[:6]) <= len(one) else None


def _empty(values: list[Value], _element: Element) -> Value:
    return all(value is None or value in ("", frozenset(), ()) for value in values)


OPERATORS: dict[str, Callable[[list[Value], Element], Value]] = {
    "and": lambda values, _e: all(value is True for value in values),
    "or": lambda values, _e: any(value is True for value in values),
    "not": lambda values, _e: not any(value is True for value in values),
    "isnull": _empty,
    "match": lambda values, _e: same(*_two(values)),
    "equal": _equal,
    "stringmatch": _string_match,
    "member": _member,
    "contains": _contains,
    "gt": _compare(lambda a, b: a > b),
    "gte": _compare(lambda a, b: a >= b),
    "lt": _compare(lambda a, b: a < b),
    "lte": _compare(lambda a, b: a <= b),
    "sum": _compute(sum),
    "subtract": _compute(lambda n: n[0] - sum(n[1:])),
    "product": _compute(_product),
    "divide": _compute(_quotient),
    "min": _compute(min),
    "max": _compute(max),
    "integertofloat": _compute(lambda n: n[0]),
    "multiple": lambda values, _e: _all(values),
    "ordered": _ordered,
    "containersize": _size,
    "index": _index,
}
