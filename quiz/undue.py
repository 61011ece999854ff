"""Keys that are not due yet: those of all questions that a ranked round has in its books, and
those of the papers of halls that are not over.
"""

from functools import lru_cache
from typing import Any

from quiz import clock, rounds
from quiz.models import PreparedRound, Sitting
from quiz.rules import formats
from quiz.rules.formats import BadFormat
from quiz.rules.stage import State


def versions() -> frozenset[int]:
    """The versions in the books of ranked rounds that were prepared and are not closed, and in the
    papers of sittings that are not.

    Before the opening, too: whoever has the keys then has them in the round.
    """
    rows = PreparedRound.objects.filter(round__closes_at__gte=clock.now())
    pairs = rows.values_list("pk", "digest", "round__format")
    ranked = (_of(pk, digest) for pk, digest, form in pairs if _ranked(form))
    return frozenset().union(*ranked, *_papers())


def _papers() -> list[frozenset[int]]:
    """A sitting has one paper for everybody: whoever has its keys wins the hall."""
    rows = Sitting.objects.exclude(state=State.CLOSED).filter(round__prepared__isnull=False)
    wanted = rows.values_list("round__prepared", "round__prepared__digest", "book", "form")
    return [_paper(*one) for one in wanted]


def _ranked(form: dict[str, Any]) -> bool:
    try:
        read = formats.read(form)
    except BadFormat:
        return True  # its keys are no less secret
    return bool(read.boards)


@lru_cache(maxsize=32)
def _of(pk: int, _digest: str) -> frozenset[int]:
    """Books are read once: a later preparation has another digest."""
    books = PreparedRound.objects.values_list("books", flat=True).get(pk=pk)
    return frozenset(item[0] for item in books["items"])


@lru_cache(maxsize=256)
def _paper(pk: int, _digest: str, book: int, form: int) -> frozenset[int]:
    books = rounds.bookset(PreparedRound.objects.only("books").get(pk=pk))
    return frozenset(books.books[book][form])
