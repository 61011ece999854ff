"""Papers closed after their round was looked through for flags: they want another look.

A paper's end is found by its place, as the sweeper does it (quiz/unclosed.py): there is no index by
the moment of storing, and one more would be written with each answer. So a look remembers up to
which number all papers were closed before it (quiz/swept.py), or that all of them were.
"""

from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from quiz.models import Attempt, Entry, EntryKind, FlagLook

# Above the numbers of all papers: a close is never taken back and nobody opens a paper after the
# end, so such a look is not asked about again.
ALL: Final = 2**62


def any_closed(look: FlagLook, length: int) -> bool:
    """Whether a paper of a round of `length` questions, which was over when the look began, was
    closed since then."""
    if look.above == ALL:
        return False
    unseen = _unseen(look, length)
    if unseen.exists():
        return unseen.filter(Exists(_ends(length))).exists()
    FlagLook.objects.filter(pk=look.pk, began_at=look.began_at).update(above=ALL)
    return False


def _unseen(look: FlagLook, length: int) -> QuerySet[Attempt]:
    """The papers that were not closed before."""
    before = _ends(length).filter(stored_at__lt=look.began_at)
    return Attempt.objects.filter(~Exists(before), round=look.round_id, pk__gt=look.above)


def _ends(length: int) -> QuerySet[Entry]:
    return Entry.objects.filter(attempt=OuterRef("pk"), slot=length, kind=EntryKind.CLOSED)
