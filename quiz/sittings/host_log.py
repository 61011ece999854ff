"""The log of a sitting: every command, who, when, in words; as a page and as CSV."""

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from questionbank.access import allowed
from quiz import plan
from quiz.models import HostLine, Sitting
from quiz.rules.formats import BadFormat
from quiz.sittings import host_words, store, telling
from quiz.sittings.host_door import moment, of_sitting

MARK = "\ufeff"  # Excel takes a file without it for the system's old encoding
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@require_safe
@never_cache
@allowed("host")
@of_sitting
def log(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every command: who, when, what."""
    return render(request, "host/log.html", {"sitting": sitting, "lines": _lines(sitting)})


@require_safe
@never_cache
@allowed("host")
@of_sitting
def log_table(_request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The log as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("序号"), _("时间"), _("谁"), _("题号"), _("操作"), _("命令")])
    for line in _lines(sitting):
        cells = (line["version"], line["at"], line["who"], line["question"])
        writer.writerow([_safe(str(cell)) for cell in (*cells, line["words"], line["do"])])
    response = HttpResponse(MARK + out.getvalue(), "text/csv; charset=utf-8")
    name = f"sitting-{sitting.code}-log.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _lines(sitting: Sitting) -> list[dict[str, Any]]:
    orders = _orders(sitting)
    return [_told(line, orders) for line in sitting.lines.order_by("version")]


def _told(line: HostLine, orders: dict[int, tuple[int, ...]]) -> dict[str, Any]:
    stood = line.before.get("slot", -1)
    slot = line.told.get("slot", stood + 1 if line.do == "show" else stood)
    return {
        "version": line.version,
        "at": moment(line.at),
        "who": host_words.person(line.who),
        "question": slot + 1 if slot >= 0 else "",
        "words": host_words.in_words(line.do, line.told, orders.get(slot, [])),
        "do": line.do,
    }


def _orders(sitting: Sitting) -> dict[int, tuple[int, ...]]:
    """The order of options of each slot; nothing when the round is not as it was."""
    row = store.row(sitting)
    try:
        ready = plan.load(row.round)
        return {slot: telling.order(ready, row, slot) for slot in range(row.stage.of)}
    except (plan.Unprepared, BadFormat, LookupError):
        return {}
