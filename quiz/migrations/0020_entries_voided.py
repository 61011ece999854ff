from django.db import migrations, models

from quiz.index_beside import AddBeside


class Migration(migrations.Migration):
    """Nearly empty where nobody is annulled: PostgreSQL reads the whole journal for it once, and
    people answer meanwhile."""

    atomic = False
    dependencies = [("quiz", "0019_contestants_simulated")]
    operations = [
        AddBeside(
            "entry",
            models.Index(
                fields=["kind", "attempt", "id"], condition=models.Q(kind=5), name="entries_voided"
            ),
        )
    ]
