from django.db import migrations, models

from quiz.index_beside import AddBeside


class Migration(migrations.Migration):
    """Seconds and 30 MB for a million people on PostgreSQL, who join meanwhile."""

    atomic = False
    dependencies = [("quiz", "0016_flag_look_above")]
    operations = [
        AddBeside("contestant", models.Index(fields=["nickname"], name="contestants_by_name"))
    ]
