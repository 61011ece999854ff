"""Up to where all papers of a round are closed, as the sweeper found it: a round has millions, and
no index says which are open. Kept, so that neither a new process nor a page reads them all again.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from quiz.models import Attempt, Entry, EntryKind, Round, Swept
from quiz.rules.units import Millis

# A paper is in the database well within this time after its opening, by whatever clock.
LATE_MS: Final = 10 * 60_000


@dataclass(frozen=True, slots=True)
class Mark:
    """Papers that were opened `before`, or with a number up to `floor`, are closed."""

    before: Millis = Millis(0)
    floor: int = 0

    @property
    def since(self) -> int:
        """Who was opened before this moment is not looked for any more."""
        return self.before - LATE_MS

    def whole(self, closes_at: int | None) -> bool:
        """Whether nothing can be left of a round that ended then: nobody opens a paper later."""
        return closes_at is not None and self.since > closes_at


NONE: Final = Mark()


def marks(now: Millis) -> dict[int, Mark]:
    """Those of all rounds that have one. What a clock far ahead has left holds nothing."""
    rows = Swept.objects.filter(before__lte=now).values_list("round", "before", "floor")
    return {round_: Mark(Millis(before), floor) for round_, before, floor in rows}


def mark(round_: int, now: Millis) -> Mark:
    rows = Swept.objects.filter(round=round_, before__lte=now)
    found = rows.values_list("before", "floor").first()
    return Mark(Millis(found[0]), found[1]) if found else NONE


def keep(round_: int, found: Mark, now: Millis) -> None:
    """For every process from now on, unless another one has found more; nothing for a round that
    was deleted meanwhile."""
    values = {"before": found.before, "floor": found.floor}
    with suppress(IntegrityError), transaction.atomic():
        Swept.objects.get_or_create(round_id=round_, defaults=values)
        less = Q(before__lt=found.before) | Q(before__gt=now)
        Swept.objects.filter(less, round=round_).update(**values)


def still_open(round_: int, length: int, now: Millis) -> QuerySet[Attempt]:
    """The papers of a round of `length` questions that are not closed; without a query where the
    round is whole. One that was deleted has none."""
    known = mark(round_, now)
    ended = Round.objects.values_list("closes_at", flat=True).filter(pk=round_).first()
    if known.whole(ended):
        return Attempt.objects.none()
    # By its slot: without it each paper's whole journal is read.
    closing = Entry.objects.filter(attempt=OuterRef("pk"), slot=length, kind=EntryKind.CLOSED)
    rows = Attempt.objects.filter(~Exists(closing), round=round_)
    return rows.filter(pk__gt=known.floor, opened_at__gte=known.since) if known.before else rows
