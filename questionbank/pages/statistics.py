"""Item statistics: the questions to look at, and everything that answers say about one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionbank import grants, rulings, statistics
from questionbank.access import allowed, editor
from questionbank.models import ItemSummary, Question, QuestionVersion
from questionbank.pages import charts, frame
from questionbank.pages.flag_words import Flag, words
from questionbank.pages.history import drafts_of
from questionbank.punctuation import apart
from questionbank.rules import curves, flags, items
from questionbank.rules.functioning import Difference
from questionbank.rules.items import Measure, Share, Third
from questionbank.statistics import Report

PER_PAGE = 50
# A question with fewer first meetings than this has no curve to show.
ENOUGH_CURVE = 300
OFTEN = "often"


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the list, in numbers that may be shown."""

    question: Question
    stem: str
    people: str
    share: Share | None
    biserial: Measure | None
    flags: list[Flag]


@require_safe
@allowed("statistics")
def page(request: HttpRequest) -> HttpResponse:
    """The flagged questions, those of one flag (`flag`), or the most answered ones (`often`)."""
    among = _among(request)
    flag = request.GET.get("flag", "")
    pages = Paginator(_rows(among, flag), PER_PAGE)
    chosen = pages.get_page(request.GET.get("page"))
    context = {
        "flag": flag,
        "tabs": _tabs(among),
        "rows": [_line(row) for row in chosen],
        "total": pages.count,
        "before": chosen.number - 1,
        "after": chosen.number + 1 if chosen.has_next() else 0,
        "page": chosen.number,
        "last": pages.num_pages,
        "told": words().get(flag),
        "paper": _paper(),
    }
    return frame.show(request, "editor/statistics.html", context, here="bank-statistics")


@require_safe
@allowed("statistics")
def item(request: HttpRequest, question: Question) -> HttpResponse:
    """One question: bars by option and third, the curve, the times, and what they mean."""
    version = _wanted(request, question)
    context: dict[str, Any] = {"question": question, "version": version}
    if version:
        found = statistics.reports([version.pk])[version.pk]
        draft = drafts_of([version])[version.number]
        names = _names(draft.kind, [option.zh for option in draft.options])
        context |= {"people": charts.few(found.n), "found": found}
        context |= _numbers(found) | _pictures(found, names)
        context["ruling"] = rulings.latest([version.pk]).get(version.pk)
        context["versions"] = question.versions.order_by("number")
    return frame.show(request, "editor/statistics_item.html", context, here="bank-statistics")


def _among(request: HttpRequest) -> QuerySet[ItemSummary]:
    questions = grants.reach(editor(request), "statistics").values("pk")
    return ItemSummary.objects.filter(version__question__in=questions, measured_at__isnull=False)


def _rows(among: QuerySet[ItemSummary], flag: str) -> QuerySet[ItemSummary]:
    shown = among.select_related("version__question")
    if flag == OFTEN:
        return shown.order_by("-count", "pk")
    wanted = f" {flag} " if flag in flags.FLAGS else " "
    return shown.filter(flags__contains=wanted).order_by("biserial", "-count", "pk")


def _tabs(among: QuerySet[ItemSummary]) -> list[tuple[str, str, int]]:
    """The address, the name and the count of each list."""
    flagged = [text.split() for text in among.exclude(flags="").values_list("flags", flat=True)]
    numbers = Counter(flag for found in flagged for flag in found)
    own = [(code, flag.name, numbers[code]) for code, flag in words().items()]
    return [("", _("全部待查"), len(flagged)), *own, (OFTEN, _("作答最多"), among.count())]


def _line(row: ItemSummary) -> Line:
    told = words()
    enough = row.count >= items.ENOUGH_FACILITY
    biserial = row.biserial is not None and row.count >= items.ENOUGH_BISERIAL
    return Line(
        row.version.question,
        row.version.stem_zh,
        charts.few(row.count),
        _percent(items.wilson(row.right, row.count)) if enough else None,
        Measure(row.biserial / 1_000, (row.biserial_error or 0) / 1_000, row.count)
        if biserial and row.biserial is not None
        else None,
        [told[flag] for flag in row.flags.split() if flag in told],
    )


