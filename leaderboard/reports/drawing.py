"""The picture above a report's table: columns over days, bars of regions and groups, levels."""

from collections.abc import Sequence
from dataclasses import dataclass

from leaderboard.reports.tables import By, Row, Table
from leaderboard.rules.figures import Figures

# The inner size of a picture in its own units; the page stretches it.
WIDE, HIGH = 640, 160
MOST_BARS = 30
# So many days are named where not all can be: large enough to be read on a phone.
MOST_DAYS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its place, its length, what it is of, and its number; `told` = a column whose day
    is written out however many there are."""

    x: float
    y: float
    width: float
    height: float
    name: str
    words: str
    told: bool = False

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def bars(table: Table, by: By) -> list[Bar]:
    """Days as columns; everything else as bars from the left, the longest first."""
    return _columns(table.rows) if by is By.DAY else _lines(table.rows)


def _columns(rows: Sequence[Row]) -> list[Bar]:
    most = max((row.figures.attempts for row in rows if row.figures), default=0)
    wide = WIDE / max(len(rows), 1)
    found, told = [], _told(len(rows))
    for at, row in enumerate(rows):
        count = row.figures.attempts if row.figures else 0
        high = round((HIGH - 30) * count / most, 1) if most else 0.0
        width = round(min(wide * 0.8, 40), 1)
        words = f"{count:,}" if row.figures else "*"
        place = round(at * wide + (wide - width) / 2, 1)
        bar = Bar(place, HIGH - 18 - high, width, high, row.name[5:], words, told=at in told)
        found.append(bar)
    return found


def _told(many: int) -> set[int]:
    """The places of MOST_DAYS days of so many, the first and the last among them."""
    steps = min(many, MOST_DAYS) - 1
    return {(many - 1) * step // max(steps, 1) for step in range(steps + 1)}


def _lines(rows: Sequence[Row]) -> list[Bar]:
    known = [row for row in rows if row.figures and row.figures.people and row.depth < 2]
    known.sort(key=lambda row: -(row.figures.people if row.figures else 0))
    most = known[0].figures.people if known and known[0].figures else 1
    return [
        Bar(
            0, 0, round(100 * row.figures.people / most, 1), 10, row.name, f"{row.figures.people:,}"
        )
        for row in known[:MOST_BARS]
        if row.figures
    ]


def levels(of: Figures | None) -> list[tuple[float, float, int, int]]:
    """The shares of the four levels in one bar of 100: place, width, people, and per cent."""
    if of is None or not of.people:
        return []
    found, place = [], 0.0
    for count in (of.level0, of.level1, of.level2, of.level3):
        width = 100 * count / of.people
        found.append((round(place, 2), round(width, 2), count, round(width)))
        place += width
    return found
