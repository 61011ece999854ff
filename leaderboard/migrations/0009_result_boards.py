from django.db import migrations, models

from leaderboard import guards


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0008_selections"),
    ]

    operations = [
        migrations.RunPython(guards.lift, migrations.RunPython.noop),
        migrations.AddField(
            model_name="publication",
            name="board",
            field=models.CharField(blank=True, default="", max_length=24, verbose_name="榜单"),
        ),
        migrations.AddField(
            model_name="publishedresult",
            name="board",
            field=models.CharField(blank=True, default="", max_length=24, verbose_name="榜单"),
        ),
        migrations.RunPython(migrations.RunPython.noop, guards.lift),
    ]
