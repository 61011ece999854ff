"""Many rows on their way into tables: what takes time is done before a transaction begins.

SQLite has one writer, and contestants' answers wait for it too. A transaction that stores thousands
of questions therefore holds bare statements and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

Values = Sequence[Any]
# SQLite takes a limited number of parameters in one query.
AT_ONCE = 500


class Meanwhile(Exception):
    """Something is not as it was when the statements were made: make them anew."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement for many rows of values. `exact` = each must meet one row of the table."""

    sql: str
    rows: Sequence[Values]
    exact: bool = False


def run(statements: Iterable[Statement]) -> None:
    """Inside the caller's transaction. Raises Meanwhile when an exact one met fewer rows."""
    with connection.cursor() as cursor:
        for one in statements:
            if not one.rows:
                continue
            cursor.executemany(one.sql, one.rows)
            if one.exact and cursor.rowcount != len(one.rows):
                raise Meanwhile(one.sql)


def numbers(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that no other row has or will get; those not used are lost."""
    table, key = model._meta.db_table, model._meta.pk.column  # noqa: SLF001 (Django's own name)
    if not count:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return _next_sqlite(cursor, table, count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', key, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _next_sqlite(cursor: Any, table: str, count: int) -> list[int]:
    where = "WHERE name = %s"
    cursor.execute(f"UPDATE sqlite_sequence SET seq = seq + %s {where}", [count, table])  # noqa: S608
    if not cursor.rowcount:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
    cursor.execute(f"SELECT seq FROM sqlite_sequence {where}", [table])  # noqa: S608
    last = int(cursor.fetchone()[0])
    return list(range(last - count + 1, last + 1))


def inserts(objects: Sequence[models.Model]) -> Statement:
    """Inserts of objects of one model; those without a primary key get one from the database."""
    if not objects:
        return Statement("", ())
    meta = objects[0]._meta  # noqa: SLF001 (Django's own name)
    fields = [f for f in meta.concrete_fields if not f.primary_key or objects[0].pk is not None]
    columns = ", ".join(_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {_name(meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    database = connections[DEFAULT_DB_ALIAS]  # itself: `connection` looks it up at each touch
    ready = [(f.pre_save, f.get_db_prep_save) for f in fields]
    return Statement(
        sql, [tuple(save(pre(one, add=True), database) for pre, save in ready) for one in objects]
    )


def updates(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Values], *, by: Sequence[str]
) -> Statement:
    """Sets the fields `names` where the fields `by` are so; a row holds the values of both."""
    sets = ", ".join(f"{_column(model, name)} = %s" for name in names)
    sql = f"UPDATE {_name(model._meta.db_table)} SET {sets} WHERE {_where(model, by)}"  # noqa: S608, SLF001
    return Statement(sql, _ready(model, [*names, *by], rows), exact=True)


def deletes_each(model: type[models.Model], by: Sequence[str], rows: Sequence[Values]) -> Statement:
    """Deletes where the fields `by` are so; each row of values must meet one."""
    sql = f"DELETE FROM {_name(model._meta.db_table)} WHERE {_where(model, by)}"  # noqa: S608, SLF001
    return Statement(sql, _ready(model, by, rows), exact=True)


def deletes(model: type[models.Model], name: str, values: Sequence[Any]) -> list[Statement]:
    """Deletes wherever the field is one of the values."""
    what = f"DELETE FROM {_name(model._meta.db_table)}"  # noqa: S608, SLF001
    return _among(what, model, name, values)


def clears(model: type[models.Model], name: str, values: Sequence[Any]) -> list[Statement]:
    """Empties the field wherever it is one of the values."""
    sql = f"UPDATE {_name(model._meta.db_table)} SET {_column(model, name)} = NULL"  # noqa: S608, SLF001
    return _among(sql, model, name, values)


def _among(
    what: str, model: type[models.Model], name: str, values: Sequence[Any]
) -> list[Statement]:
    chunks = [values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE)]
    marks = (", ".join(["%s"] * len(some)) for some in chunks)
    where = f"{what} WHERE {_column(model, name)} IN"
    return [Statement(f"{where} ({m})", [some]) for m, some in zip(marks, chunks, strict=True)]


def _ready(model: type[models.Model], names: Sequence[str], rows: Sequence[Values]) -> list[Values]:
    saves = [model._meta.get_field(name).get_db_prep_save for name in names]  # type: ignore[union-attr]  # noqa: SLF001
    return [
        tuple(save(value, connection) for save, value in zip(saves, row, strict=True))
        for row in rows
    ]


def _where(model: type[models.Model], by: Sequence[str]) -> str:
    return " AND ".join(f"{_column(model, name)} = %s" for name in by)


def _column(model: type[models.Model], name: str) -> str:
    return _name(model._meta.get_field(name).column)  # type: ignore[union-attr]  # noqa: SLF001


def _name(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
