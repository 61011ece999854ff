"""Keys that are not due yet: those of all questions that a ranked round has in its books, and
those of the papers of halls that are not over.
"""

from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q

from quiz import clock, rounds
from quiz.models import PreparedRound, Sitting
from quiz.rules.formats import Mode
from quiz.rules.stage import State
from quiz.rules.timing import LONGEST_GRACE


def versions() -> frozenset[int]:
    """The versions in the books of ranked rounds that were prepared and may still be answered, and
    in the papers of sittings that are not closed.

    Before the opening, too: whoever has the keys then has them in the round. So, until there is a
    sitting that is no rehearsal, with the books of a live round: which paper it will be is not
    known before. A round without an end is never over.
    """
    open_ = Q(round__closes_at=None) | Q(round__closes_at__gte=clock.now() - LONGEST_GRACE)
    sat = Exists(Sitting.objects.filter(round=OuterRef("round"), rehearsal=False))
    rows = PreparedRound.objects.filter(open_).values_list("pk", "digest", "round__format", sat)
    books = (_of(pk, digest) for pk, digest, form, sat in rows if _whole(form, sat=sat))
    return frozenset().union(*books, *_papers())


def _papers() -> list[frozenset[int]]:
    """A sitting has one paper for everybody: whoever has its keys wins the hall."""
    rows = Sitting.objects.exclude(state=State.CLOSED).filter(round__prepared__isnull=False)
    wanted = rows.values_list("round__prepared", "round__prepared__digest", "book", "form")
    return [_paper(*one) for one in wanted]


def _whole(form: dict[str, Any], *, sat: bool) -> bool:
    """Whether all of a round's books are held back. Asked of the mode alone: the keys of a format
    that cannot be read, or that names no boards, are no less secret."""
    mode = form.get("mode", Mode.PAPER)
    return not sat if mode == Mode.LIVE else mode != Mode.PRACTICE


@lru_cache(maxsize=32)
def _of(pk: int, _digest: str) -> frozenset[int]:
    """Books are read once: a later preparation has another digest."""
    books = PreparedRound.objects.values_list("books", flat=True).get(pk=pk)
    return frozenset(item[0] for item in books["items"])


@lru_cache(maxsize=256)
def _paper(pk: int, digest: str, book: int, form: int) -> frozenset[int]:
    """All of the books where that paper is not in them: nobody knows what the hall will ask."""
    books = rounds.bookset(PreparedRound.objects.only("books").get(pk=pk)).books
    if book < len(books) and form < len(books[book]):
        return frozenset(books[book][form])
    return _of(pk, digest)
