"""Keys that are not due yet: those of all questions that a ranked round has in its books."""

from functools import lru_cache
from typing import Any

from quiz import clock
from quiz.models import PreparedRound
from quiz.rules import formats
from quiz.rules.formats import BadFormat


def versions() -> frozenset[int]:
    """The versions in the books of ranked rounds that were prepared and are not closed.

    Before the opening, too: whoever has the keys then has them in the round.
    """
    rows = PreparedRound.objects.filter(round__closes_at__gte=clock.now())
    pairs = rows.values_list("pk", "digest", "round__format")
    return frozenset().union(*(_of(pk, digest) for pk, digest, form in pairs if _ranked(form)))


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
