"""The closed papers of rounds as raffles see them: what counts now, one after another."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from leaderboard.rules.raffle import Paper
from quiz.models import Entry, EntryKind, Round
from quiz.rules import formats

PAGE = 5_000
FIELDS = ("attempt_id", "kind", "slot", "points", "received_at")
WHOSE = ("attempt__contestant", "attempt__round__code", "attempt__region_path", "attempt__cohort")


class Line(NamedTuple):
    attempt: int
    kind: int
    slot: int
    points: int
    received_at: int
    contestant: int
    round: str
    path: str
    cohort: str


class Bounds(NamedTuple):
    """A round's full score, and its end."""

    full: int
    closes_at: int | None


def papers(codes: Iterable[str]) -> Iterator[Paper]:
    """Each closed paper of these rounds with the score of the newest ruling; left out are annulled
    ones, those of nobody any more or of simulated people, and of rounds that are not ranked. Reads
    page by page.

    Raises BadFormat for a round whose settings cannot be read: leaderboard/raffle/waiting.py asked
    before, and nobody's papers are left out in silence.
    """
    found = [(row, formats.read(row.format)) for row in Round.objects.filter(code__in=list(codes))]
    rounds = [row for row, form in found if form.ranked]
    of = {row.code: Bounds(form.full_score, row.closes_at) for row, form in found}
    real = {"attempt__contestant__bot": False, "attempt__contestant__erased_at": None}
    ended = Entry.objects.filter(attempt__round__in=rounds, kind__gte=EntryKind.CLOSED, **real)
    rows = ended.order_by("attempt_id", "kind", "slot").values_list(*FIELDS, *WHOSE)
    lines = (Line(*row) for row in rows.iterator(chunk_size=PAGE))
    for _attempt, those in groupby(lines, key=lambda line: line.attempt):
        paper = _paper(list(those), of)
        if paper is not None:
            yield paper


def _paper(lines: list[Line], of: Mapping[str, Bounds]) -> Paper | None:
    """`lines` are the closing, then rulings by number, then steps of annulment by number."""
    voided = [line.slot for line in lines if line.kind == EntryKind.VOIDED]
    marked = [line for line in lines if line.kind != EntryKind.VOIDED]
    closing = next((line for line in marked if line.kind == EntryKind.CLOSED), None)
    if closing is None or (voided and voided[-1] % 2):
        return None
    full, closes_at = of[closing.round]
    return Paper(
        closing.contestant,
        closing.round,
        marked[-1].points,
        full,
        closing.path,
        closing.cohort,
        day(closing.received_at),
        # The last answer may come in the grace after the round's end: it is one of the round's.
        closing.received_at if closes_at is None else min(closing.received_at, closes_at),
    )


def day(ms: int) -> int:
    """The number of a moment's day in the contest's time zone."""
    at: Any = datetime.fromtimestamp(ms // 1_000, UTC).astimezone(ZoneInfo(settings.TIME_ZONE))
    return int(at.toordinal())
