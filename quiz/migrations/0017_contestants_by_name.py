from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddBeside(AddIndexConcurrently):
    """On PostgreSQL people join while the index is built, seconds and 30 MB for a million of them;
    SQLite builds it at once."""

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


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("quiz", "0016_flag_look_above")]
    operations = [
        AddBeside("contestant", models.Index(fields=["nickname"], name="contestants_by_name"))
    ]
