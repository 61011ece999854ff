"""Papers closed after their round was looked through for flags: they want another look.

A paper's end is found by its place, as the sweeper does it (quiz/unclosed.py): there is no index by
the moment of storing, and one more would be written with each answer.
"""

from django.db.models import Exists, OuterRef, QuerySet

from quiz.models import Attempt, Entry, EntryKind

# Rounds, and when a look began before which all their papers were closed: a close is never taken
# back and nobody opens a paper after the end, so these are not asked about again.
_whole: set[tuple[int, int]] = set()


def any_closed(round_: int, length: int, since: int) -> bool:
    """Whether a paper of a round of `length` questions was closed at or after `since`."""
    return _unseen(round_, length, since).filter(Exists(_ends(length))).exists()


def may_be_looked_at(round_: int, length: int, since: int) -> bool:
    """As `any_closed` of a round that is over, for whoever asks each minute."""
    if (round_, since) in _whole:
        return False
    if _unseen(round_, length, since).exists():
        return any_closed(round_, length, since)
    _whole.add((round_, since))
    return False


def forget() -> None:
    _whole.clear()


def _unseen(round_: int, length: int, since: int) -> QuerySet[Attempt]:
    """The papers that were not closed before."""
    before = _ends(length).filter(stored_at__lt=since)
    return Attempt.objects.filter(~Exists(before), round=round_)


def _ends(length: int) -> QuerySet[Entry]:
    return Entry.objects.filter(attempt=OuterRef("pk"), slot=length, kind=EntryKind.CLOSED)
