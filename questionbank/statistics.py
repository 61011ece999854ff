"""What the counts say: summaries for lists and books, and everything about one question.

Formulas are in questionbank.rules.{items,curves,flags,drift,functioning}; docs/statistics.md says
what each number means, how many answers it wants, and where it comes from.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Sum

from questionbank.kin import kin
from questionbank.models import (
    Facet,
    ItemCount,
    ItemPace,
    ItemSummary,
    ItemTime,
    Option,
    Question,
    QuestionVersion,
)
from questionbank.rules import curves, drift, flags, functioning, items
from questionbank.rules.curves import Curve
from questionbank.rules.drift import Day, Drift
from questionbank.rules.flags import Seen
from questionbank.rules.functioning import Difference
from questionbank.rules.items import Measure, Row, Share, Third
from questionbank.rules.rates import LABELS, UNLABELLED, Rates

# Versions from which the reliability of a paper is taken: those with the most answers.
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the counts say of one item. `rows` are of its commonest length of paper."""

    rows: Sequence[Row]
    n: int
    share: Share
    shrunken: Measure
    biserial: Measure | None
    thirds: Sequence[Third]
    curve: Curve
    differences: Sequence[Difference]
    days: Sequence[tuple[date, Day]]
    drift: Drift
    paces: Mapping[int, tuple[int, int]]
    flags: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """The raw counts of some items, by version; kin share theirs."""

    rows: Mapping[int, Sequence[Row]]
    days: Mapping[int, Sequence[tuple[date, Day]]]
    paces: Mapping[int, Mapping[int, tuple[int, int]]]
    quick: Mapping[int, int]
    labels: Mapping[int, Rates]
    options: Mapping[int, tuple[str, ...]]


def reports(version_ids: Collection[int]) -> dict[int, Report]:
    """The report of each version, its kin's counts included. As many queries for one as for all."""
    known = _known(version_ids)
    paper = reliability()
    value = paper.value if paper and paper.n >= items.ENOUGH_PAPERS else None
    return {version: _report(version, known, value) for version in version_ids}


def _report(version: int, known: _Known, paper: float | None) -> Report:
    everything = known.rows[version]
    rows, label, days = items.one_length(everything), known.labels[version], known.days[version]
    moved = drift.drift([day for _at, day in days])
    n, right = items.answers(everything), items.rights(everything)
    seen = Seen(rows, known.options[version], n, known.quick[version], drifting=moved.alarm)
    return Report(
        rows,
        n,
        items.wilson(right, n),
        items.shrunken(right, n, label[1] / 1_000_000),
        items.point_biserial(rows),
        items.thirds(rows),
        curves.fitted(rows, label, paper),
        functioning.differences(rows),
        days,
        moved,
        known.paces[version],
        flags.flags(seen),
    )


def reliability() -> Measure | None:
    """The reliability of one paper of the commonest length, from the questions with the most
    answers; `n` counts their papers. None before there are any."""
    most = ItemSummary.objects.filter(count__gt=0).order_by("-count", "pk")[:SAMPLE]
    rows = ItemCount.objects.filter(version__in=list(most.values_list("version", flat=True)))
    cells = rows.values_list("version", "length", "rest", "right").annotate(Sum("count"))
    by_version: dict[int, list[Row]] = defaultdict(list)
    for version, length, rest, right, count in cells.order_by("version"):
        by_version[version].append(Row("", length, rest, "", right, count))
    common = items.one_length(row for found in by_version.values() for row in found)
    length = common[0].length if common else 0
    return items.reliability(_with_shares(by_version.values(), length))


def _with_shares(versions: Iterable[Sequence[Row]], length: int) -> Iterable[tuple[Row, float]]:
    for rows in versions:
        usable = [row for row in rows if row.length == length]
        if n := items.answers(usable):
            share = items.rights(usable) / n
            yield from ((row, share) for row in usable)


def stale() -> bool:
    """Whether a summary is to be made anew."""
    return ItemSummary.objects.filter(stale=True).exists()


def refresh(at: datetime, *, most: int) -> int:
    """Make the summaries anew whose counts changed, those longest untouched first, at most `most`;
    return how many were made. `at` is the moment that is noted."""
    oldest = ItemSummary.objects.filter(stale=True)
    rows = list(oldest.order_by(F("measured_at").asc(nulls_first=True), "pk")[:most])
    found = reports([row.version_id for row in rows])
    for row in rows:
        _fill(row, found[row.version_id], at)
    _mark_unfair(rows)
    ItemSummary.objects.bulk_update(rows, FIELDS, batch_size=200)
    return len(rows)


FIELDS = (
    *("count", "right", "rates", "errors", "biserial", "biserial_error", "flags"),
    *("unequal", "tests", "stale", "measured_at"),
)


def _fill(row: ItemSummary, found: Report, at: datetime) -> None:
    row.count, row.right = found.n, round(found.share.value * found.n)
    row.rates, row.errors = list(found.curve.rates), list(found.curve.errors)
    biserial = found.biserial
    row.biserial = round(1_000 * biserial.value) if biserial else None
    row.biserial_error = round(1_000 * biserial.error) if biserial else None
    row.flags = f" {' '.join(found.flags)} " if found.flags else ""
    row.tests = len(found.differences)
    row.unequal = [_plain(one) for one in found.differences if one.grade != "A"]
    row.stale, row.measured_at = False, at


