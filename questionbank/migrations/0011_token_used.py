from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("questionbank", "0010_item_summaries")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="apitoken",
            name="used_on",
            field=models.DateField(blank=True, null=True, verbose_name="最近使用"),
        ),
    ]
