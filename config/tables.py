"""Whether a database has the tables that this code knows."""

import functools

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Migration = tuple[str, str]


def unapplied(using: str = "default") -> list[Migration]:
    """Migrations of this code that the database has not seen; those of newer code do not matter.

    Raises django.db.Error when the database does not answer.
    """
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(_known() - set(applied))


@functools.cache
def _known() -> frozenset[Migration]:
    return frozenset(MigrationLoader(None).graph.nodes)
