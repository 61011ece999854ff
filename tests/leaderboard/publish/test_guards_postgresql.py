"""PostgreSQL's own ways around a trigger of rows, tried on tables as narrow as the guards need."""

import psycopg
import pytest

from leaderboard import guards
from tests.servers import PostgreSQL

pytestmark = pytest.mark.postgres

TABLES = f"""
CREATE TABLE {guards.RESULT} (id int PRIMARY KEY, publication_id int, contest_id int, number int,
    sha256 text, body text);
CREATE TABLE {guards.PART} (id int PRIMARY KEY, publication_id int);
CREATE TABLE {guards.NAME} (id int PRIMARY KEY, publication_id int, code text, name text, salt text)
"""
PUBLISHED = f"""
INSERT INTO {guards.PART} VALUES (1, 1);
INSERT INTO {guards.NAME} VALUES (1, 1, 'c', 'n', 's');
INSERT INTO {guards.RESULT} VALUES (1, 1, 1, 1, 'h', 'b')
"""
AROUND = [
    f"TRUNCATE {guards.PART}",
    f"TRUNCATE {guards.NAME}",
    f"TRUNCATE {guards.RESULT}, {guards.PART}, {guards.NAME} CASCADE",
    f"INSERT INTO {guards.RESULT} VALUES (2, 2, 1, 1, 'i', 'c')",
    f"INSERT INTO {guards.RESULT} VALUES (1) ON CONFLICT (id) DO UPDATE SET body = 'c'",
    f"DELETE FROM {guards.RESULT}",
]


@pytest.mark.parametrize("sql", AROUND)
def test_no_way_around_a_trigger_is_open(postgres: PostgreSQL, sql: str) -> None:
    with psycopg.connect(postgres.url("guards"), autocommit=True) as db:
        for text in (TABLES, *guards.statements("postgresql"), *guards.statements("postgresql")):
            db.execute(text.encode())
        db.execute(f"TRUNCATE {guards.PART}".encode())  # nothing is published yet
        db.execute(PUBLISHED.encode())
        with pytest.raises(psycopg.errors.IntegrityError, match="never changes"):
            db.execute(sql.encode())
