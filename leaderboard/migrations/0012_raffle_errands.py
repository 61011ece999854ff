"""Raffles are sealed and drawn beside the server."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0011_report_sheets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RaffleErrand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("seal", "固定名单"), ("draw", "开奖")], max_length=8
                    ),
                ),
                ("beacon", models.CharField(blank=True, default="", max_length=80)),
                ("asked_at", models.BigIntegerField()),
                ("ended_at", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("working", "进行中"), ("done", "完成"), ("refused", "未成")],
                        default="working",
                        max_length=8,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, default="", max_length=16)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raffle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="errands",
                        to="leaderboard.raffle",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "working")),
                        fields=("raffle",),
                        name="one_errand_a_raffle",
                    )
                ],
            },
        ),
    ]
