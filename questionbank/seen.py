"""How somebody who reports a question saw it: the app that plays rounds says so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from questionbank.models import Report


@dataclass(frozen=True, slots=True)
class Seen:
    """A question on one paper. `order` is the places of its options in the order shown; `choice` is
    as the journal keeps it: empty = left blank."""

    order: tuple[int, ...]
    choice: tuple[int, ...]


Source = Callable[[Sequence[Report]], Mapping[int, Seen]]
_source: list[Source] = []


def tell(source: Source) -> None:
    """Have `source` asked for what reporters saw. Called once, when the app that plays starts."""
    _source[:] = [source]


def of(reports: Sequence[Report]) -> Mapping[int, Seen]:
    """What each report's person saw, by the report's number; what nobody may know yet, or nobody
    knows, is left out."""
    return _source[0](reports) if _source and reports else {}
