"""What a seat needs of the database, in as few trips as can be.

Written out: the ORM's own work on these statements was most of what opening a paper cost, and
contestants come by the thousand at one moment.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from quiz.models import Attempt, Entry

ATTEMPT = (
    *("id", "round_id", "contestant_id", "try_no", "book", "form"),
    *("region_path", "cohort", "opened_at"),
)
PERSON = f"""
SELECT c.id, c.contest_id, c.nickname, g.path, c.cohort_id, c.unit, a.{", a.".join(ATTEMPT)}
FROM quiz_contestant c JOIN quiz_region g ON g.code = c.region_id
LEFT JOIN quiz_attempt a ON a.contestant_id = c.id
  AND a.round_id = (SELECT id FROM quiz_round WHERE code = %s)"""  # noqa: S608 (no value in it)
BY_TOKEN = f"{PERSON} WHERE c.token_hash = %s AND c.erased_at IS NULL ORDER BY a.try_no"
BY_NUMBER = f"{PERSON} WHERE c.id = %s ORDER BY a.try_no"
# Of two devices that open at one moment one stores the attempt, the other finds it.
OPEN = f"""
INSERT INTO quiz_attempt ({", ".join(ATTEMPT[1:])}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (round_id, contestant_id, try_no) DO NOTHING RETURNING id"""  # noqa: S608 (see above)
ENTRIES = """
SELECT slot, kind, seq, choice, took_ms, points, stored_at FROM quiz_entry WHERE attempt_id = %s"""


class Person(NamedTuple):
    """A contestant as the database holds them now, with their attempts at a round by try."""

    contestant: int
    contest: int
    nickname: str
    region_path: str
    cohort: str
    unit: str
    attempts: list[Attempt]


def by_token(token_hash: str, round_code: str) -> Person | None:
    """Whose phone has the token; nobody whose data was deleted."""
    return _person(BY_TOKEN, round_code, token_hash)


def by_number(contestant: int, round_code: str) -> Person | None:
    """Who has the number, also when their data was deleted: the row stays, without its name."""
    return _person(BY_NUMBER, round_code, contestant)


def _person(statement: str, round_code: str, key: int | str) -> Person | None:
    rows = _rows(statement, round_code, key)
    if not rows:
        return None
    number, contest, name, path, cohort, unit, *_ = rows[0]
    found = [row[6:] for row in rows if row[6] is not None]
    attempts = [Attempt.from_db(connection.alias, ATTEMPT, values) for values in found]
    return Person(number, contest, name, path, cohort, unit, attempts)


def open_attempt(attempt: Attempt) -> Attempt:
    """Store it; return it with its number, or what the contestant's other device stored before."""
    values = [getattr(attempt, name) for name in ATTEMPT[1:]]
    if rows := _rows(OPEN, *values):
        attempt.pk = rows[0][0]
        return attempt
    place = {name: getattr(attempt, name) for name in ("round_id", "contestant_id", "try_no")}
    return Attempt.objects.get(**place)


def entries(attempt: int) -> list[tuple[Any, ...]]:
    """Rows of the journal: slot, kind, seq, choice, milliseconds taken, points, stored at."""
    return _rows(ENTRIES, attempt)


def entries_of(attempts: Sequence[int]) -> QuerySet[Entry, tuple[Any, ...]]:
    """The same of many attempts, each row with its attempt's number first."""
    columns = ("attempt", "slot", "kind", "seq", "choice", "took_ms", "points", "stored_at")
    return Entry.objects.filter(attempt__in=attempts).values_list(*columns)


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
