"""Fills an embedded database for test_moving_in.py: the stage, a bank with a history, papers that
are closed, and a result in its parts."""

from django.core.management import call_command
from django.db import connection

from leaderboard.models import Publication, PublishedResult, ResultPart
from questionbank.models import Question
from quiz import clock
from quiz.models import Attempt, Cohort, Contest, Contestant, Entry, EntryKind, Round
from tests.faults import set_up, stage

# More than one statement takes.
PAPERS = 60


def fill() -> dict[str, int]:
    """Returns how many rows stand in the tables of the history."""
    call_command("load_taxonomy")
    set_up.set_up()
    # Bytes and people sort these in different ways.
    Cohort.objects.bulk_create(Cohort(code=code, name_zh=code, place=9) for code in ("B", "a"))
    question = Question.objects.order_by("pk")[0]
    question.save(update_fields=["updated_at"])
    question.tags.set(question.tags.model.objects.all()[:3])
    round_ = Round.objects.get(code=stage.MIXED)
    for place, who in enumerate(Contestant.objects.order_by("pk")[:PAPERS]):
        _play(round_, who, place)
    _publish(round_)
    return history()


def _play(round_: Round, who: Contestant, score: int) -> None:
    now = clock.now()
    attempt = Attempt.objects.create(
        round=round_, contestant=who, try_no=0, book=0, form=0, cohort=who.cohort_id,
        region_path=who.region.path, opened_at=now,
    )  # fmt: skip
    moment = {"received_at": now, "stored_at": now, "took_ms": 1_000}
    for slot in range(10):
        kind, points = EntryKind.ANSWER, score if slot == 9 else 0
        Entry.objects.create(
            attempt=attempt, slot=slot, kind=kind, choice="0", points=points, **moment
        )
    Entry.objects.create(
        attempt=attempt, slot=10, kind=EntryKind.CLOSED, points=score, **moment
    )  # fmt: skip


def _publish(round_: Round) -> None:
    """Only the shape of one: its parts cannot be written after it."""
    publication = Publication.objects.create(
        round=round_, beat_at=1, prepared_at=1, body={"乙": [1, {"b": 1, "a": None}], "甲": "丙"}
    )
    for number in range(2):
        ResultPart.objects.create(publication=publication, name="a", number=number, data=b"\0\xff")
    PublishedResult.objects.create(
        publication=publication, contest=Contest.objects.get(), round=round_, number=1, body="{}",
        sha256="0" * 64, signature="s", key="k", version=1, published_at=1,
    )  # fmt: skip


def history() -> dict[str, int]:
    """Rows of each table of the history that has some."""
    names = [name for name in connection.introspection.table_names() if "historical" in name]
    with connection.cursor() as cursor:
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {name}")
            counts[name] = cursor.fetchone()[0]
    return {name: count for name, count in counts.items() if count}


def behind() -> list[str]:
    """Tables of PostgreSQL whose next row would have a number that is taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " WHERE c.table_schema = 'public' AND c.is_identity = 'YES'"
        )
        found = cursor.fetchall()
        return [table for table, column in found if _taken(table, column)]


def _taken(table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT nextval(pg_get_serial_sequence('{table}', '{column}'))"
            f" <= coalesce((SELECT max({column}) FROM {table}), 0)"
        )
        return bool(cursor.fetchone()[0])
