"""Reports on the organisers' desk: a region, its parts, its cohorts, units and days."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leaderboard import board, catalogue, sheets
from leaderboard.catalogue import Catalogue
from leaderboard.desk import frame, reach
from leaderboard.public.names import either, full_name
from leaderboard.reports import columns, drawing, files, snapshot
from leaderboard.reports.columns import Column
from leaderboard.reports.files import Paper
from leaderboard.reports.groups import sorted_into
from leaderboard.reports.snapshot import Snapshot
from leaderboard.reports.tables import Asked, By, Row, Table, Writer
from leaderboard.rules.figures import WEEK, monday
from questionbank.access import allowed
from quiz.models import Contest

HERE = "desk-reports"
# A province has tens of thousands of units: their page would be megabytes. Files hold all of them.
MOST_UNITS = 300
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Report:
    """One request for a report, read and answered."""

    def __init__(self, request: HttpRequest, of: Contest) -> None:
        self.request, self.contest = request, of
        self.places: Catalogue = catalogue.load()
        self.rounds = [one for one in self.places.rounds.values() if one.contest == of.code]
        self.round = self._round()
        self.place = reach.region(request, self.places, of, request.GET.get("region", "")[:80])
        self.few = board.policy().few
        self.asked = self._asked()
        self.snapshot: Snapshot = snapshot.of(of.code, self.round, units=self.asked.by is By.UNIT)
        self.writer = Writer(self.snapshot, self.places)
        self.table: Table = self.writer.table(self.asked)
        self.columns: list[Column] = columns.columns(
            rates=self.asked.by in (By.REGION, By.GROUP) and not self.asked.cohort,
            points=bool(self.round),
            week=bool(self.asked.week) or self.asked.by is By.DAY,
            whole=self.asked.by is not By.DAY,
            levels=self.asked.by in (By.REGION, By.GROUP, By.COHORT),
        )

    def _round(self) -> int:
        code = self.request.GET.get("round", "")
        found = next((one.id for one in self.rounds if one.code == code), 0)
        if code and not found:
            raise Http404
        return found

    def _asked(self) -> Asked:
        data = self.request.GET
        by = By(data["by"]) if data.get("by") in {*By} else By.REGION
        cohort = data.get("cohort", "")
        single = by in (By.REGION, By.GROUP)
        return Asked(
            root=self.contest.region.path,
            path=self.place.path,
            by=by,
            cohort=cohort if single and cohort in self.places.cohorts else "",
            week=_week(data.get("week", "")) if by is not By.UNIT else 0,
            deep=by is By.REGION and data.get("deep") == "1",
        )

    def link(self, **more: str) -> str:
        """The address of the same report with these changes."""
        kept = {"contest": self.contest.code, "round": self.request.GET.get("round", "")}
        kept |= {"region": self.place.code, "by": self.asked.by, "cohort": self.asked.cohort}
        kept |= {"week": _iso(self.asked.week), "deep": "1" if self.asked.deep else ""}
        query = {name: value for name, value in (kept | more).items() if value}
        return f"{reverse(HERE)}?{urlencode(query)}"

    def paper(self) -> Paper:
        return Paper(self.title, self.notes, self.first, self.columns, self.table)

    @property
    def title(self) -> str:
        place = full_name(self.places, self.place.path)
        return f"{either(self.contest.title_zh, self.contest.title_en)} · {place}"

    @property
    def first(self) -> str:
        words = {
            By.REGION: _("地区"),
            By.GROUP: _("城市群"),
            By.COHORT: _("人群"),
            By.UNIT: _("单位"),
            By.DAY: _("日期"),
        }
        return words[self.asked.by]

    @property
    def notes(self) -> list[str]:
        """What holds for the whole table."""
        told = [self.as_of, _("依据：竞赛规则第 13.1、13.2 节。")]
        told.append(_("作废的答卷不计；地区、人群按答题当时的登记计，之后改动不影响。"))
        if self.table.hides:
            told.append(
                _("“*”：不足 %d 人的数字不显示；为防止用相减推算，同时不显示另外一个。") % self.few
            )
        if self.table.several:
            told.append(
                _("各行人数之和比合计多 %d：有人在不止一行参赛，各行各计一次，合计只计一次。")
                % self.table.several
            )
        if self.asked.by is By.GROUP:
            told.append(
                _("城市群一行是其下各市相加：在同一群的两个市都参赛的人计两次（规则 13.1）。")
            )
        if self.table.guests:
            told.append(_("港澳与省外的参赛者单列一行，不计入合计。"))
        return told

    @property
    def as_of(self) -> str:
        moment = self.snapshot.as_of
        return _("统计到 %s。") % sheets.moment(moment) if moment else _("尚未开始统计。")


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The report, as a page or (`as` csv, xlsx) as a file."""
    of = reach.contest(request, request.GET.get("contest", ""))
    if of is None or not reach.tops(request, of):
        return frame.show(request, "desk/no_contest.html", {}, here=HERE)
    report = Report(request, of)
    if (wanted := request.GET.get("as", "")) in TYPES and report.snapshot.ready:
        return _file(report, wanted)
    # Whoever asked for a file keeps no page in its place.
    status = 503 if wanted in TYPES else 200
    return frame.show(request, "desk/reports.html", _context(report), here=HERE, status=status)


