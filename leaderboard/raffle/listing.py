"""The list of a raffle's tickets: stored piece by piece while the raffle is still open, so that
nobody waits for the whole of it, and read without its owners' rows, of which there are many."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from threading import Event

from django.db import connection, transaction
from django.db.models import Count, Max, Sum

from leaderboard.models.raffles import Raffle, Stage, Ticket
from leaderboard.rules import raffle as rules

# Tickets of one short transaction: some hundredths of a second on SQLite, for which answers wait.
AT_ONCE = 250
# Between two of them: whoever waits for SQLite's lock asks for it so often, and came too late each
# time without it, for a second.
REST_S = 0.03
# Parameters of one statement that every SQLite takes.
PARAMETERS = 400
PAGE = 10_000


class Fixed(Exception):
    """Somebody else has fixed the list meanwhile: nothing of it is changed any more."""


def breathe() -> None:
    if connection.vendor == "sqlite":
        Event().wait(REST_S)  # which never comes


def store(
    row: Raffle, chances: Sequence[tuple[int, int]], rest: Callable[[], None] = breathe
) -> list[str]:
    """Store the tickets of these (contestant, day), and return their numbers. What an earlier
    sealing left that was broken off goes, or stays where it is the same. `rest` lets others write
    between two pieces. Raises Fixed."""
    salt = bytes.fromhex(row.salt)
    wanted = {rules.ticket(salt, who, day): (who, day) for who, day in chances}
    _drop(row, [number for number in numbers(row) if number not in wanted], rest)
    # In the order of their index: its pages are written one after the other.
    rows = (
        Ticket(raffle=row, contestant_id=who, day=day, number=number)
        for number, (who, day) in sorted(wanted.items())
    )
    while part := list(islice(rows, AT_ONCE)):
        with _open(row):
            Ticket.objects.bulk_create(part, ignore_conflicts=True)
        rest()
    return list(wanted)


def _drop(row: Raffle, left: Sequence[str], rest: Callable[[], None]) -> None:
    for start in range(0, len(left), PARAMETERS):
        with _open(row):
            part = left[start : start + PARAMETERS]
            Ticket.objects.filter(raffle=row, number__in=part).delete()
        rest()


@contextmanager
def _open(row: Raffle) -> Iterator[None]:
    """A transaction in which nobody fixes the list. Raises Fixed when somebody has."""
    with transaction.atomic():
        locked = Raffle.objects.select_for_update().filter(pk=row.pk, stage=Stage.OPEN)
        if not list(locked.values_list("pk")):
            raise Fixed
        yield


def stand(row: Raffle) -> tuple[int, ...]:
    """Another one for every list: a ticket's number in the table is never given again. It is asked
    of one index, where the numbers themselves would be read and put in order."""
    held = Ticket.objects.filter(raffle=row).order_by()
    found = held.aggregate(many=Count("pk"), last=Max("pk"), sum=Sum("pk"))
    return tuple(int(found[name] or 0) for name in ("many", "last", "sum"))


def numbers(row: Raffle) -> list[str]:
    """The numbers of all tickets, sorted."""
    held = Ticket.objects.filter(raffle=row).order_by("number")
    return list(held.values_list("number", flat=True).iterator(chunk_size=PAGE))


def page(row: Raffle, after: str) -> list[str]:
    """The next PAGE numbers behind `after`, by the index of numbers; "" = from the first on."""
    held = Ticket.objects.filter(raffle=row, number__gt=after).order_by("number")
    return list(held.values_list("number", flat=True)[:PAGE])


def owners(row: Raffle) -> dict[str, int | None]:
    """Who has each ticket; None where they had their data deleted, so that nobody could claim."""
    held = Ticket.objects.filter(raffle=row)
    rows = held.values_list("number", "contestant", "contestant__erased_at")
    return {
        number: None if erased is not None else who
        for number, who, erased in rows.iterator(chunk_size=PAGE)
    }


def tickets(row: Raffle, wanted: Sequence[str]) -> dict[str, int]:
    """The tickets of these numbers, by number, as their rows' numbers."""
    found: dict[str, int] = {}
    for start in range(0, len(wanted), PARAMETERS):
        part = wanted[start : start + PARAMETERS]
        found |= dict(
            Ticket.objects.filter(raffle=row, number__in=part).values_list("number", "pk")
        )
    return found
