"""The papers behind contestants' reports: what stood where, and what was chosen."""

from collections.abc import Mapping, Sequence

from questionbank.models import Report
from questionbank.seen import Seen
from quiz import clock, frames, reported_papers
from quiz.models import Entry, EntryKind
from quiz.plan import Plan
from quiz.reported_papers import Found
from quiz.rules import choices
from quiz.rules.formats import Mode, Reveal
from quiz.rules.units import Millis


def seen(reports: Sequence[Report]) -> dict[int, Seen]:
    """What each report's person saw, by the report's number. Left out: papers whose keys are not
    due, by the rule that let the person read them, and questions of no paper."""
    return _told(reported_papers.find(reports))


def _told(found: Mapping[int, Found]) -> dict[int, Seen]:
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


def _due(found: Found, *, closed: bool, now: Millis) -> bool:
    return closed and frames.keys_due(found.plan, now)


def _at_once(plan: Plan) -> bool:
    """Whether keys are shown beside answers."""
    return plan.format.mode is Mode.PRACTICE and plan.format.reveal is Reveal.EACH


def _seen(found: Found, choice: str) -> Seen:
    plan, attempt, slot = found
    paper = plan.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
    asked = paper[slot]
    order = plan.option_order(asked, attempt.contestant_id, attempt.try_no, slot)
    return Seen(tuple(asked.offer.public[number] for number in order), choices.read(choice))
