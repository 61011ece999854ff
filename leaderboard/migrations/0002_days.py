from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0001_results"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("board", models.CharField(max_length=160, verbose_name="榜单")),
                ("day", models.DateField(verbose_name="日期")),
                ("taken_at", models.BigIntegerField(verbose_name="记录时间")),
                ("people", models.PositiveIntegerField(verbose_name="人数")),
                ("attempts", models.PositiveIntegerField(verbose_name="人次")),
                (
                    "mean_x100",
                    models.IntegerField(blank=True, null=True, verbose_name="平均分（百分之一）"),
                ),
                ("rows", models.JSONField(verbose_name="各行")),
            ],
            options={
                "verbose_name": "榜单日记录",
                "verbose_name_plural": "榜单日记录",
                "ordering": ["board", "day"],
                "constraints": [
                    models.UniqueConstraint(fields=("board", "day"), name="board_day_once")
                ],
            },
        ),
    ]
