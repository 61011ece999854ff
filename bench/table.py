"""One line of the result, and the whole of it as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Goal:
    """What a row should reach: `figure` is "ours", "floor" (ours : floor) or "stock"."""

    figure: str
    sign: str
    value: float


@dataclass(frozen=True, slots=True)
class Row:
    """`ours` beside the floor (the least it could cost) and stock practice, measured together."""

    what: str
    where: str
    unit: str
    ours: float
    floor: float | None = None
    stock: float | None = None
    goals: Sequence[Goal] = field(default=())

    @property
    def to_floor(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def to_stock(self) -> float | None:
        return self.ours / self.stock if self.stock else None

    def verdict(self) -> str:
        """Each goal with what came of it; nothing for a row without goals."""
        return ", ".join(self._one(goal) for goal in self.goals)

    def _one(self, goal: Goal) -> str:
        seen = {"ours": self.ours, "floor": self.to_floor, "stock": self.to_stock}[goal.figure]
        times = "" if goal.figure == "ours" else f" x {goal.figure}"
        said = f"{goal.sign} {short(goal.value)}{times}"
        if seen is None:
            return f"{said}: not measured"
        met = seen <= goal.value if goal.sign == "<=" else seen >= goal.value
        return f"{said}: {'met' if met else 'MISSED'}"


def short(value: float | None) -> str:
    """A figure with as many digits as it deserves; "-" for none."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}".removesuffix(".00")


HEAD = ("what", "where", "unit", "ours", "floor", "x floor", "stock", "x stock", "goal")


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table that also reads well in a terminal."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    printed = [_line(line, widths) for line in lines]
    rule = _line(["-" * width for width in widths], widths)
    return "\n".join([printed[0], rule, *printed[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    figures = (row.ours, row.floor, row.to_floor, row.stock, row.to_stock)
    return (row.what, row.where, row.unit, *map(short, figures), row.verdict())


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        " " * (width - len(cell)) + cell if 3 <= n <= 7 else cell + " " * (width - len(cell))
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "| " + " | ".join(padded) + " |"
