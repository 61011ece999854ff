"""Answers that came onto the disk after their question was counted: their writer was slow.

Its process tells the others by the doorbell, where it knows; a look at the disk finds them anyway.
"""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Count

from quiz import threads
from quiz.models import Entry, EntryKind
from quiz.rules.stage import Stage, unsettled
from quiz.rules.units import Millis
from quiz.sittings.doorbell import Bell, doorbell
from quiz.sittings.tally import Tally

# The last try of a writer takes a little, too.
MARGIN_MS = 5_000


def longest(grace: int) -> Millis:
    """How long after the end of its question an answer may still be stored: it comes within the
    grace, and waits for the disk as long as the journal lets it."""
    return Millis(grace + settings.JOURNAL_WAIT_MS + MARGIN_MS)


class Late:
    """What the count of one sitting may lack in this process, which is known to lack nothing that
    was stored by `since`."""

    def __init__(self, sitting: int, grace: int, since: Millis) -> None:
        self._sitting, self._grace, self._since = sitting, grace, since
        self._ours: set[int] = set()

    def stored(self, slot: int) -> None:
        """This process has stored an answer to a slot that is out."""
        self._ours.add(slot)

    async def look(self, at: Stage, tally: Tally, now: Millis) -> list[int]:
        """The slots to count again; the other processes hear of ours. No database is read once all
        that can come has come. Raises database errors."""
        slots = unsettled(at, self._since, longest(self._grace))
        found = await threads.run(_stored, self._sitting, slots) if slots else {}
        self._since = now
        ours = {slot for slot in self._ours if slot <= at.seen and slot not in at.skipped}
        self._ours.clear()
        for slot in ours:
            doorbell.ring(Bell(self._sitting, recount=True, slot=slot))
        return sorted(ours.union(tally.behind(found)))


def _stored(sitting: int, slots: Collection[int]) -> dict[int, int]:
    """How many answers to these slots are on disk; blanks are none."""
    found = Entry.objects.filter(
        attempt__entrant__sitting=sitting, slot__in=slots, kind=EntryKind.ANSWER
    ).exclude(choice="")
    return dict(found.values_list("slot").annotate(n=Count("pk")).order_by())
