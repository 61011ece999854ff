"""The database's own refusal to change what was published: triggers, laid after each migration.

Laid again each time, because SQLite loses a table's triggers when a migration makes it anew.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RESULT: Final = "leaderboard_publishedresult"
PART: Final = "leaderboard_resultpart"
NAME: Final = "leaderboard_resultname"
WORDS: Final = "a published result never changes"
_OLD: Final = f"EXISTS (SELECT 1 FROM {RESULT} r WHERE r.publication_id = OLD.publication_id)"  # noqa: S608
_NEW: Final = _OLD.replace("OLD.", "NEW.")
# REPLACE deletes in SQLite without asking the trigger of DELETE: no row may take another's place.
_THERE: Final = (
    f"EXISTS (SELECT 1 FROM {RESULT} r WHERE r.id = NEW.id OR r.sha256 = NEW.sha256"  # noqa: S608
    " OR r.publication_id = NEW.publication_id"
    " OR (r.contest_id = NEW.contest_id AND r.number = NEW.number))"
)
# Table, what is refused, and when; a name may only be emptied.
RULES: Final = [
    (RESULT, "UPDATE", "true"),
    (RESULT, "DELETE", "true"),
    (RESULT, "INSERT", _THERE),
    (PART, "UPDATE", "true"),
    (PART, "DELETE", _OLD),
    (PART, "INSERT", _NEW),
    (
        *(NAME, "UPDATE"),
        "NEW.name <> '' OR NEW.salt <> '' OR NEW.region <> '' OR NEW.code <> OLD.code",
    ),
    (NAME, "DELETE", _OLD),
    (NAME, "INSERT", _NEW),
]
_SQLITE: Final = """CREATE TRIGGER IF NOT EXISTS {name} BEFORE {what} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{words}'); END"""
# A WHEN of PostgreSQL may not ask other tables: the function does.
_POSTGRESQL: Final = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN
  IF {when} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"""


# TRUNCATE asks no trigger of rows.
_EMPTYING: Final = """CREATE OR REPLACE FUNCTION {table}_truncate() RETURNS trigger AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM {result}) THEN
    RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_truncate()"""


def statements(vendor: str) -> Iterator[str]:
    """The SQL that lays every trigger, for "sqlite" or "postgresql"."""
    sql = _POSTGRESQL if vendor == "postgresql" else _SQLITE
    for table, what, when in RULES:
        name = f"{table}_{what.lower()}"
        yield sql.format(name=name, table=table, what=what, when=when, words=WORDS)
    for table in (RESULT, PART, NAME) if vendor == "postgresql" else ():
        yield _EMPTYING.format(table=table, result=RESULT, words=WORDS)


def lay(using: str = "default", **_from_signal: Any) -> None:
    """Lay the triggers where they are missing. Called after each migration."""
    line = connections[using]
    if RESULT not in line.introspection.table_names():
        return
    with line.cursor() as db:
        for sql in statements(line.vendor):
            db.execute(sql)


def lift(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """A migration's step before one that makes a guarded table anew, which SQLite refuses while
    another table's trigger names it. `lay` follows each migration."""
    if editor.connection.vendor == "sqlite":
        for table, what, _when in RULES:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_{what.lower()}")
