"""Where the questions that contestants report stood: on which of their papers, at which place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from questionbank.models import Report
from questionbank.rules.books import BookSet
from quiz import plan as plans
from quiz import rounds
from quiz.models import Attempt, PreparedRound
from quiz.plan import Plan
from quiz.rules.formats import BadFormat

# Whoever practises every day for years has thousands of papers; a page of reports looks at the last
# ones.
MOST_PAPERS: Final = 5_000


class Found(NamedTuple):
    """A report's paper, and where in it the question stands."""

    plan: Plan
    attempt: Attempt
    slot: int


class _Rounds:
    """The rounds whose books hold what was reported. Each one's plan is asked for once, and only
    when a paper of it is among those that asked the question: an old one has to be built."""

    def __init__(self, reports: Sequence[Report]) -> None:
        wanted = {one.version_id for one in reports}
        played = Attempt.objects.filter(contestant__in={one.reporter for one in reports})
        rows = PreparedRound.objects.filter(round__in=played.values("round"))
        books = {one.round_id: rounds.bookset(one) for one in rows.only("round", "books")}
        self._books = {pk: one for pk, one in books.items() if wanted & _versions(one)}
        self._plans: dict[str, Plan | None] = {}
        self.papers = played.filter(round__in=self._books).select_related("round")

    def asked(self, version: int, attempt: Attempt) -> bool:
        return version in self._books[attempt.round_id].paper(attempt.book, attempt.form)

    def plan(self, code: str) -> Plan | None:
        """None where it cannot be read any more."""
        if code not in self._plans:
            self._plans[code] = _plan(code)
        return self._plans[code]


def _versions(books: BookSet) -> set[int]:
    return {version for book in books.books for form in book for version in form}


def _plan(code: str) -> Plan | None:
    try:
        return plans.load(code)
    except (plans.Unprepared, BadFormat):
        return None


def find(reports: Sequence[Report]) -> Mapping[int, Found]:
    """By a report's number the last paper before it that asked its version; else the first one
    after it, since clocks differ. Left out are questions of no paper."""
    known = _Rounds(reports)
    papers: dict[int, list[Attempt]] = {}
    for attempt in known.papers.order_by("-pk")[:MOST_PAPERS]:
        papers.setdefault(attempt.contestant_id, []).append(attempt)
    found = {one.pk: _find(one, papers.get(one.reporter, []), known) for one in reports}
    return {pk: one for pk, one in found.items() if one}


def _find(report: Report, papers: Sequence[Attempt], known: _Rounds) -> Found | None:
    at = report.at.timestamp() * 1_000
    asked = [one for one in papers if known.asked(report.version_id, one)]
    before = [one for one in asked if one.opened_at <= at]
    after = [one for one in asked if one.opened_at > at]
    return next(_standing(report.version_id, [*before, *reversed(after)], known), None)


def _standing(version: int, papers: Sequence[Attempt], known: _Rounds) -> Iterator[Found]:
    for attempt in papers:
        if plan := known.plan(attempt.round.code):
            paper = plan.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
            for slot, asked in enumerate(paper):
                if asked.version == version:
                    yield Found(plan, attempt, slot)
