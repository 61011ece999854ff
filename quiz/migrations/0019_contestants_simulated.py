from django.db import migrations, models

from quiz.index_beside import AddBeside


class Migration(migrations.Migration):
    """Nearly empty where nobody is simulated: PostgreSQL reads a million people for it in a
    second, and they join meanwhile."""

    atomic = False
    dependencies = [("quiz", "0018_past_promise")]
    operations = [
        AddBeside(
            "contestant",
            models.Index(
                fields=["contest"], condition=models.Q(bot=True), name="contestants_simulated"
            ),
        )
    ]
