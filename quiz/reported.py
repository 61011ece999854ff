"""The papers behind contestants' reports: what stood where, and what was chosen."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from questionbank.models import Report
from questionbank.seen import Seen
from quiz import clock, showing
from quiz import plan as plans
from quiz.models import Attempt, Entry, EntryKind
from quiz.plan import Plan
from quiz.rules import choices
from quiz.rules.formats import BadFormat, Mode, Reveal
from quiz.rules.units import Millis


class _Found(NamedTuple):
    """A report's paper, and where in it the question stands."""

    plan: Plan
    attempt: Attempt
    slot: int


def seen(reports: Sequence[Report]) -> dict[int, Seen]:
    """What each report's person saw, by the report's number. Left out: papers whose keys are not
    due, by the rule that let the person read them, and questions of no paper."""
    rows = Attempt.objects.filter(contestant__in={one.reporter for one in reports})
    papers: dict[int, list[Attempt]] = {}
    for attempt in rows.select_related("round").order_by("pk"):
        papers.setdefault(attempt.contestant_id, []).append(attempt)
    found = {one.pk: _find(one, papers.get(one.reporter, [])) for one in reports}
    return _told({pk: one for pk, one in found.items() if one})


def _find(report: Report, papers: Sequence[Attempt]) -> _Found | None:
    """The last paper before the report that asked its version; else the first one after it."""
    at = report.at.timestamp() * 1_000
    before = [one for one in papers if one.opened_at <= at]
    after = [one for one in papers if one.opened_at > at]
    return next(_asking(report.version_id, [*reversed(before), *after]), None)


def _asking(version: int, papers: Sequence[Attempt]) -> Iterator[_Found]:
    for attempt in papers:
        try:
            plan = plans.load(attempt.round.code)
        except (plans.Unprepared, BadFormat):
            continue
        if version not in plan.questions:
            continue
        paper = plan.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
        for slot, asked in enumerate(paper):
            if asked.version == version:
                yield _Found(plan, attempt, slot)


def _told(found: Mapping[int, _Found]) -> dict[int, Seen]:
    kinds = (EntryKind.ANSWER, EntryKind.CLOSED)
    rows = Entry.objects.filter(
        attempt__in={one.attempt.pk for one in found.values()}, kind__in=kinds
    ).values_list("attempt", "kind", "slot", "choice")
    closed = {attempt for attempt, kind, _slot, _choice in rows if kind == EntryKind.CLOSED}
    given = {(row[0], row[2]): row[3] for row in rows if row[1] == EntryKind.ANSWER}
    now = clock.now()
    return {
        pk: _seen(one, given.get((one.attempt.pk, one.slot), ""))
        for pk, one in found.items()
        if _due(one, closed=one.attempt.pk in closed, now=now)
        or ((one.attempt.pk, one.slot) in given and _at_once(one.plan))
    }


def _due(found: _Found, *, closed: bool, now: Millis) -> bool:
    return closed and showing.keys_due(found.plan, now)


def _at_once(plan: Plan) -> bool:
    """Whether keys are shown beside answers."""
    return plan.format.mode is Mode.PRACTICE and plan.format.reveal is Reveal.EACH


def _seen(found: _Found, choice: str) -> Seen:
    plan, attempt, slot = found
    paper = plan.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
    asked = paper[slot]
    order = plan.option_order(asked, attempt.contestant_id, attempt.try_no, slot)
    return Seen(tuple(asked.offer.public[number] for number in order), choices.read(choice))
