"""New rulings carried into the counts: what the attempts they are about counted is taken away, and
what they count now is put in its place.

Under a ruling not only its own question counts otherwise: the score on the other questions moves
for all that stood on a paper with it. So each counted attempt at such a paper is read twice, by the
rulings as they were and as they are; the two tallies are as small as the tables, however many
attempts there are, and are stored in one short transaction.
"""

from array import array
from collections.abc import Iterator
from itertools import chain
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from questionbank.rules.tally import Tally
from quiz import keys
from quiz.journal.follow import Cursor
from quiz.meetings import Closing, Papers, Ruled, meetings
from quiz.models import Attempt, Entry, EntryKind, PreparedRound
from quiz.plan import Plan

# Attempts read at once: some megabytes of answers.
AT_ONCE: Final = 2_000


def moved(before: Ruled, after: Ruled) -> set[int]:
    """The versions for which something else holds now."""
    return {one for one in after.held.by_version if before.on(one) != after.on(one)}


def change(counted: Q, before: Ruled, after: Ruled) -> tuple[Tally, Tally]:
    """What to take away from the tables and what to add instead; `counted` are the entries that
    are in them. Nothing is stored."""
    known, less, more = Papers(), Tally(), Tally()
    for closings in _pages(moved(before, after), counted, known):
        less.add(meetings(closings, known, before))
        more.add(meetings(closings, known, after))
    return less, more


def up_to(cursor: Cursor, beyond: tuple[int, ...]) -> Q:
    """The entries that are counted at this place, between two passes of the journal."""
    behind = Q(xid__lt=cursor.xid) | Q(xid=cursor.xid, pk__lte=cursor.entry)
    return behind | Q(pk__in=beyond)


def now() -> Ruled:
    """The rulings in force, read again if there are new ones. Blocking."""
    keys.refresh()
    return Ruled(keys.held(), keys.held().last)


def _pages(versions: set[int], counted: Q, known: Papers) -> Iterator[list[Closing]]:
    if not versions:
        return
    for round_ in PreparedRound.objects.order_by("pk").values_list("round", flat=True):
        plan = known.plan(round_)
        if plan and plan.format.ranked and versions & plan.questions.keys():
            yield from _of_round(_attempts(plan, versions, counted))


def _of_round(books: Iterator[QuerySet[Attempt]]) -> Iterator[list[Closing]]:
    # Their numbers first, eight bytes each: page by page in their order a planner would look for
    # them through all papers of the round.
    numbers = (rows.values_list("pk", flat=True).iterator() for rows in books)
    wanted = array("q", sorted(chain.from_iterable(numbers)))
    names = ("pk", "round", "contestant", "region_path", "cohort")
    for start in range(0, len(wanted), AT_ONCE):
        part = list(wanted[start : start + AT_ONCE])
        found = Attempt.objects.filter(pk__in=part).order_by("pk").values_list(*names)
        yield [Closing(*row) for row in found]


def _attempts(plan: Plan, versions: set[int], counted: Q) -> Iterator[QuerySet[Attempt]]:
    """Book by book: SQLite's planner uses the index by forms only so."""
    theirs = Entry.objects.filter(counted, attempt=OuterRef("pk"))
    steps = theirs.filter(kind=EntryKind.VOIDED).order_by("-slot").values("slot")[:1]
    closing = Exists(theirs.filter(kind=EntryKind.CLOSED))
    counts = Attempt.objects.annotate(annulled=Coalesce(Subquery(steps), 0) % 2)
    rows = counts.filter(closing, annulled=0, round=plan.round)
    for book, sheets in enumerate(plan.books.books):
        held = [form for form, asked in enumerate(sheets) if versions.intersection(asked)]
        yield rows.filter(book=book, form__in=held)
