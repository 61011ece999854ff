"""Size bands: regions are compared with those of about their own number of residents.

Source: contest regulations, section 8.6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Band:
    """Regions of up to `most` residents (None = no end) that are in no smaller band."""

    code: str
    most: int | None


BANDS: Final = (Band("small", 299_999), Band("middle", 1_000_000), Band("large", None))


def check(bands: Sequence[Band]) -> None:
    """Raises ValueError unless each band ends above the one before, and only the last never."""
    ends = [band.most for band in bands]
    inner = [end for end in ends[:-1] if end is not None]
    if not ends or ends[-1] is not None or len(inner) != len(ends) - 1:
        raise ValueError("the last band, and only that, must have no end")
    if inner != sorted(set(inner)) or (inner and inner[0] < 1):
        raise ValueError("each band must end above the one before")


def band_of(population: int | None, bands: Sequence[Band] = BANDS) -> Band | None:
    """The band of a region; None when its number of residents is not known."""
    if not population:
        return None
    return next(band for band in bands if band.most is None or population <= band.most)


def cap(values: Iterable[int], per_cent: int = 90) -> int | None:
    """The value that at least `per_cent` of a hundred do not exceed (nearest rank); None for none.

    Raises ValueError unless `per_cent` is from 1 to 100.
    """
    if not 1 <= per_cent <= 100:
        raise ValueError(f"wants 1 to 100 per cent, got {per_cent}")
    ordered = sorted(values)
    return ordered[-(-len(ordered) * per_cent // 100) - 1] if ordered else None


def caps(rates: Mapping[str, list[int]], per_cent: int = 90) -> dict[str, int]:
    """The cap of each band, from the rates of its regions."""
    found = {code: cap(values, per_cent) for code, values in rates.items()}
    return {code: value for code, value in found.items() if value is not None}
