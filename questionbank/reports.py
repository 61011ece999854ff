"""What contestants say about questions: kept once per person and version, seen to by editors."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from questionbank import grants
from questionbank.messages import Fault, Refused
from questionbank.models import Question, Report, Why
from questionbank.refusals import NotTheirs

LONGEST = 300
# How many of the last reports stand on a card.
LAST = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question with open reports: how many, why by how many, and the last ones."""

    question: Question
    count: int
    whys: Sequence[tuple[str, int]]
    last: Sequence[Report]


def clean(text: str) -> str:
    """A contestant's words as they are kept: one line, nothing invisible, at most LONGEST."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:LONGEST]


def report(version: int, reporter: int, why: str, text: str) -> Report:
    """Keep what somebody says about a version. Said again, the first stands.

    Raises ValueError for a reason that is none of Why.
    """
    if why not in Why.values:
        raise ValueError(f"no such reason: {why!r}")
    kept, _made = Report.objects.get_or_create(
        version_id=version, reporter=reporter, defaults={"why": why, "text": clean(text)}
    )
    return kept


def of(reporter: int, version_ids: Collection[int]) -> dict[int, Report]:
    """What somebody said about these versions, by version."""
    rows = Report.objects.filter(reporter=reporter, version__in=list(version_ids))
    return {row.version_id: row for row in rows}


def forget(reporter: int) -> None:
    """Blank the words of somebody who has their data deleted; the reasons stay, of nobody."""
    Report.objects.filter(reporter=reporter).exclude(text="").update(text="")


def queue(by: User) -> QuerySet[Question]:
    """The questions with open reports that `by` may answer, the most reported first."""
    # In one filter: only so both are said of the same report, and only those are counted.
    rows = grants.reach(by, "report").filter(
        versions__reports__isnull=False, versions__reports__closed_at=None
    )
    counted = rows.annotate(
        reported=Count("versions__reports"), newest_report=Max("versions__reports__pk")
    )
    return counted.order_by("-reported", "-newest_report")


def waiting(questions: Sequence[Question]) -> list[Waiting]:
    """The open reports of each question; as many queries for one as for all."""
    rows = Report.objects.filter(version__question__in=questions, closed_at=None)
    by_question: dict[int, list[Report]] = {question.pk: [] for question in questions}
    for row in rows.select_related("version").order_by("-pk"):
        by_question[row.version.question_id].append(row)
    return [_waiting(question, by_question[question.pk]) for question in questions]


def last(version: int) -> list[Report]:
    """The last reports on a version, answered or not, the newest first."""
    rows = Report.objects.filter(version=version).select_related("version")
    return list(rows.order_by("-pk")[:LAST])


def _waiting(question: Question, found: Sequence[Report]) -> Waiting:
    whys = Counter(str(Why(row.why).label) for row in found)
    return Waiting(question, len(found), whys.most_common(), found[:LAST])


def close(question: Question, answer: str, *, by: User, at: datetime, up_to: int) -> int:
    """Answer all open reports on the question up to the number `up_to`, the newest one that was
    looked at; return how many. Later ones stay open.

    Raises NotTheirs for one who may not answer there, Refused for an answer that is empty.
    """
    words = clean(answer)
    if not grants.may(by, "report", question):
        raise NotTheirs([Fault("", question.ref, "", _("没有这项权限"))])
    if not words:
        raise Refused([Fault("", question.ref, "answer", _("请写一句答复"))])
    seen = Report.objects.filter(version__question=question, closed_at=None, pk__lte=up_to)
    return seen.update(answer=words, closed_by=by, closed_at=at)
