"""Pictures of statistics as places and lengths; the templates draw them as inline SVG.

Numbers of fewer than LEAST_SHOWN people have no length: they are drawn as nothing, said as few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from questionbank.rules.curves import Band, Curve
from questionbank.rules.items import LEAST_SHOWN, Third
from questionbank.rules.pace import EDGES
from questionbank.rules.rates import ABILITIES, ONE

# The inner size of a picture in its own units; the page stretches it.
WIDE, HIGH = 320, 180
LEFT, BOTTOM = 34, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from the left or from below: its place, its length, what is written at it."""

    x: float
    y: float
    width: float
    height: float
    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point with the ends of its error bar."""

    x: float
    y: float
    top: float
    low: float
    words: str


@dataclass(frozen=True, slots=True)
class Choices:
    """One answer with its bars for the three thirds."""

    name: str
    right: bool
    bars: tuple[Bar, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """Marks of the two axes: (place, words)."""

    across: list[tuple[float, str]]
    up: list[tuple[float, str]]


def shares(thirds: Sequence[Third], names: Mapping[str, str]) -> list[Choices]:
    """For each answer how much of the top, middle and bottom third gave it; 100 long is all."""
    return [
        Choices(
            names.get(third.choice, third.choice),
            third.right,
            tuple(_of_third(third, at) for at in (2, 1, 0)),
            few(third.total),
        )
        for third in thirds
    ]


def _of_third(third: Third, at: int) -> Bar:
    count, size = third.counts[at], third.sizes[at]
    if count < LEAST_SHOWN:
        return Bar(0, 0, 0, 10, few(count), ("low", "mid", "top")[at])
    share = 100 * count / size
    return Bar(0, 0, share, 10, f"{share:.0f}%", ("low", "mid", "top")[at])


def few(count: int) -> str:
    """A number of people; of a few only that they are few."""
    return f"{count:,}" if count >= LEAST_SHOWN else _("不足 %d 人") % LEAST_SHOWN


def curve(found: Curve) -> list[Point]:
    """The rates at the four abilities, with one standard error to each side."""
    return [
        _point(ability, rate / ONE, error / ONE)
        for ability, rate, error in zip(ABILITIES, found.rates, found.errors, strict=True)
    ]


def seen(bands: Sequence[Band]) -> list[Point]:
    """What people of each band did themselves; bands of a few people are left out."""
    return [
        _point(max(min(band.ability, 2), -1), share, (share * (1 - share) / band.people) ** 0.5)
        for band in bands
        if band.people >= LEAST_SHOWN
        for share in (band.right / band.people,)
    ]


def line(points: Sequence[Point]) -> str:
    return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in points)


def curve_ticks() -> Ticks:
    names = {-1: _("较弱"), 0: _("平均"), 1: _("较强"), 2: _("最强")}
    across = [(_x(ability), names[ability]) for ability in ABILITIES]
    return Ticks(across, [(_y(share / 100), f"{share}%") for share in (0, 25, 50, 75, 100)])


def times(paces: Mapping[int, tuple[int, int]]) -> list[Bar]:
    """How many took how long, and above each the share that was right."""
    most = max((n for n, _right in paces.values()), default=0)
    width = WIDE / len(EDGES)
    bars = []
    for step in range(len(EDGES)):
        n, right = paces.get(step, (0, 0))
        shown = n if n >= LEAST_SHOWN else 0
        high = HIGH * 0.86 * shown / most if most else 0.0
        words = f"{100 * right / n:.0f}%" if shown else ""
        bars.append(Bar(LEFT + step * width + 1, HIGH - high, width - 2, high, words))
    return bars


def time_ticks() -> list[tuple[float, str]]:
    width = WIDE / len(EDGES)
    return [(LEFT + at * width, f"{edge // 1000}") for at, edge in enumerate(EDGES)]


def _point(ability: float, share: float, error: float) -> Point:
    words = f"{100 * share:.0f}% ± {100 * error:.1f}"
    top, low = _y(min(share + error, 1)), _y(max(share - error, 0))
    return Point(_x(ability), _y(share), top, low, words)


def _x(ability: float) -> float:
    return round(LEFT + WIDE * (ability + 1.3) / 3.6, 1)


def _y(share: float) -> float:
    return round(8 + (HIGH - 8) * (1 - share), 1)
