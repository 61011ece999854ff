"""Beside a published name, the region that the board says."""

from django.db import migrations, models

from leaderboard import guards


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0009_result_boards")]

    operations = [
        migrations.RunPython(guards.lift, migrations.RunPython.noop),
        migrations.AddField(
            model_name="resultname",
            name="region",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.RunPython(migrations.RunPython.noop, guards.lift),
    ]
