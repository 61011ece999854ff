"""The count tables: added to, changed or made anew, in one transaction with how far the journal was
read."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction

from questionbank.kin import kin
from questionbank.models import CountState, ItemCount, ItemPace, ItemSummary, ItemTime
from questionbank.rules.tally import Tally

AT_ONCE = 1_000
COUNT_FIELDS = ("version_id", "group", "length", "rest", "choice", "right", "count")
PACE_FIELDS = ("version_id", "step", "right", "count")
TIME_FIELDS = ("version_id", "day", "count", "right", "quick", "log_sum", "log_square_sum")

# A door of raw SQL: Django cannot say "add to what is there". The same words on both databases.
_COUNTS = """INSERT INTO questionbank_itemcount
(version_id, "group", length, rest, choice, "right", count) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (version_id, "group", length, rest, choice)
DO UPDATE SET count = questionbank_itemcount.count + excluded.count"""
_PACES = """INSERT INTO questionbank_itempace (version_id, step, "right", count)
VALUES (%s, %s, %s, %s) ON CONFLICT (version_id, step, "right")
DO UPDATE SET count = questionbank_itempace.count + excluded.count"""
_TIMES = """INSERT INTO questionbank_itemtime
(version_id, day, count, "right", quick, log_sum, log_square_sum)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (version_id, day) DO UPDATE SET
count = questionbank_itemtime.count + excluded.count,
"right" = questionbank_itemtime."right" + excluded."right",
quick = questionbank_itemtime.quick + excluded.quick,
log_sum = questionbank_itemtime.log_sum + excluded.log_sum,
log_square_sum = questionbank_itemtime.log_square_sum + excluded.log_square_sum"""


_LESS_COUNTS = """UPDATE questionbank_itemcount SET count = count - %s
WHERE version_id = %s AND "group" = %s AND length = %s AND rest = %s AND choice = %s
AND "right" = %s AND count >= %s"""
_LESS_PACES = """UPDATE questionbank_itempace SET count = count - %s
WHERE version_id = %s AND step = %s AND "right" = %s AND count >= %s"""
_LESS_TIMES = """UPDATE questionbank_itemtime SET count = count - %s, "right" = "right" - %s,
quick = quick - %s, log_sum = log_sum - %s, log_square_sum = log_square_sum - %s
WHERE version_id = %s AND day = %s AND count >= %s"""


class Elsewhere(Exception):
    """Another process counted first; nothing was stored."""


def state() -> tuple[str, int]:
    """How far the journal is counted (the reader's own words), and the turn to count on from."""
    row = CountState.objects.filter(pk=1).values_list("place", "turn").first()
    return row or ("", 0)


def add(tally: Tally, place: str, turn: int) -> None:
    """Add to the tables and note how far the journal is read, both or neither.

    Raises Elsewhere when somebody did so since `turn`.
    """
    with transaction.atomic():
        _take_turn(place, turn)
        _more(tally)
        _stale(tally.versions)


def change(less: Tally, more: Tally, place: str, turn: int) -> None:
    """Take `less` away from the tables and add `more`, all or nothing. Raises Elsewhere as `add`.

    What is counted nowhere any more has no summary either; what was not there is not taken.
    """
    with transaction.atomic():
        _take_turn(place, turn)
        _take_away(less)
        _more(more)
        touched = {*less.versions, *more.versions}
        gone = _uncounted(touched)
        ItemSummary.objects.filter(version__in=gone).delete()
        _stale(touched - gone)
        family = {one for those in kin(touched).values() for one in those}
        ItemSummary.objects.filter(version__in=family).update(stale=True)


def replace(tally: Tally, place: str, turn: int) -> None:
    """Put these counts in the place of all others. Raises Elsewhere as `add`."""
    with transaction.atomic():
        _take_turn(place, turn)
        for table in (ItemCount, ItemPace, ItemTime):
            table.objects.all().delete()
        counts = [ItemCount(**_named(COUNT_FIELDS, k, n)) for k, n in tally.counts.items()]
        ItemCount.objects.bulk_create(counts, batch_size=AT_ONCE)
        paces = [ItemPace(**_named(PACE_FIELDS, k, n)) for k, n in tally.paces.items()]
        ItemPace.objects.bulk_create(paces, batch_size=AT_ONCE)
        times = [ItemTime(**_named(TIME_FIELDS, k, *sums)) for k, sums in tally.times.items()]
        ItemTime.objects.bulk_create(times, batch_size=AT_ONCE)
        ItemSummary.objects.exclude(version__in=ItemCount.objects.values("version")).delete()
        _stale(tally.versions)


def stored() -> Tally:
    """What the tables hold now."""
    tally = Tally()
    for *key, n in ItemCount.objects.values_list(*COUNT_FIELDS).iterator():
        tally.counts[tuple(key)] = n
    for *key, n in ItemPace.objects.values_list(*PACE_FIELDS).iterator():
        tally.paces[tuple(key)] = n
    for version, day, *sums in ItemTime.objects.values_list(*TIME_FIELDS).iterator():
        tally.times[version, day] = sums
    return tally


def _more(tally: Tally) -> None:
    with connection.cursor() as db:
        _many(db.executemany, _COUNTS, ((*key, n) for key, n in sorted(tally.counts.items())))
        _many(db.executemany, _PACES, ((*key, n) for key, n in sorted(tally.paces.items())))
        _many(db.executemany, _TIMES, ((*k, *v) for k, v in sorted(tally.times.items())))


def _take_away(tally: Tally) -> None:
    with connection.cursor() as db:
        _many(db.executemany, _LESS_COUNTS, ((n, *k, n) for k, n in sorted(tally.counts.items())))
        _many(db.executemany, _LESS_PACES, ((n, *k, n) for k, n in sorted(tally.paces.items())))
        times = ((*v, *k, v[0]) for k, v in sorted(tally.times.items()))
        _many(db.executemany, _LESS_TIMES, times)
    # An emptied cell would stand in the way of the same choice that counts as right now.
    for table in (ItemCount, ItemPace, ItemTime):
        table.objects.filter(version__in=tally.versions, count=0).delete()


def _uncounted(versions: set[int]) -> set[int]:
    counted = ItemCount.objects.filter(version__in=versions)
    return versions.difference(counted.values_list("version", flat=True))


def _take_turn(place: str, turn: int) -> None:
    if not turn and not CountState.objects.filter(pk=1).exists():
        CountState.objects.bulk_create([CountState(pk=1)], ignore_conflicts=True)
    mine = CountState.objects.filter(pk=1, turn=turn)
    if not mine.update(place=place, turn=turn + 1):
        raise Elsewhere


def _named(fields: Iterable[str], key: tuple[Any, ...], *rest: int) -> dict[str, Any]:
    return dict(zip(fields, (*key, *rest), strict=True))


def _many(send: Callable[[str, list[Any]], object], sql: str, rows: Iterable[Any]) -> None:
    if found := list(rows):
        send(sql, found)


def _stale(versions: Iterable[int]) -> None:
    ItemSummary.objects.bulk_create(
        [ItemSummary(version_id=version, stale=True) for version in versions],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["stale"],
    )
