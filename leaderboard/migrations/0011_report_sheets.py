"""What pages show of reports is made by the process that counts them."""

from typing import Any

from django.db import migrations, models


def mark(apps: Any, _schema: Any) -> None:
    """What was counted before waits for its first sheets."""
    counted = apps.get_model("leaderboard", "ReportShelf").objects.values_list("contest", flat=True)
    row = apps.get_model("leaderboard", "ReportContest")
    row.objects.bulk_create(row(contest=one, turn=1) for one in {*counted.distinct()})


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0010_result_name_region")]

    operations = [
        migrations.CreateModel(
            name="ReportContest",
            fields=[
                ("contest", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("turn", models.BigIntegerField()),
                ("made", models.BigIntegerField(default=0)),
                ("as_of", models.BigIntegerField(default=0)),
                ("made_at", models.BigIntegerField(default=0)),
                ("took_ms", models.BigIntegerField(default=0)),
                ("rule", models.CharField(default="", max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="ReportSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contest", models.CharField(max_length=12)),
                ("round", models.IntegerField()),
                ("units", models.BooleanField()),
                ("cells", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contest", "round", "units"), name="sheet_once"
                    )
                ],
            },
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
