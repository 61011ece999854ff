"""Appeals against an annulment: what a contestant says, and what organisers answer."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from quiz import annulling
from quiz.models import Appeal, Attempt
from quiz.models.flag import TEXT_LENGTH
from quiz.rules.units import Millis
from quiz.subtree import within

# Parameters of one statement that every SQLite takes.
AT_ONCE = 400


class NotNow(Exception):
    """The appeal is not taken; `code` says why: empty, not_annulled, appealed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def file(attempt: int, text: str, now: Millis, taken_by: str = "") -> Appeal:
    """Keep what somebody says against the annulment of their attempt; `taken_by` is the organiser
    who wrote it down. Raises NotNow: one is answered before the next is taken."""
    said = text.strip()[:TEXT_LENGTH]
    if not said:
        raise NotNow("empty")
    if not annulling.annulled([attempt]):
        raise NotNow("not_annulled")
    try:
        with transaction.atomic():
            return Appeal.objects.create(attempt_id=attempt, text=said, at=now, taken_by=taken_by)
    except IntegrityError:
        raise NotNow("appealed") from None


def answer(appeal: int, text: str, by: User, now: Millis) -> bool:
    """Answer an open appeal; False = it has its answer, or there is none. Restoring the attempt is
    an act of its own. Raises ValueError for an empty or overlong text."""
    if not text.strip() or len(text) > TEXT_LENGTH:
        raise ValueError("an answer needs words, at most so many signs")
    rows = Appeal.objects.filter(pk=appeal, answered_at=None)
    return bool(rows.update(answer=text, answered_by=by, who=by.get_username(), answered_at=now))


def told(attempt: int) -> dict[str, Any]:
    """What its contestant may know of an attempt's annulment, in the language of the moment."""
    last = annulling.last(attempt)
    said = [{"text": one.text, "at": one.at, "answer": one.answer} for one in of(attempt)]
    if last is None:
        return {"annulled": False, "reason": "", "note": "", "at": None, "appeals": said}
    about = {"reason": str(last.get_reason_display()), "note": last.note, "at": last.at}
    return {"annulled": last.annuls, **about, "appeals": said}


def waiting(paths: Iterable[str]) -> QuerySet[Appeal]:
    """Appeals without an answer on papers that were opened at or below one of the paths."""
    return Appeal.objects.filter(within(paths, "attempt__region_path"), answered_at=None)


def first_waiting(round_: int, path: str) -> int:
    """How many papers of a round (its number), opened at or below a region path, wait for the
    answer to their first appeal: while any does, its result is not published there. Later appeals
    keep nothing back, or one person could for ever."""
    answered = Appeal.objects.filter(attempt=OuterRef("attempt"), answered_at__isnull=False)
    first = Appeal.objects.filter(~Exists(answered), answered_at=None)
    wanted = list(first.values_list("attempt", flat=True))
    # Two steps: as one, all papers of the round might be read for the few that wait.
    there = Attempt.objects.filter(within([path], "region_path"), round=round_)
    parts = (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE))
    return sum(there.filter(pk__in=part).count() for part in parts)


def of(attempt: int) -> QuerySet[Appeal]:
    """All appeals on an attempt, the first one first."""
    return Appeal.objects.filter(attempt=attempt).order_by("pk")


def forget(contestant: int) -> None:
    """Take away what somebody said who had their data deleted; that it was said stays."""
    Appeal.objects.filter(attempt__contestant=contestant).update(text="")
