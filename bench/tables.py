"""All tables, in a database that has none: before a bench fills it."""

import shutil
from pathlib import Path


def lay() -> None:
    """Have what the migrations leave in the database of the settings, unless it has tables.

    They take six seconds of processor: an SQLite that is not there yet is a copy (tests/made.py),
    and bench/stage.py makes a PostgreSQL's.
    """
    from django.core.management import call_command
    from django.db import connection

    from tests.made import migrated

    name = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and not name.exists():
        shutil.copy(migrated(), name)
    elif not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
