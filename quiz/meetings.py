"""First meetings of people with questions, read from closed attempts.

Of each person only the first paper that holds a question is a meeting: repeats make questions look
easier. What was right is asked of the key and of the rulings up to a number, so the same attempt
can be read as it counted before a ruling and as it counts after it.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from questionbank import papers
from questionbank.rules.functioning import group_of
from questionbank.rules.tally import Meeting, kept_choice
from quiz import plan as plans
from quiz.keys import Rulings
from quiz.models import Attempt, Entry, EntryKind, Round
from quiz.plan import Asked, Plan, Unprepared
from quiz.rules import choices, rulings
from quiz.rules.formats import BadFormat
from quiz.rules.rulings import Ruling

log = logging.getLogger(__name__)


class Closing(NamedTuple):
    """A closed attempt, with the region and the cohort of its opening."""

    attempt: int
    round: int
    contestant: int
    region_path: str
    cohort: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rulings that were in force when `number` was the newest of all."""

    held: Rulings
    number: int

    def on(self, version: int) -> Ruling | None:
        return self.held.at(version, self.number)


class _Answer(NamedTuple):
    attempt: int
    slot: int
    choice: str
    took: int
    at: int


@dataclass
class Papers:
    """The papers of everybody on one page, and which of their questions they met before."""

    plans: dict[int, Plan | None] = field(default_factory=dict)
    questions: dict[int, int] = field(default_factory=dict)

    def plan(self, round_: int) -> Plan | None:
        """The plan of a round that was prepared; None for one that cannot be played."""
        if round_ not in self.plans:
            code = Round.objects.values_list("code", flat=True).get(pk=round_)
            try:
                self.plans[round_] = plans.load(code)
            except (Unprepared, BadFormat):
                log.warning("statistics: round %s is not prepared, not counted", code)
                self.plans[round_] = None
        return self.plans[round_]

    def versions(self, attempt: Attempt) -> list[int]:
        plan = self.plan(attempt.round_id)
        return list(plan.books.books[attempt.book][attempt.form]) if plan else []

    def new(self, attempts: Sequence[Attempt]) -> dict[int, set[int]]:
        """For each attempt of one person the versions whose question no earlier paper held."""
        self._know({version for one in attempts for version in self.versions(one)})
        met: set[int] = set()
        found: dict[int, set[int]] = {}
        for attempt in sorted(attempts, key=lambda one: (one.opened_at, one.pk)):
            versions = self.versions(attempt)
            found[attempt.pk] = {one for one in versions if self.questions[one] not in met}
            met.update(self.questions[one] for one in versions)
        return found

    def _know(self, versions: set[int]) -> None:
        if unknown := versions - self.questions.keys():
            self.questions.update(papers.questions(unknown))


def meetings(closings: Sequence[Closing], known: Papers, ruled: Ruled) -> Iterator[Meeting]:
    """What these attempts add to the counts; attempts of practice rounds add nothing."""
    ranked = [one for one in closings if (plan := known.plan(one.round)) and plan.format.ranked]
    new, attempts = _first(ranked, known)
    answers = _answers([one.attempt for one in ranked])
    for one in ranked:
        plan = known.plan(one.round)
        if plan and one.attempt in attempts:
            given = _Given(attempts[one.attempt], answers.get(one.attempt, []))
            group = group_of(one.cohort, one.region_path)
            for met in _of(plan, given, group, ruled):
                if met.version in new[one.attempt]:
                    yield met


def _first(
    closings: Sequence[Closing], known: Papers
) -> tuple[dict[int, set[int]], dict[int, Attempt]]:
    people = {one.contestant for one in closings}
    rows = list(Attempt.objects.filter(contestant__in=people).order_by("contestant"))
    new: dict[int, set[int]] = {}
    for _person, theirs in groupby(rows, key=lambda one: one.contestant_id):
        new |= known.new(list(theirs))
    return new, {one.pk: one for one in rows}


def _answers(attempts: Sequence[int]) -> dict[int, list[_Answer]]:
    found: dict[int, list[_Answer]] = defaultdict(list)
    rows = Entry.objects.filter(attempt__in=attempts, kind=EntryKind.ANSWER)
    for row in rows.values_list("attempt_id", "slot", "choice", "took_ms", "received_at"):
        found[row[0]].append(_Answer(*row))
    return found


class _Given(NamedTuple):
    attempt: Attempt
    answers: Sequence[_Answer]


def _of(plan: Plan, given: _Given, group: str, ruled: Ruled) -> Iterator[Meeting]:
    """What one attempt adds, as if all its questions were met first; only what was answered or
    left blank: a question that was never shown says nothing about itself. A void question measures
    nothing: its answers are left out, and for the others the paper is as much shorter."""
    one = given.attempt
    paper = plan.paper(one.contestant_id, one.try_no, one.book, one.form)
    slots = {n: asked for n, asked in enumerate(paper) if not _void(ruled.on(asked.version))}
    usable = [answer for answer in given.answers if answer.slot in slots]
    marks = {answer.slot: _right(plan, slots[answer.slot], answer, ruled) for answer in usable}
    whole = sum(marks.values())
    for answer in usable:
        asked, right = slots[answer.slot], marks[answer.slot]
        choice = kept_choice(asked.kind, answer.choice, right=right)
        at = (group, len(slots), whole - right)
        yield Meeting(asked.version, *at, choice, right, answer.took, _day(answer.at))


def _void(ruling: Ruling | None) -> bool:
    return ruling is not None and ruling.kind in (rulings.VOID_ALL, rulings.VOID_NONE)


def _right(plan: Plan, asked: Asked, answer: _Answer, ruled: Ruled) -> bool:
    choice = choices.read(answer.choice)
    return rulings.right(plan.format, asked.key, ruled.on(asked.version), choice)


def _day(at: int) -> date:
    zone = timezone.get_default_timezone()
    return datetime.fromtimestamp(at / 1_000, UTC).astimezone(zone).date()
