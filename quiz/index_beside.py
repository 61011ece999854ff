"""An index that is built while people join and answer; for migrations with `atomic = False`."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class AddBeside(AddIndexConcurrently):
    """PostgreSQL builds it beside what goes on; SQLite builds it at once."""

    def database_forwards(self, app: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor == "postgresql":
            super().database_forwards(app, editor, before, after)
        else:
            migrations.AddIndex.database_forwards(self, app, editor, before, after)

    def database_backwards(self, app: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor == "postgresql":
            super().database_backwards(app, editor, before, after)
        else:
            migrations.AddIndex.database_backwards(self, app, editor, before, after)
