"""`python -m bench.crowd PEOPLE PAPERS`: people and closed papers by the shortest way the database
has (COPY, or one executemany): a contest as large as one likes to try boards with.

Each of PEOPLE has PAPERS closed papers of one ranked round, spread over the province's counties.
"""

import os
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import islice

import django

from bench import tables

AT_ONCE = 50_000
DAY_MS = 86_400_000
ATTEMPT = [
    "id",
    "round_id",
    "contestant_id",
    "try_no",
    "book",
    "form",
    "region_path",
    "cohort",
    "opened_at",
]
ENTRY = [
    "attempt_id",
    "slot",
    "kind",
    "seq",
    "choice",
    "took_ms",
    "points",
    "received_at",
    "stored_at",
]
PERSON = [
    "id",
    "contest_id",
    "nickname",
    "region_id",
    "cohort_id",
    "unit",
    "guardian",
    "bot",
    "joined_at",
]
Row = tuple[object, ...]


def main(people: int, papers: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.core.management import call_command

    tables.lay()
    call_command("load_regions", verbosity=0)
    fill(people, papers)


def fill(people: int, papers: int) -> None:
    """Into a database with regions and cohorts, but without people."""
    from quiz.models import Cohort, Region

    contest, round_, opens_at = _round()
    counties = list(Region.objects.filter(kind__in=("county", "town")).values_list("pk", "path"))
    cohorts = list(Cohort.objects.values_list("pk", flat=True))
    _store("quiz_contestant", PERSON, _people(people, contest, counties, cohorts, opens_at))
    _store("quiz_attempt", ATTEMPT, _attempts(people, papers, round_, counties, cohorts, opens_at))
    _store("quiz_entry", ENTRY, _closings(people * papers, opens_at))


def _round() -> tuple[int, int, int]:
    """A ranked round that ended a moment ago: numbers of contest and round, and when it opened."""
    from quiz import clock
    from quiz.models import Contest, Round
    from quiz.rules import formats
    from quiz.rules.formats import Format

    now = clock.now()
    contest = Contest.objects.create(code="CROWD", title_zh="人海", region_id="440000")
    round_ = Round.objects.create(
        contest=contest,
        code="crowd",
        title_zh="测量",
        format=formats.plain(Format(tries_per_day=30)),
        opens_at=now - 60 * DAY_MS,
        closes_at=now - 1_000,
    )
    return contest.pk, round_.pk, round_.opens_at


def _people(
    count: int, contest: int, counties: Sequence[Row], cohorts: Sequence[str], at: int
) -> Iterator[Row]:
    for n in range(count):
        home, cohort = counties[n % len(counties)][0], cohorts[n % len(cohorts)]
        yield n + 1, contest, f"选手{n}", home, cohort, "", False, False, at


def _attempts(
    people: int,
    papers: int,
    round_: int,
    counties: Sequence[Row],
    cohorts: Sequence[str],
    at: int,
) -> Iterator[Row]:
    for n in range(people * papers):
        who, try_no = n % people, n // people
        path, cohort = counties[who % len(counties)][1], cohorts[who % len(cohorts)]
        yield n + 1, round_, who + 1, try_no, 0, 0, path, cohort, at + n


def _closings(count: int, at: int) -> Iterator[Row]:
    chance = random.Random(1)
    for n in range(count):
        took, score = chance.randrange(30_000, 200_000), chance.randrange(11) * 10
        moment = at + chance.randrange(59 * DAY_MS)
        yield n + 1, 10, 3, n, "", took, score, moment, moment


def _store(table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "postgresql":
        names = ", ".join(columns)
        with connection.cursor() as db, db.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * (len(columns) + (table == "quiz_entry")))
    names = ", ".join([*columns, *(["xid"] if table == "quiz_entry" else [])])
    raw = connection.connection
    while part := list(islice(rows, AT_ONCE)):
        full = [(*row, 0) for row in part] if table == "quiz_entry" else part
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", full)  # noqa: S608
        raw.execute("COMMIT")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