def _percent(share: Share) -> Share:
    return Share(100 * share.value, 100 * share.low, 100 * share.high, share.n)


def _paper() -> dict[str, Any] | None:
    """The reliability of one paper and of ten, where there are enough papers."""
    found = statistics.reliability()
    if found is None or found.n < items.ENOUGH_PAPERS:
        return None
    return {"one": found, "ten": items.stepped(found.value, 10)}


def _wanted(request: HttpRequest, question: Question) -> QuestionVersion | None:
    """The version that the address names, if one may read its words; else the one in use."""
    number, user = request.GET.get("version", ""), editor(request)
    if re.fullmatch(r"[0-9]{1,4}", number):
        rows = grants.visible_versions(user).filter(question=question, number=int(number))
        if found := rows.first():
            return found
    return question.approved or grants.shown(user, question)


def _names(kind: str, options: Sequence[str]) -> dict[str, str]:
    """Answers in words: letters with their texts for single choices, letters for several."""
    letters = {str(place): f"{chr(65 + place)} {text}" for place, text in enumerate(options)}
    if kind == "truefalse":
        letters = {"0": _("对"), "1": _("错")}
    return letters | {"": _("没有作答"), "+": _("答对"), "-": _("答错")}


def _numbers(found: Report) -> dict[str, Any]:
    """The numbers that may be shown, each only from its smallest sample on."""
    told = words()
    low = flags.low_biserial(found.rows[0].length) if found.rows else 0.0
    return {
        "share": _percent(found.share) if found.n >= items.ENOUGH_FACILITY else None,
        "shrunken": [100 * found.shrunken.value, 100 * found.shrunken.error],
        "biserial": found.biserial if found.n >= items.ENOUGH_BISERIAL else None,
        "low": low,
        "flags": [told[flag] for flag in found.flags],
        "differences": [_named(one) for one in found.differences if one.grade != "A"],
        "compared": len(found.differences),
        "days": len(found.days),
        "last": found.days[-1][0] if found.days else None,
        "wants": {"share": items.ENOUGH_FACILITY, "biserial": items.ENOUGH_BISERIAL},
    }


def _named(one: Difference) -> tuple[str, Difference]:
    areas = {"/d": _("珠三角"), "/e": _("粤东"), "/w": _("粤西"), "/n": _("粤北")}
    return areas.get(one.group, one.group), one


def _pictures(found: Report, names: dict[str, str]) -> dict[str, Any]:
    several = {
        third.choice: "".join(chr(65 + int(place)) for place in third.choice.split(","))
        for third in found.thirds
        if "," in third.choice
    }
    enough = found.n >= items.ENOUGH_OPTIONS
    pictures: dict[str, Any] = {
        "choices": charts.shares(_most(found.thirds), names | several) if enough else [],
        "times": charts.times(found.paces) if found.n >= flags.ENOUGH_TIMES else [],
        "time_ticks": charts.time_ticks(),
        "wants_options": items.ENOUGH_OPTIONS,
        "wants_curve": ENOUGH_CURVE,
        "wants_times": flags.ENOUGH_TIMES,
    }
    if found.n >= ENOUGH_CURVE:
        points = charts.curve(found.curve)
        seen = charts.seen(curves.bands(found.rows))
        ticks = charts.curve_ticks()
        pictures |= {"curve": points, "curve_words": apart(p.words for p in points)}
        pictures |= {"line": charts.line(points), "seen": seen, "ticks": ticks}
    return pictures


def _most(thirds: Sequence[Third]) -> list[Third]:
    """The commonest answers: of several choices and orders there may be dozens."""
    common = sorted(thirds, key=lambda third: -third.total)[:8]
    return [third for third in thirds if third in common]
