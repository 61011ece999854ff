"""Boards as tables for a spreadsheet. A nickname may look like a formula; no cell is one."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from leaderboard.rules.scopes import BoardId

MARK = "\ufeff"  # Excel takes a file without it for the system's old encoding
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) or cell[:1] in "\t\r\n" else cell


def decimal(number: int | None, *, over: int, places: int) -> str:
    """`number / over` with so many decimal places, halves up; "" for None."""
    if number is None:
        return ""
    scaled = (2 * number * 10**places + over) // (2 * over)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}" + (f".{rest:0{places}d}" if places else "")


def moment(ms: int) -> str:
    """A moment in the contest's time zone, to the second."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.fromtimestamp(ms // 1000, zone).strftime("%Y-%m-%d %H:%M:%S")


def filename(board: BoardId) -> str:
    return str(board).replace(":", "_").replace("/", "-") + ".csv"


def table(body: Mapping[str, Any]) -> str:
    """A board's answer as CSV with a heading row."""
    out = io.StringIO()
    writer = csv.writer(out)
    persons = ":persons:" in body["board"]
    writer.writerow(_heading(persons=persons))
    for row in body["rows"]:
        writer.writerow(_person(row, body["divisor"]) if persons else _region(row))
    return MARK + out.getvalue()


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
