from django.db import migrations, models

from quiz.index_beside import AddBeside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("quiz", "0010_traditional_names")]
    operations = [
        AddBeside("attempt", models.Index(fields=["round", "book", "form"], name="attempts_by_form"))
    ]
