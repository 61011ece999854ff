"""The columns of a report: their titles, what each of them means, and their cells.

One list for the page, the CSV and the spreadsheet, so that no two of them say different things.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from leaderboard.reports.tables import Row
from leaderboard.reports.unshown import LEVELS, NEW
from leaderboard.rules.figures import Figures
from leaderboard.rules.scores import Unshown, rounded


class Kind(Enum):
    """How a cell is written: a whole number, hundredths, or hundredths of a per cent."""

    COUNT = "#,##0"
    HUNDREDTHS = "0.00"
    PER_CENT = "0.00%"


@dataclass(frozen=True, slots=True)
class Column:
    """`value` gives hundredths unless the kind is COUNT; None = nothing to say."""

    title: str
    note: str
    kind: Kind
    value: Callable[[Row, Figures], int | None]
    of_rate: bool = False
    # The place of the figure that it shows, where that may be about too few people.
    figure: int | None = None


def columns(*, rates: bool, points: bool, week: bool, whole: bool, levels: bool) -> list[Column]:
    """The columns: people for each ten thousand residents only where rows are regions (`rates`),
    mean scores only within one round (`points`), newcomers only of a `week` or of days. Of single
    days (not `whole`) the share that was handed in is not told: a paper may be opened on one day
    and closed on the next."""
    found = [
        *_counts(week=week, whole=whole),
        *_means(points=points),
        *(_levels() if levels else []),
    ]
    return [*found, _rate()] if rates else found


def _counts(*, week: bool, whole: bool) -> list[Column]:
    people = Column(
        _("参赛人数"),
        _("在本行范围内至少有一份有效答卷的人，每人只计一次。"),
        Kind.COUNT,
        lambda _row, of: of.people,
    )
    new = Column(
        _("新增人数"),
        _("此前在本行范围内没有有效答卷、在这段时间内有了第一份的人。各天、各周可以相加。"),
        Kind.COUNT,
        lambda _row, of: of.newcomers,
        figure=NEW,
    )
    attempts = Column(
        _("参赛人次"),
        _("交上来的有效答卷份数；作废的不计。下级各行相加等于合计。"),
        Kind.COUNT,
        lambda _row, of: of.attempts,
    )
    done = Column(
        _("交卷率"),
        _("交卷份数（含后来作废的）除以开卷份数；开卷按开始答题的日期计，最近一分钟的还不计。"),
        Kind.PER_CENT,
        lambda row, of: _share(of.closed, row.opened),
    )
    return [people, *([new] if week else []), attempts, *([done] if whole else [])]


def _means(*, points: bool) -> list[Column]:
    mean = Column(
        _("平均分"),
        _("有效答卷的得分合计除以参赛人次，不是每人最好成绩的平均。"),
        Kind.HUNDREDTHS,
        lambda _row, of: rounded(100 * of.points, of.attempts) if of.attempts else None,
    )
    mark = Column(
        _("平均得分率"),
        _("每份有效答卷的得分占满分的百分比，再取平均；满分不同的轮次可以放在一起比较。"),
        Kind.PER_CENT,
        lambda _row, of: rounded(of.marks, of.attempts) if of.attempts else None,
    )
    return [*([mean] if points else []), mark]


def _levels() -> list[Column]:
    note = _("按每人在本行范围内最好的一份答卷分档：得分超过满分的 55 %、70 %、85 % 各进一档。")
    names = [_("55 % 及以下"), _("55–70 %"), _("70–85 %"), _("85 % 以上")]
    return [
        Column(name, note, Kind.COUNT, _level(at), figure=at)
        for at, name in zip(LEVELS, names, strict=True)
    ]


def _level(at: int) -> Callable[[Row, Figures], int]:
    return lambda _row, of: of[at]


def _rate() -> Column:
    return Column(
        _("每万人参赛人数"),
        _("参赛人数除以常住人口（2020 年人口普查）再乘一万。人口不详的地区不显示，不按 0 计。"),
        Kind.HUNDREDTHS,
        lambda row, _of: row.rate.x100,
        of_rate=True,
    )


def _share(part: int, whole: int) -> int | None:
    """Hundredths of a per cent; None while the openings are not counted yet."""
    return min(rounded(10_000 * part, whole), 10_000) if part and whole else None


def shown(column: Column, row: Row) -> str:
    """The cell as people read it."""
    if row.figures is None or column.figure in row.small:
        return "*"
    value = column.value(row, row.figures)
    if value is None:
        return _("待核查") if column.of_rate and row.rate.why is Unshown.OVER else "–"
    if column.kind is Kind.COUNT:
        return f"{value:,}"
    text = f"{value // 100:,}.{value % 100:02d}"
    return f"{text} %" if column.kind is Kind.PER_CENT else text