def _plain(one: Difference) -> list[Any]:
    return [one.group, round(one.delta, 3), round(one.error, 3), one.p, one.grade]


def _mark_unfair(rows: Sequence[ItemSummary]) -> None:
    """Flag the notable differences that are no chance among all that were looked for."""
    others = ItemSummary.objects.exclude(pk__in=[row.pk for row in rows])
    stored = others.exclude(unequal=[]).values_list("unequal", flat=True)
    found = [one for unequal in [*stored, *(r.unequal for r in rows)] for one in unequal]
    tests = (others.aggregate(all=Sum("tests"))["all"] or 0) + sum(row.tests for row in rows)
    limit = functioning.discoveries([one[3] for one in found], tests)
    for row in rows:
        if any(one[4] == "C" and one[3] <= limit for one in row.unequal):
            row.flags = f"{row.flags or ' '}{flags.UNFAIR} "


def _known(version_ids: Collection[int]) -> _Known:
    families = kin(version_ids)
    everybody = sorted({one for family in families.values() for one in family})
    rows, days = _rows(everybody), _days(everybody)
    paces, quick = _paces(everybody), _quick(everybody)
    questions = dict(
        QuestionVersion.objects.filter(pk__in=list(version_ids)).values_list("pk", "question")
    )
    labels = _labels(set(questions.values()))
    return _Known(
        {v: [row for one in family for row in rows[one]] for v, family in families.items()},
        {v: _by_day([day for one in f for day in days[one]]) for v, f in families.items()},
        {v: _summed([paces[one] for one in family]) for v, family in families.items()},
        {v: sum(quick[one] for one in family) for v, family in families.items()},
        {v: labels.get(question, UNLABELLED) for v, question in questions.items()},
        _options(version_ids),
    )


def _rows(version_ids: Collection[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    cells = ItemCount.objects.filter(version__in=version_ids)
    names = ("version", "group", "length", "rest", "choice", "right", "count")
    for version, *cell in cells.values_list(*names):
        found[version].append(Row(*cell))
    return found


def _days(version_ids: Collection[int]) -> dict[int, list[tuple[date, Day]]]:
    found: dict[int, list[tuple[date, Day]]] = defaultdict(list)
    rows = ItemTime.objects.filter(version__in=version_ids).order_by("day")
    names = ("version", "day", "count", "right", "log_sum", "log_square_sum")
    for version, day, *sums in rows.values_list(*names):
        found[version].append((day, Day(*sums)))
    return found


def _by_day(days: Sequence[tuple[date, Day]]) -> list[tuple[date, Day]]:
    """Kin have days in common: one sum for each day."""
    found = []
    for at, same in groupby(sorted(days, key=lambda one: one[0]), key=lambda one: one[0]):
        parts = [day for _at, day in same]
        sums = (
            sum(getattr(day, name) for day in parts)
            for name in ("count", "right", "log_sum", "log_square_sum")
        )
        found.append((at, Day(*sums)))
    return found


def _paces(version_ids: Collection[int]) -> dict[int, dict[int, tuple[int, int]]]:
    """By version and step: answers, and right ones."""
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    rows = ItemPace.objects.filter(version__in=version_ids)
    for version, step, right, count in rows.values_list("version", "step", "right", "count"):
        n, good = found[version].get(step, (0, 0))
        found[version][step] = (n + count, good + count * right)
    return found


def _summed(parts: Iterable[Mapping[int, tuple[int, int]]]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for part in parts:
        for step, (n, good) in part.items():
            before = found.get(step, (0, 0))
            found[step] = (before[0] + n, before[1] + good)
    return found


def _quick(version_ids: Collection[int]) -> dict[int, int]:
    rows = ItemTime.objects.filter(version__in=version_ids).values_list("version")
    found: dict[int, int] = defaultdict(int)
    found.update(dict(rows.annotate(Sum("quick"))))
    return found


def _labels(question_ids: Collection[int]) -> dict[int, Rates]:
    rows = Question.tags.through.objects.filter(
        question__in=question_ids, tag__facet=Facet.DIFFICULTY
    )
    by_code = {f"L{label}": rates for label, rates in LABELS.items()}
    return {
        question: by_code[code]
        for question, code in rows.values_list("question_id", "tag__code")
        if code in by_code
    }


def _options(version_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The choices of each version that are one option; none where a choice is more than that."""
    versions = QuestionVersion.objects.filter(pk__in=version_ids)
    places: dict[int, list[str]] = {pk: [] for pk in versions.values_list("pk", flat=True)}
    places |= {
        pk: ["0", "1"] for pk in versions.filter(kind="truefalse").values_list("pk", flat=True)
    }
    rows = Option.objects.filter(version__in=version_ids, version__kind="single").order_by("place")
    for version, place in rows.values_list("version", "place"):
        places[version].append(str(place))
    return {version: tuple(found) for version, found in places.items()}
