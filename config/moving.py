"""Moving in: every row of an embedded server's database into the one of DATABASE_URL.

Rows go as they are, table by table and some at a time: no `save`, no signal, no time of now, so the
history has as many rows as before. Then both are read again and must come to the same.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, models
from django.db.models.sql import InsertQuery

from config.tables import unapplied
from leaderboard import guards

OLD: Final = "old"
# Rows that are in memory together; a part of a published result alone is a megabyte.
MANY, FEW = 500, 20
LARGE: Final = (models.BinaryField, models.JSONField)
# What each migration writes by itself; the old rows take their place, numbers and all.
MADE_ANEW: Final = (Permission, ContentType)
Model = type[models.Model]
Heard = Callable[[int], object]


class Unfit(Exception):
    """The two databases cannot be made one; the message says why."""


def open_old(file: Path) -> None:
    """Have the SQLite database of that file at hand, to read only. Raises Unfit."""
    if not file.is_file():
        raise Unfit(f"{file}: no such file")
    like = connections.databases["default"]
    # A server that was stopped in peace left no such part; then the folder may be one to read only.
    how = "mode=ro" if file.with_name(f"{file.name}-wal").exists() else "immutable=1"
    own = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{file.resolve().as_uri()}?{how}"}
    connections.databases[OLD] = {**like, **own, "OPTIONS": {"uri": True}}
    try:
        missing = unapplied(OLD)
    except DatabaseError as error:
        raise Unfit(f"{file}: {_first(error)}") from error
    if missing:
        raise Unfit(f"{file} was left by an older version: run manage.py migrate there first")


def tables() -> list[Model]:
    """Every table of ours. Published results come last: their parts cannot follow them."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy  # noqa: SLF001 (Django's own name)
    ]
    return sorted(found, key=lambda model: name(model) == guards.RESULT)


def name(model: Model) -> str:
    table: str = model._meta.db_table  # noqa: SLF001 (Django's own name)
    return table


def rows(model: Model, using: str) -> "models.QuerySet[Any]":
    """All rows of a table, whatever its own managers would leave out."""
    return models.QuerySet(model, using=using).order_by("pk")


def occupied() -> str:
    """The first of our tables with something in it; "" when nobody lives here yet."""
    ours = (model for model in tables() if model not in MADE_ANEW)
    return next((name(model) for model in ours if rows(model, "default").exists()), "")


def count() -> int:
    """Rows of the old database."""
    return sum(rows(model, OLD).count() for model in tables())


def copy(heard: Heard) -> None:
    """Write all old rows into this database, which must be empty, and set its counters on.

    To be called in a transaction of both. Raises Unfit, naming the table.
    """
    for made in MADE_ANEW:
        rows(made, "default").delete()
    for model in tables():
        try:
            _copy(model, heard)
        except DatabaseError as error:
            raise Unfit(f"{name(model)}: {_first(error)}") from error
    _set_counters()


def _copy(model: Model, heard: Heard) -> None:
    fields = _fields(model)
    for part in _parts(model, rows(model, OLD)):
        fits = connection.ops.bulk_batch_size(fields, part)
        for start in range(0, len(part), fits):
            query = InsertQuery(model)
            query.insert_values(fields, part[start : start + fits], raw=True)
            query.get_compiler("default").execute_sql()
        heard(len(part))


def _parts(model: Model, wanted: "models.QuerySet[Any]") -> Iterator[list[Any]]:
    at_once = FEW if any(isinstance(one, LARGE) for one in _fields(model)) else MANY
    found = wanted.iterator(chunk_size=at_once)
    while part := list(islice(found, at_once)):
        yield part


def _fields(model: Model) -> Sequence["models.Field[Any, Any]"]:
    return model._meta.local_concrete_fields  # noqa: SLF001 (Django's own name)


def _set_counters() -> None:
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(line)


def fingerprint(using: str, heard: Heard) -> str:
    """SHA-256 over every row of every table, in whichever kind of database they are.

    Of a table the rows' own digests are added: databases sort words each in their own way.
    """
    whole = hashlib.sha256()
    for model in tables():
        columns = [field.attname for field in _fields(model)]
        total = 0
        for part in _parts(model, rows(model, using).values_list(*columns)):
            total += sum(_digest(row) for row in part)
            heard(len(part))
        whole.update(f"{name(model)} {total:x}\n".encode())
    return whole.hexdigest()


def _digest(row: tuple[Any, ...]) -> int:
    plain = msgspec.json.encode(row, order="deterministic")
    return int.from_bytes(hashlib.sha256(plain).digest())


def _first(error: Exception) -> str:
    """What the database says first; after it PostgreSQL tells the values of the row."""
    return str(error).partition("\n")[0]
