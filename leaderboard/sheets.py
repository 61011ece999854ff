"""Boards as tables for a spreadsheet. A nickname may look like a formula; no cell is one."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leaderboard.rules.ranking import TOOK_STEP_MS
from leaderboard.rules.scopes import BoardId

MARK = "\ufeff"  # Excel takes a file without it for the system's old encoding
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: str) -> str:
    """The text so that no spreadsheet takes it for a formula, whatever invisible signs or blanks
    stand before it."""
    bare = cell.lstrip(" ")
    while bare and unicodedata.category(bare[0]) == "Cf":
        bare = bare[1:].lstrip(" ")
    return f"'{cell}" if bare.startswith(FORMULA) or cell.startswith(("\t", "\r", "\n")) else cell


def decimal(number: int | None, *, over: int, places: int) -> str:
    """`number / over` with so many decimal places, halves up; "" for None."""
    if number is None:
        return ""
    scaled = (2 * number * 10**places + over) // (2 * over)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}" + (f".{rest:0{places}d}" if places else "")


def seconds(ms: int) -> str:
    """A time taken as seconds with hundredths, cut off as ties compare it: of two people with equal
    points the one who stands below never shows the smaller figure."""
    return decimal(ms // TOOK_STEP_MS, over=1_000 // TOOK_STEP_MS, places=2)


def moment(ms: int) -> str:
    """A moment in the contest's time zone, to the second."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.fromtimestamp(ms // 1000, zone).strftime("%Y-%m-%d %H:%M:%S")


def filename(board: BoardId) -> str:
    return str(board).replace(":", "_").replace("/", "-") + ".csv"


def table(body: Mapping[str, Any]) -> str:
    """A board's answer as CSV with a heading row."""
    match body.get("kind"):
        case "days":
            return written(_DAYS, map(_day, body["rows"]))
        case "census":
            return written(_CENSUS, map(_census, body["rows"]))
        case kind:
            persons = kind == "persons"
            divisor = body["divisor"]
            rows = [_person(row, divisor) if persons else _region(row) for row in body["rows"]]
            return written(_heading(persons=persons), rows)


def written(heading: Sequence[Any], rows: Iterable[Sequence[str]]) -> str:
    """A heading and rows as CSV; every cell that a person wrote must be `safe` already."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(str, heading))
    writer.writerows(rows)
    return MARK + out.getvalue()


_DAYS = [
    gettext_lazy("日期"),
    gettext_lazy("人数"),
    gettext_lazy("人次"),
    gettext_lazy("平均分"),
    gettext_lazy("地区得分"),
    gettext_lazy("名次"),
]
_CENSUS = [
    gettext_lazy("地区"),
    gettext_lazy("代码"),
    gettext_lazy("常住人口"),
    gettext_lazy("普查年份"),
]


def _day(row: Mapping[str, Any]) -> list[str]:
    figures = [decimal(row[name], over=100, places=2) for name in ("mean_x100", "score_x100")]
    people = [str(row["people"]), str(row["attempts"])]
    return [row["day"], *people, *figures, str(row["rank"] or "")]


def _census(row: Mapping[str, Any]) -> list[str]:
    figures = [str(row[name] or "") for name in ("population", "year")]
    return [safe(row["name"]), row["code"], *figures]


def _heading(*, persons: bool) -> list[str]:
    if persons:
        names = [_("昵称"), _("地区"), _("得分"), _("用时（秒）"), _("完成时间"), _("次数")]
    else:
        names = [_("地区"), _("代码"), _("人数"), _("人次"), _("平均分"), _("地区得分")]
    return [_("名次"), *names]


def _person(row: Mapping[str, Any], divisor: int) -> list[str]:
    return [
        str(row["rank"]),
        safe(row["name"]),
        safe(row["place"]),
        decimal(row["score"], over=divisor, places=0 if divisor == 1 else 2),
        decimal(row["took_ms"], over=1000, places=3),
        moment(row["finished_at"]),
        str(row["tries"]),
    ]


def _region(row: Mapping[str, Any]) -> list[str]:
    figures = [row["people"], row["attempts"]]
    return [
        str(row["rank"] or ""),
        safe(row["name"]),
        row["id"].rpartition("/")[2],
        *("" if number is None else str(number) for number in figures),
        decimal(row["mean_x100"], over=100, places=2),
        decimal(row["score_x100"], over=100, places=2),
    ]