def _file(report: Report, wanted: str) -> HttpResponse:
    paper = report.paper()
    body = files.as_xlsx(paper) if wanted == "xlsx" else files.as_csv(paper)
    answer = HttpResponse(body, content_type=TYPES[wanted])
    name = f"report-{report.contest.code}-{report.place.code}-{report.asked.by}.{wanted}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _context(report: Report) -> dict[str, Any]:
    asked, table = report.asked, report.table
    rows = table.rows[:MOST_UNITS] if asked.by is By.UNIT else table.rows
    lines = [table.total, *rows, *([table.guests] if table.guests else [])]
    mine = reach.tops(report.request, report.contest)
    trail = reach.trail(report.places, report.place.path, mine)
    return {
        "report": report,
        "asked": asked,
        "tabs": [(name, link, by == asked.by) for by, name, link in _tabs(report)],
        "trail": [(name, report.link(region=code, by="region")) for code, name in trail],
        "lines": [_line(report, row) for row in lines],
        "more": len(rows) < len(table.rows),
        "most": MOST_UNITS,
        "bars": drawing.bars(table, asked.by) if table.rows else [],
        "levels": []
        if table.total.small or asked.by is By.UNIT
        else drawing.levels(table.total.figures),
        "size": (drawing.WIDE, drawing.HIGH),
        "contests": [
            (one.code, either(one.title_zh, one.title_en)) for one in reach.contests(report.request)
        ],
        "rounds": [(one.code, either(one.title_zh, one.title_en)) for one in report.rounds],
        "chosen_round": report.request.GET.get("round", ""),
        "cohorts": [(code, report.writer.cohort(code)) for code in report.places.cohorts],
        "weeks": _weeks(report),
        "chosen_week": _iso(asked.week),
        "files": [(kind.upper(), report.link(**{"as": kind})) for kind in TYPES],
        "deep": report.link(deep="" if asked.deep else "1"),
    }


def _tabs(report: Report) -> list[tuple[str, str, str]]:
    names = {
        By.REGION: _("按地区"),
        By.GROUP: _("按城市群"),
        By.COHORT: _("按人群"),
        By.UNIT: _("按单位"),
        By.DAY: _("按日期"),
    }
    parted = any(group for group, _paths in sorted_into(report.writer.parts(report.place.path)))
    return [
        (by.value, name, report.link(by=by.value))
        for by, name in names.items()
        if by is not By.GROUP or parted or report.asked.by is By.GROUP
    ]


def _line(report: Report, row: Row) -> dict[str, Any]:
    """A row with its cells written, and where its name leads."""
    deeper = row.path and row.path != report.place.path and report.places.children.get(row.path)
    code = row.path.rpartition("/")[2]
    return {
        "row": row,
        "link": report.link(region=code, deep="") if deeper else "",
        "cells": [(column.title, columns.shown(column, row)) for column in report.columns],
        "total": row is report.table.total,
        "guests": row is report.table.guests,
    }


def _weeks(report: Report) -> list[tuple[str, str]]:
    starts = report.snapshot.starts(report.asked.root, WEEK)
    return [
        (_iso(day), _("%(first)s 至 %(last)s") % {"first": _iso(day), "last": _iso(day + 6)})
        for day in reversed(starts)
    ]


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if day else ""


def _week(text: str) -> int:
    """The Monday of the week of an ISO day; 0 for anything else."""
    try:
        return monday(date.fromisoformat(text[:10]).toordinal())
    except ValueError:
        return 0
