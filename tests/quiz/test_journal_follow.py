"""A follower of the journal misses no row, whatever the order in which transactions commit."""

import psycopg
import pytest
from django.db import connection

from quiz.journal.follow import Cursor, closed_since
from quiz.models import Attempt, Contestant, Entry, EntryKind
from quiz.rules.formats import Format
from tests.fakes import MORNING
from tests.quiz import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempts() -> list[int]:
    """Nine attempts, not closed yet."""
    world.make_bank(4, ["single"])
    contest = world.make_contest()
    round_ = world.make_round(Format(questions=3, blueprint={"single": 3}, books=1), contest)
    world.make_contestant(contest)
    who = Contestant.objects.get()
    made = [
        Attempt.objects.create(
            round=round_,
            contestant=who,
            try_no=n,
            book=0,
            form=0,
            region_path="440000/440100",
            cohort="general",
            opened_at=MORNING,
        )
        for n in range(9)
    ]
    return [attempt.pk for attempt in made]


def close(attempt: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [attempt])


INSERT = """INSERT INTO quiz_entry (attempt_id, slot, kind, seq, choice, took_ms, points,
received_at, stored_at) VALUES (%s, 3, 3, 0, '', 900, 30, 5, 6)"""


def read_all(cursor: Cursor | None, limit: int) -> tuple[list[int], Cursor]:
    found: list[int] = []
    while True:
        events, cursor = closed_since(cursor, limit)
        found += [event.attempt for event in events]
        if len(events) < limit:
            return found, cursor


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_pages_of_any_size_bring_everything_in_order(attempts: list[int], limit: int) -> None:
    for attempt in attempts:
        close(attempt)
    found, cursor = read_all(None, limit)
    assert found == attempts
    again, _ = read_all(cursor, limit)
    assert set(again) <= set(attempts[-1:])


def test_an_event_tells_all_that_a_board_needs(attempts: list[int]) -> None:
    close(attempts[4])
    (event,), _ = closed_since(None, 10)
    assert (event.attempt, event.try_no, event.score, event.took_ms) == (attempts[4], 4, 30, 900)
    assert (event.region_path, event.cohort, event.nickname) == ("440000/440100", "general", "Mei")
    assert event.entry == Entry.objects.get(kind=EntryKind.CLOSED).pk


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_row_that_commits_after_a_later_one_is_still_found(
    attempts: list[int], limit: int
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: ids are handed out in commit order")
    with psycopg.connect(_address(), autocommit=False) as slow:
        slow.execute(_literal(attempts[0]))  # its number is taken, its row is not committed
        for attempt in attempts[1:]:
            close(attempt)
        first, cursor = read_all(None, limit)
    assert first == attempts[1:]
    second, _ = read_all(cursor, limit)
    assert attempts[0] in second


def _literal(attempt: int) -> bytes:
    return (INSERT % attempt).encode()


def _address() -> str:
    given = {key: str(value) for key, value in connection.settings_dict.items() if value}
    names = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
    return " ".join(f"{name}={given[key]}" for key, name in names.items() if key in given)
